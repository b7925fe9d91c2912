/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What prctl(2) sets of a member, where the kernel is not told. */
#ifndef PTJAIL_SYSCALL_PRCTL_H
#define PTJAIL_SYSCALL_PRCTL_H

#include <stdbool.h>

struct member;

/* The flag of no_new_privs that the guest sees, kept with the credentials where they are faked. */
bool *prctl_no_new_privs(struct member *member);

#endif
