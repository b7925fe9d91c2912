/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The mount table: which host handle is seen at which guest place. Built once at start
 * from the user's binds, then constant. A mount is an identity (an O_PATH handle taken at
 * start), never a host string (SECURITY.md E11).
 *
 *   root mount  "/"            handle = rootfs
 *     +- place "proc"          MOUNT_PROC, synthetic
 *     +- place "home/user"     MOUNT_DIRECTORY, handle = host directory
 *          +- place "etc/x"    MOUNT_FILE
 *
 * `place` counts from the parent mount's own root and is free of symlinks and "..".
 */
#ifndef PTJAIL_PATH_MOUNT_H
#define PTJAIL_PATH_MOUNT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

enum mount_kind {
	MOUNT_DIRECTORY,
	MOUNT_FILE, /* anything that is no directory: file, device, socket, one of our links */
	MOUNT_PROC, /* answered by struct node_ops (node.h); handle is its spool directory */
};

struct mount {
	struct mount *parent; /* NULL for the root mount */
	char *place;          /* "a/b" inside parent; "" for the root mount */
	char *guest;          /* absolute guest path */
	char *host;           /* host path as the user named it, for messages and --trace */
	int handle;           /* O_PATH, owned */
	dev_t dev;
	ino_t ino;
	uint64_t mnt_id; /* KERNEL: 5.8 STATX_MNT_ID, else 0 */
	enum mount_kind kind;
	char *link;    /* what a link of the spool says; a lookup goes on there; NULL: no link */
	bool read_only;
	bool may_overlap; /* read-only here, and of no matter whether it can be written elsewhere */
	bool synthetic; /* made by ptjail in the spool, not the user's */
	int concealed;  /* covers what a policy hides or denies, with this errno: nobody comes out
			   of it, and it is listed in no table of mounts; 0: it does not */
	int guest_fd;   /* number of its protected descriptor in every tracee; -1: none */
};

/* What the user (or a default) asks for. Strings are borrowed during mount_table_add(). */
struct mount_request {
	const char *host;   /* host path; NULL with kind MOUNT_PROC or `empty` */
	const char *guest;  /* absolute guest path */
	enum mount_kind kind;  /* DIRECTORY also stands for "whatever host is" */
	const char *link; /* not NULL: a link of this text is shown, `host` is for messages only */
	bool read_only;
	bool may_overlap; /* as in struct mount */
	bool no_follow; /* do not follow a symlink at the guest end ("!") */
	bool empty;     /* a new empty directory of the spool (dev, missing parents) */
	bool placeholder_quiet; /* default mount: skip silently when host is missing */
};

struct mount_table {
	struct mount **mounts; /* [0] is the root mount */
	size_t count;
	int spool; /* directory descriptor, borrowed */
	bool any_read_only;
	bool any_merged; /* some real directory must list names that it lacks */
	bool protected_symlinks; /* the host's fs.protected_symlinks */
	/* private to mount*.c: special directories, merged names */
	struct special *special;
	struct hints *hints; /* private to hint.c: where the walk met links before */
};

/* `spool_fd`: a private empty 0700 directory, borrowed for the table's life. */
int mount_table_new(TALLOC_CTX *ctx, const char *rootfs, int spool_fd,
		    struct mount_table **ret_table) MUST_CHECK;

/*
 * Adds requests in any order and nesting; all at once, so that parents come before
 * children whatever the order they were named in (last request for one place wins).
 * Missing mount points get a synthetic place; nothing is created in the user's tree.
 * On failure *ret_culprit is the index of the request at fault.
 * -EINVAL: overlapping read-only and writable sources (ARCHITECTURE.md); -ENOENT: host missing.
 */
int mount_table_add(struct mount_table *table, const struct mount_request *requests,
		    size_t count, size_t *ret_culprit) MUST_CHECK;

/*
 * The mount whose place is exactly `rel` inside `parent` (NULL: none). *ret_below says
 * whether some mount point lies strictly below `rel`.
 */
struct mount *mount_table_at(const struct mount_table *table, const struct mount *parent,
			     const char *rel, bool *ret_below);

/*
 * Whether some mount's place contains a component of this name: a path without any such
 * component cannot meet a mount point. May say true for a name that has none.
 */
bool mount_table_uses_name(const struct mount_table *table, const char *name, size_t length);

/*
 * The mount whose root is this very directory or file (NULL: none). Several mounts may
 * show one directory: the last one added is told, or `prefer` where it is one of them.
 */
struct mount *mount_table_by_identity(const struct mount_table *table, dev_t dev, ino_t ino);
struct mount *mount_table_root_of(const struct mount_table *table, dev_t dev, ino_t ino,
				  const struct mount *prefer);

/*
 * Special directories are the ancestors of mount points inside their parent mount (the
 * mount's root included). Only below them can a mount point lie. Answers whether (dev,
 * ino) is one and, if so, where.
 */
bool mount_table_special(const struct mount_table *table, dev_t dev, ino_t ino,
			 struct mount **ret_mount, const char **ret_rel);
/* The same, only inside `mount` (NULL: in any). */
bool mount_table_special_in(const struct mount_table *table, dev_t dev, ino_t ino,
			    const struct mount *mount, struct mount **ret_mount,
			    const char **ret_rel);

/*
 * Names of mount points that directory (dev, ino) does not itself list: a NULL-terminated
 * array owned by the table, or NULL.
 */
const char *const *mount_table_merged_names(const struct mount_table *table, dev_t dev,
					    ino_t ino);

#endif
