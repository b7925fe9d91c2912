/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Memory that outlives its mappings, where it is counted (--memory): memfds, and what is mapped
 * shared without a file. Pages of it stay when nobody has them mapped in (madvise, a child that
 * has not touched them yet), which /proc does not tell. So ptjail makes it, as a memfd in both
 * cases, and keeps a descriptor of its own to see how large it is.
 */
#ifndef PTJAIL_SYSCALL_MADE_MEMORY_H
#define PTJAIL_SYSCALL_MADE_MEMORY_H

#include <stdbool.h>
#include <sys/stat.h>

#include "util/compiler.h"

/* The memfd that stands for a mapping without a file, whose name is "/dev/zero" to the guest. */
#define MADE_MEMORY_NAME "ptjail-shared"

struct jail;
struct made_memory;

/* Sets jail->made_memory; without a limit of memory it stays NULL, and nothing is made. */
int made_memory_new(struct jail *jail) MUST_CHECK;

/*
 * Asks `look` about each. `fd` is a read-only descriptor of it, `held`: somebody else has it too,
 * by a descriptor, a mapping, or in a message. What `look` answers false to is let go.
 * KERNEL: generic_setlease(): a write lease is refused while others may write, and, with
 * CONFIG_IMA, read. Where there are no leases, nothing seems to be held.
 */
typedef bool made_memory_look(void *data, int fd, bool held);
void made_memory_each(struct made_memory *made, made_memory_look *look, void *data);

/* Whether it is one of these, which who writes to it does not keep from being executed. */
bool made_memory_has(const struct made_memory *made, const struct stat *info);

#endif
