/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code answers, one function for the calls of a kind. Private to inside*.c.
 * Each answers the call's result or GATE_CALL_IT; guest memory is read and written as the kernel
 * would, and faults as any code of the guest's.
 */
#ifndef PTJAIL_GATE_INSIDE_SERVE_H
#define PTJAIL_GATE_INSIDE_SERVE_H

#include <stdint.h>

#include "gate/inside.h"

/* inside_open.c */
int64_t inside_serve_open(struct gate_frame *frame, int dirfd, uint64_t path,
			  uint64_t flag_argument, uint64_t mode);

/* inside_look.c */
int64_t inside_serve_stat(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			  unsigned int flags);
int64_t inside_serve_statx(struct gate_frame *frame);
int64_t inside_serve_fstat(int fd, uint64_t buffer);
int64_t inside_serve_access(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int mode,
			    unsigned int flags);
int64_t inside_serve_readlink(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			      uint64_t size);
int64_t inside_serve_list(const struct gate_frame *frame);

#endif
