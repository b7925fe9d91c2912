/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What the kernel tells of the host's own mounts, by their numbers (statx(2), STATX_MNT_ID). */
#ifndef PTJAIL_PATH_HOST_MOUNTS_H
#define PTJAIL_PATH_HOST_MOUNTS_H

#include <stdbool.h>
#include <stdint.h>

/* The mount that the handle was opened on; 0: nobody can say. */
uint64_t host_mount_of(int handle);

/*
 * Whether nothing of the file system that mount `other` shows lies below a directory of mount
 * `own`: they are of two file systems, and nothing is mounted in `own`. False also when nobody
 * can say, as of 0.
 */
bool host_mounts_are_apart(uint64_t own, uint64_t other);

#endif
