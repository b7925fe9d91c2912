/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What kind of file system a host handle lies on. Some hold more than files (procfs's
 * magic links, tracefs, bpf, ...): a guest never gets a handle on those (ARCHITECTURE.md).
 */
#ifndef PTJAIL_PATH_HOST_FS_H
#define PTJAIL_PATH_HOST_FS_H

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

/* 0: plain files; -EACCES: a file system that no guest may reach; -errno of fstatfs(2). */
int host_fs_check(int handle) MUST_CHECK;

/* The same by a type's name, as /proc/self/mountinfo has it; devpts is one of them. */
bool host_fs_is_refused_type(const char *type, size_t length);

/*
 * Whether a component of `way` is the last name of a place where the host has such a file
 * system, or terminals, mounted: as it was when first asked. True when nobody can say.
 */
bool host_fs_is_on_way(const char *way);

/*
 * Whether the object can have no place in any tree: a pipe, a socket, an epoll and the like, a
 * memfd, what has been removed. What merely cannot be found (its name may be longer than the
 * kernel tells) is none of these. False also when nobody can say.
 */
bool host_fs_is_nameless(int handle);

/*
 * Whether what is written to a file first makes another one of it, with another birth time, that
 * has the number of the old one (overlayfs). False also when nobody can say.
 */
bool host_fs_copies_up(int handle);

#endif
