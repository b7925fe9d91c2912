/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files of ptjail's user whose modes on the host were widened for a while, because only they
 * stood against what a faked identity may do. At the end of the run they are as they were before.
 */
#ifndef PTJAIL_SYSCALL_WIDENED_H
#define PTJAIL_SYSCALL_WIDENED_H

#include <sys/types.h>

struct jail;
struct statx;

/* So many are put back; a descriptor of ptjail's is held for each. Others stay widened. */
#define WIDENED_MAX 256U

/*
 * The object of `handle` had the mode `before` and has `after` now. When the jail is freed it
 * gets `before` again, if it has `after` still: what the guest set later stays.
 */
void widened_note(struct jail *jail, int handle, mode_t before, mode_t after);

/* The guest gave it `mode`, and the host's is that of `host` now: if it was noted, it ends so. */
void widened_chosen(struct jail *jail, const struct statx *host, mode_t mode);

#endif
