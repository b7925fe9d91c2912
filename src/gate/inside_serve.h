/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code answers, one function for the calls of a kind. Private to inside*.c.
 * Each answers the call's result or GATE_CALL_IT; guest memory is read and written as the kernel
 * would, and faults as any code of the guest's.
 */
#ifndef PTJAIL_GATE_INSIDE_SERVE_H
#define PTJAIL_GATE_INSIDE_SERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "gate/inside.h"

struct lookup;

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

/* inside_change.c: by descriptor, for a faked root */
int64_t inside_serve_times(const struct gate_frame *frame);
int64_t inside_serve_chown(const struct gate_frame *frame);
int64_t inside_serve_chmod(const struct gate_frame *frame);
/*
 * What is done to this descriptor is the host's affair, if its file has no entry that says
 * otherwise; the argument by which the filter lets it pass.
 */
bool inside_may_change(int fd);
uint64_t inside_marked(int fd);
/* fchmod by nine bits, or more: those are the tracer's. */
int64_t inside_change_mode(int fd, uint32_t mode);
/* A faked root opens what is new by this O_EXCL entry: a descriptor for the guest, or an error. */
int64_t inside_create(struct gate_frame *frame, const struct lookup *lookup, uint64_t how);

/* inside_alter.c: what a name leads to; attributes of directories only */
int64_t inside_serve_alter_mode(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t mode,
				unsigned int flags);
int64_t inside_serve_alter_owner(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t uid,
				 uint64_t gid, unsigned int flags);
int64_t inside_serve_alter_times(struct gate_frame *frame);
/* The call by a descriptor, and the rest of its arguments. */
int64_t inside_serve_alter_attributes(struct gate_frame *frame, uint64_t number);

/* inside_attributes.c: of what a name leads to, by getxattr or listxattr; AT_SYMLINK_NOFOLLOW */
int64_t inside_serve_look_attributes(struct gate_frame *frame, uint64_t number,
				     unsigned int flags);
/* By descriptor, for a faked root. */
int64_t inside_serve_list_attributes(const struct gate_frame *frame);
int64_t inside_serve_get_attribute(const struct gate_frame *frame);
int64_t inside_serve_set_attribute(const struct gate_frame *frame);

/* inside_remove.c */
int64_t inside_serve_remove(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int flags);

#endif
