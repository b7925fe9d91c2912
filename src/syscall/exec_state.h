/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What is kept of an exec between its plan and its success or failure. Owned by the
 * member (member->exec); private to exec*.c.
 */
#ifndef PTJAIL_SYSCALL_EXEC_STATE_H
#define PTJAIL_SYSCALL_EXEC_STATE_H

#include <sys/stat.h>

#include "syscall/jail.h"
#include "util/compiler.h"

struct exec_state {
	int exe; /* O_PATH handle of the program, owned */
	struct stat exe_info;
	struct creds *creds; /* the faked credentials afterwards; NULL without fake root */
	bool unreadable;     /* by them it may be executed, and not read */
	bool secure;         /* AT_SECURE */
	char *exe_guest;
	char *interp_guest;
	int opened[2]; /* descriptors given to the tracee for its loader; -1: none */
};

/* Replaces a former one. Becomes the member's when the caller makes it member->exec. */
int exec_state_new(struct member *member, struct exec_state **ret_state) MUST_CHECK;

/* Whether the process may be looked into afterwards (prctl(PR_GET_DUMPABLE)). */
bool exec_state_is_dumpable(const struct member *member, const struct exec_state *state);

#endif
