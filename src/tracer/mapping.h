/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What is mapped at an address of a process: one line of its maps. */
#ifndef PTJAIL_TRACER_MAPPING_H
#define PTJAIL_TRACER_MAPPING_H

#include <stdint.h>
#include <sys/types.h>

#include "util/compiler.h"

/* KERNEL: <linux/fs.h>, as PROCMAP_QUERY tells them. */
#define MAPPING_READABLE   0x1U
#define MAPPING_WRITABLE   0x2U
#define MAPPING_EXECUTABLE 0x4U
#define MAPPING_SHARED     0x8U

struct mapping {
	uint64_t start, end, offset, ino;
	unsigned int major, minor;
	unsigned int flags;
};

/* -ENOENT: nothing is mapped there. -ESRCH: the process is gone. */
int mapping_find(pid_t pid, uint64_t address, struct mapping *ret) MUST_CHECK;

#endif
