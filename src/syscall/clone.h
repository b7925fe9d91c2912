/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A clone(2) that is made in place of another call. */
#ifndef PTJAIL_SYSCALL_CLONE_H
#define PTJAIL_SYSCALL_CLONE_H

#include "syscall/call.h"

/* What clone(2) takes; the exit signal is in the lowest bits of the flags. */
struct clone_words {
	uint64_t flags;
	uint64_t stack;
	uint64_t parent_tid; /* or where the pidfd goes */
	uint64_t child_tid;
	uint64_t tls;
};

/* Judged as any clone is: EPERM, EINVAL, EAGAIN; else the kernel makes it, then `finish`. */
struct outcome clone_judged(struct call *call, const struct clone_words *words, call_finish *finish,
			    void *finish_data) MUST_CHECK;

#endif
