/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Numbers without a row: refused with ENOSYS (I3), counted, told at the end with -v. */
#ifndef PTJAIL_SYSCALL_UNKNOWN_H
#define PTJAIL_SYSCALL_UNKNOWN_H

#include <stdint.h>

#include "syscall/jail.h"

struct unknown_calls;

/* Calls `visit` for each number that was asked for, with how often. */
void unknown_each(const struct jail *jail, void (*visit)(long number, uint64_t count, void *),
		  void *data);

#endif
