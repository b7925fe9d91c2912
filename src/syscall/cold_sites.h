/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Sites that are known before they run: those of a program's interpreter, found in the file when
 * it is used for the second time, and from then on replaced by the loader in every process that
 * gets it (gate/loader_inside.c), since a short program ends before its sites have stopped often
 * enough. About what the guest sees only.
 */
#ifndef PTJAIL_SYSCALL_COLD_SITES_H
#define PTJAIL_SYSCALL_COLD_SITES_H

#include <sys/stat.h>

#include "gate/gate.h"
#include "syscall/jail.h"

/*
 * Adds the sites of the interpreter to the plan, if in-process code serves this process (the plan
 * says so). `fd`: the file, readable; `info`: what fstat said of it.
 */
void cold_sites_plan(struct jail *jail, int fd, const struct stat *info, struct gate_slot *slot);

#endif
