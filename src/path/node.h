/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Synthetic nodes: how path resolution asks for the inside of a MOUNT_PROC mount. A node
 * is named by its canonical path below the mount ("", "cpuinfo", "123/fd/4"); "self" and
 * "thread-self" are ordinary links that depend on the caller.
 * The implementation (src/syscall/proc*.c) is plugged in; src/path only walks.
 */
#ifndef PTJAIL_PATH_NODE_H
#define PTJAIL_PATH_NODE_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

enum node_kind {
	NODE_DIRECTORY,
	NODE_FILE,  /* content is made at open */
	NODE_LINK,  /* a symlink whose text is also where it leads */
	NODE_MAGIC, /* a /proc magic link: readlink shows a text, following jumps to a handle */
};

struct caller {
	pid_t tgid;
	pid_t tid;
};

struct node_ops {
	void *user;
	/* What `name` is in directory node `dir`; -ENOENT, or -EACCES/-ESRCH as /proc would. */
	int (*lookup)(void *user, const struct caller *caller, const char *dir, const char *name,
		      enum node_kind *ret_kind);
	/* The text of a LINK or MAGIC node, talloc'd. Never a host path. */
	int (*readlink)(TALLOC_CTX *ctx, void *user, const struct caller *caller,
			const char *node, char **ret_text);
	/* Where a MAGIC node leads: an O_PATH handle, owned by the caller. */
	int (*follow)(void *user, const struct caller *caller, const char *node,
		      int *ret_handle);
	/*
	 * An O_PATH handle that stands for the node in stat and as a directory descriptor:
	 * a directory (or file) of the spool, made on demand. Owned by the caller.
	 */
	int (*handle)(void *user, const struct caller *caller, const char *node,
		      int *ret_handle);
	/* Which node a spool directory stands for; NULL when it stands for none. */
	const char *(*by_identity)(void *user, dev_t dev, ino_t ino);
};

#endif
