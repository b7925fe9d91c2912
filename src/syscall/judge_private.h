/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Private to judge*.c: what a jail keeps of its policy. */
#ifndef PTJAIL_SYSCALL_JUDGE_PRIVATE_H
#define PTJAIL_SYSCALL_JUDGE_PRIVATE_H

#include <stdio.h>
#include <sys/types.h>

#include "syscall/judge.h"

/* Where a rule's place led at the start. */
struct pinned {
	dev_t dev;
	ino_t ino;
	char *path; /* guest path, without links */
};

struct judge {
	struct policy *policy;
	FILE *audit;                    /* NULL: none */
	struct policy_learned *learned; /* NULL: nobody wants to know */
	struct pinned *pinned;
	size_t pinned_count;
};

/* The guest path of what a mount holds; NULL: no memory. */
char *judge_path_in(TALLOC_CTX *ctx, const struct mount *mount, const char *rel);

/*
 * Goes up from `handle`, which should be the `length` first bytes of `path`, to the root of
 * its mount. A directory (or the object) that a rule names, found under another name, gives
 * the path another beginning.
 */
struct policy_decision judge_by_identity(struct call *call, int handle, const char *path,
					 size_t length, unsigned int classes) MUST_CHECK;

/*
 * About what has no name left: by the name that it had last, in every mount that shows that, and
 * by what it is. *ret_path is NULL where it is allowed.
 */
int judge_removed(struct call *call, int handle, unsigned int classes,
		  struct policy_decision *ret_decision, char **ret_path) MUST_CHECK;

#endif
