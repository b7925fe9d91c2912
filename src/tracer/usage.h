/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the kernel says of a process's use of the machine. Looks through the tracer's own
 * /proc; takes numbers of tracees that cannot be recycled meanwhile, since nobody but the
 * caller reaps them. All answer 0 or -errno (-ESRCH: no such process, or not a leader).
 */
#ifndef PTJAIL_TRACER_USAGE_H
#define PTJAIL_TRACER_USAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "util/compiler.h"

/*
 * Nanoseconds of processor time of all threads of process `tgid`, ended ones too, without
 * those of its children. Also of a zombie, until it is reaped.
 */
int usage_read_cpu(pid_t tgid, uint64_t *ret_nanoseconds) MUST_CHECK;

/*
 * Bytes of memory that thread `tid`'s address space has in use; 0 for a zombie. *ret_own: as much
 * of it are page tables, which pages of zeros need too, and huge pages of hugetlbfs.
 */
int usage_read_resident(pid_t tid, uint64_t *ret_bytes, uint64_t *ret_own) MUST_CHECK;

/*
 * The same without *ret_own, each page divided by how many address spaces share it; and how much of
 * that are pages of files in memory and of shared mappings. Dear: it walks the page tables. KERNEL:
 * 4.14 /proc/PID/smaps_rollup, -ENOENT before; 5.3 Pss_Shmem, before that all counts as such.
 */
int usage_read_share(pid_t tid, uint64_t *ret_bytes, uint64_t *ret_shared) MUST_CHECK;

/* Nanoseconds of those children that `tgid` has waited for, in the kernel's clock ticks. */
int usage_read_children(pid_t tgid, uint64_t *ret_user, uint64_t *ret_system) MUST_CHECK;

/* Whether `pid` has ended and waits for its parent. */
bool usage_is_zombie(pid_t pid);

#endif
