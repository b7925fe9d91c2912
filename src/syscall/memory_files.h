/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files that live in the host's memory and are the jail's: memfds, /dev/shm, System V segments.
 * --memory counts them besides what processes have mapped (tracer/limits.h).
 */
#ifndef PTJAIL_SYSCALL_MEMORY_FILES_H
#define PTJAIL_SYSCALL_MEMORY_FILES_H

#include <stdint.h>

struct jail;

/*
 * Bytes, each file once: what members have open, what has a name in /dev/shm where the spool is
 * in memory, with extended attributes, and System V objects: segments whether attached or not,
 * messages, semaphores, and 8 KiB for each descriptor, and name in /dev/shm, beyond the jail's
 * first 1,024. Above the limit it is no exact figure. Not seen: a memfd that is only mapped, or on
 * its way through a socket. `jail` is a struct jail with limits.
 */
uint64_t memory_files_sum(void *jail);

#endif
