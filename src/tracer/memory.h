/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The memory of a stopped tracee. process_vm_readv/writev first; what they refuse, or
 * where the host lacks them, goes through /proc/TID/mem. TRUST: everything read here is
 * guest-controlled and may change right after: read once, judge the copy, never let the
 * kernel read the original (I1).
 *
 * All answer 0 or -errno; memory that cannot be read is -EFAULT, which goes to the
 * caller of the system call, never "let it run" (I4). -ESRCH: the tracee is gone.
 */
#ifndef PTJAIL_TRACER_MEMORY_H
#define PTJAIL_TRACER_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "tracer/tracee.h"
#include "util/compiler.h"

/* All `size` bytes or -EFAULT. */
int memory_read(const struct tracee *tracee, uint64_t address, void *buffer,
		size_t size) MUST_CHECK;
int memory_write(const struct tracee *tracee, uint64_t address, const void *data,
		 size_t size) MUST_CHECK;

/*
 * As many bytes as are readable from `address`, at most `size`; *ret_read may be short,
 * -EFAULT only when not even one byte is.
 */
int memory_read_some(const struct tracee *tracee, uint64_t address, void *buffer, size_t size,
		     size_t *ret_read) MUST_CHECK;

/*
 * A NUL-terminated string of at most size - 1 bytes; page by page, as the kernel's
 * strncpy_from_user. -ENAMETOOLONG when no NUL comes within `size` bytes.
 */
int memory_read_string(const struct tracee *tracee, uint64_t address, char *buffer, size_t size,
		       size_t *ret_length) MUST_CHECK;

/* Degraded mode for tests and odd hosts: never use process_vm_readv/writev. */
void memory_forgo_process_vm(void);

#endif
