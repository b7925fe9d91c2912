/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Private to rights*.c: what lookups and changes of names share. */
#ifndef PTJAIL_SYSCALL_RIGHTS_PRIVATE_H
#define PTJAIL_SYSCALL_RIGHTS_PRIVATE_H

#include "syscall/call.h"

struct statx;

/* By whose credentials the call is judged; NULL without fake root. */
const struct creds *rights_creds(const struct call *call);

/* Widens the mode on the host where it stands against `want` (R_OK ...), which was allowed. */
void rights_unlock(struct call *call, int handle, const struct statx *host, unsigned int want);

#endif
