/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* --list-syscalls: what the jail does with each system call, from the table. */
#ifndef PTJAIL_SYSCALL_LIST_H
#define PTJAIL_SYSCALL_LIST_H

#include <stdio.h>

#include "util/compiler.h"

/*
 * A line of headings, then one line per call, sorted by name: name, number on x86_64,
 * number on aarch64 (- where it lacks the call), class, what the jail does. Columns are
 * separated by blanks; the last one holds blanks itself. 0, or -errno of writing.
 */
int list_print(FILE *file) MUST_CHECK;

#endif
