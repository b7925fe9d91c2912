/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The prober of owners and rights: every call that changes or asks metadata, on each type of
 * file, by each kind of caller, in each kind of directory. Run by a real root in a chroot and by a
 * faked one in the jail, the two outputs must be the same. Nothing here judges; Linux is the
 * oracle. Then random walks of many calls.
 *
 * The working directory of a call:
 *
 *   p/    the parent, of a mode and an owner
 *     x     the object, of a type, a mode and an owner, or missing
 *     t     where x leads, if it is a link that leads anywhere
 *   q/    another parent: 0777, root's
 *     f     a file, root's, 0644
 *     d/    a directory, root's, 0755
 *   me    a program, the prober itself
 */
#ifndef PTJAIL_TESTS_FAKED_H
#define PTJAIL_TESTS_FAKED_H

#include <stddef.h>

/* Makes the call and answers what it returned, -1 with errno. */
struct faked_call {
	const char *name;
	long (*make)(void);
};

extern const struct faked_call faked_calls[];
extern const size_t faked_calls_count;

/* The callers: each changes the process, a root with all capabilities, for good. */
struct faked_caller {
	const char *name;
	void (*become)(void);
};

extern const struct faked_caller faked_callers[];
extern const size_t faked_callers_count;

/* Ends the prober where a step that only prepares fails. */
#define FAKED_MUST(expr) faked_must(#expr, (long)(expr))
long faked_must(const char *text, long result);

/* An access ACL that lets user 65534 and group 300 do this; the mask and others too. */
size_t faked_acl(void *buffer, unsigned int user, unsigned int group, unsigned int mask);

/* Removes what is there, and all below. */
void faked_clear(const char *path);

/* walk.c: many calls one after the other, by turns as several users. */
void walk_rounds(unsigned int rounds);

#endif
