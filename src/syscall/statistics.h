/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* --stats: how often tracees stopped, by kind and by system call. */
#ifndef PTJAIL_SYSCALL_STATISTICS_H
#define PTJAIL_SYSCALL_STATISTICS_H

#include <stdio.h>

#include "syscall/jail.h"

void statistics_print(const struct jail *jail, FILE *file);

#endif
