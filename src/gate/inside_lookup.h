/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From a call's descriptor and name to where the kernel is asked: what the gate's code knows of
 * the jail's mounts. Private to inside*.c. Errors are -errno; GATE_CALL_IT: the tracer's affair.
 */
#ifndef PTJAIL_GATE_INSIDE_LOOKUP_H
#define PTJAIL_GATE_INSIDE_LOOKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "gate/inside.h"

#define ERROR_NOENT       2
#define ERROR_INTR        4
#define ERROR_BADF        9
#define ERROR_ACCES       13
#define ERROR_EXIST       17
#define ERROR_NOTDIR      20
#define ERROR_ISDIR       21
#define ERROR_INVAL       22
#define ERROR_NAMETOOLONG 36
#define ERROR_LOOP        40

/* Where a lookup starts and what it is given. */
struct lookup {
	int fd;
	const char *rel;
	bool absolute; /* from "/": symlinks may be followed inside the root */
	bool any_fd;   /* the guest's own descriptor or cwd */
};

/* One of the jail's own, which look closed to the guest. */
bool inside_is_protected(int fd);

/* A directory of the spool, which stands for another: names below it are the tracer's. */
bool inside_is_stand_in(int fd);

/* Whether a transient descriptor may be held: no other thread shares them, or by turns. */
bool inside_may_hold(void);

/*
 * openat2 by this entry for a transient descriptor (frame->fd): it, an error, or GATE_CALL_IT. In
 * a process with threads nobody gives a number by dup2 and the like meanwhile.
 */
int64_t inside_hold_at(struct gate_frame *frame, const struct lookup *lookup, const char *rel,
		       uint64_t how);

/* It stays, as the guest's. */
void inside_let_go(struct gate_frame *frame);

/* Fills *ret; false: only the tracer knows what the name means. */
bool inside_begin(struct gate_frame *frame, int dirfd, const char *path, struct lookup *ret);

/* "/dev/null" and its like, where the host's devices stand there: fills *ret. */
bool inside_find_device(const char *path, struct lookup *ret);

/* The address of an entry of the how table; of READ, PATH or WRITE for where the lookup starts. */
uint64_t inside_how_at(uint32_t index);
uint64_t inside_how_for(const struct lookup *lookup, uint32_t index);

/*
 * What is certain when no mount point and no symlink was met. A faked root is refused nothing
 * by the mode of what is his: the tracer widens it.
 */
bool inside_is_final(int64_t error);

/*
 * Holds an O_PATH descriptor (frame->fd) of what the name leads to: 0, an error that is final, or
 * GATE_CALL_IT. `bits`: of the PATH entries.
 */
int64_t inside_hold_named(struct gate_frame *frame, const struct lookup *lookup, uint32_t bits);

/* The same of any descriptor and name; AT_SYMLINK_NOFOLLOW of `flags` counts. */
int64_t inside_hold_what(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int flags);

/* What is held was reached through symlinks: lets go of what a mount lies over (false). */
bool inside_check_followed(struct gate_frame *frame);

/* Always GATE_CALL_IT. */
int64_t inside_close_held(struct gate_frame *frame);

#endif
