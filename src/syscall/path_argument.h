/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The path arguments of a family's calls, which differ in little but where they stand:
 * mkdir(path, mode) and mkdirat(dirfd, path, mode) have one handler, and the row's
 * argument kinds tell it which form was called.
 */
#ifndef PTJAIL_SYSCALL_PATH_ARGUMENT_H
#define PTJAIL_SYSCALL_PATH_ARGUMENT_H

#include <fcntl.h>

#include "syscall/call.h"

struct path_argument {
	int dirfd; /* AT_FDCWD in the forms without one */
	uint64_t address;
	unsigned int next; /* index of the argument behind the path */
};

/* The path that begins, with its DIRFD if the row has one, at argument `index`. */
static inline struct path_argument path_argument(const struct call *call, unsigned int index)
{
	if (call->row->args[index] == ARG_DIRFD)
		return (struct path_argument){ call_int(call, index), call_long(call, index + 1),
					       index + 2 };
	return (struct path_argument){ AT_FDCWD, call_long(call, index), index + 1 };
}

/* Argument `index` as int where the form has one, else 0: the flags of the later forms. */
static inline int optional_flags(const struct call *call, unsigned int index)
{
	return index < call->row->nargs ? call_int(call, index) : 0;
}

/*
 * The path ended at a node of the synthetic /proc itself. A magic link that was followed
 * (/proc/self/fd/N) ended at a handle: an object like any other.
 */
static inline bool place_is_node(const struct path_place *place)
{
	return place->node && place->handle < 0;
}

#endif
