/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Private to judge*.c: what a jail keeps of its policy. */
#ifndef PTJAIL_SYSCALL_JUDGE_PRIVATE_H
#define PTJAIL_SYSCALL_JUDGE_PRIVATE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/stat.h>

#include "syscall/judge.h"

/* Where a rule's place led at the start. */
struct pinned {
	dev_t dev;
	ino_t ino;
	char *path;           /* guest path, without links */
	bool has_other_names; /* no directory, and where else it lies nobody knows */
	uint64_t host_mount;  /* of one with other names; 0: not known */
	const char *only;     /* names by it are those of this place, and below; NULL: all */
};

struct judge {
	struct policy *policy;
	struct policy_learned *learned; /* NULL: nobody wants to know */
	struct pinned *pinned;
	size_t pinned_count;
	struct pinned *leading; /* the directories above these, on the host; without paths */
	size_t leading_count;
};

/* The guest path of what a mount holds; NULL: no memory. */
char *judge_path_in(TALLOC_CTX *ctx, const struct mount *mount, const char *rel);

/* The guest path of a place, on the call's pool; -ENOENT: it was removed, -EXDEV: in no mount. */
int judge_place_text(struct call *call, const struct path_place *place, char **ret_path) MUST_CHECK;

/* The directory that it is a name in, as far as the lookup tells: the place's handle, or -1. */
int judge_parent_of(const struct path_place *place);

/* 0, or the errno of a refusal, which is audited; what is allowed is learned. */
int judge_conclude(struct call *call, const struct policy_decision *decision, const char *path,
		   unsigned int classes) MUST_CHECK;

/* What rules may know a thing by: its guest path, and others that begin at what they name. */
struct judge_names {
	const char *path;
	struct judge_alias {
		const struct pinned *pinned;
		char *path;
	} * aliases;
	size_t count;
};

/*
 * For a thing at `path`: `handle` of it (-1: none) and of the directory that it lies in (-1: not
 * known). Goes up to the root of its mount: where a directory on the way, or the thing itself, is
 * what a rule names under another name, the path gets another beginning. -EACCES: nobody can say.
 */
int judge_names_of(struct call *call, int handle, int parent, const char *path,
		   struct judge_names *ret_names) MUST_CHECK;

/* Of a directory also those that only lead to what a rule names: that is not to be listed in it. */
int judge_add_leading(struct call *call, int handle, struct judge_names *names) MUST_CHECK;

/* What the rules say of all the names but the path itself. */
struct policy_decision judge_aliases(const struct call *call, const struct judge_names *names,
				     unsigned int classes) MUST_CHECK;

/* Whether the rules treat both alike, by all names; `below`: and what is in them. */
bool judge_is_alike(const struct judge *judge, const struct judge_names *a,
		    const struct judge_names *b, bool below);

/* Whether this is a directory that a rule names, or that leads to one, under whatever name. */
bool judge_is_fixed(const struct judge *judge, const struct stat *st);
bool judge_is_leading(const struct judge *judge, const struct stat *st);

/*
 * Whether directories in this one may hold what a rule names, by a name nobody knows, as deep as
 * one likes.
 */
bool judge_may_hold_names(const struct judge *judge, int directory);

/*
 * About what has no name left: by the name that it had last, in every mount that shows that, and
 * by what it is. *ret_path is NULL where it is allowed.
 */
int judge_removed(struct call *call, int handle, unsigned int classes,
		  struct policy_decision *ret_decision, char **ret_path) MUST_CHECK;

#endif
