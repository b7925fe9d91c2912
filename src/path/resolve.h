/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Guest path -> handle. The reference is a component walk on a stack of O_PATH handles,
 * exactly as the kernel walks in a chroot; openat2 is its fast path: the largest run of
 * components without ".." and without a mount point in it, in one call with
 * BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV. ELOOP and EXDEV from it mean "walk".
 *
 * Pure: descriptors and strings in, descriptors and strings out. Never follows a host
 * symlink by the kernel, never opens anything but O_PATH, never blocks on a FIFO.
 */
#ifndef PTJAIL_PATH_RESOLVE_H
#define PTJAIL_PATH_RESOLVE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>
#include <talloc.h>

#include "path/mount.h"
#include "path/node.h"

#define PATH_LINKS_MAX 40 /* KERNEL: MAXSYMLINKS, include/linux/namei.h */

/*
 * A directory to start from: the caller's root, cwd or a dirfd. `handle` is borrowed.
 * `mount` and `rel` (path from the mount's root) may be NULL: unknown, found only when
 * something needs them (path_locate).
 */
struct path_start {
	int handle;
	struct mount *mount;
	const char *rel;
	/*
	 * >= 0, or AT_FDCWD: how the tracee itself names this directory, so that an open can
	 * be confined to it; PATH_NO_GUEST_FD when it has no name for it.
	 */
	int guest_fd;
};
#define PATH_NO_GUEST_FD (-1)

/*
 * Rights of the jail's own beside the host's (-0). `search` answers 0 or -errno: the caller
 * may look names up in the directory, and the host's rights were made to allow it where that
 * can be. It is asked of every directory that is passed through, or, unless `always`, of
 * those only that the host refuses.
 */
struct path_rights {
	int (*search)(void *user, int directory); /* NULL: the host's rights are all */
	void *user;
	bool always;
};

/* What one caller sees. */
struct path_view {
	const struct mount_table *mounts;
	const struct node_ops *nodes; /* NULL: no MOUNT_PROC mount exists */
	struct path_start root;       /* "/" of this caller: the root mount, or a chroot */
	struct caller caller;
	struct path_rights rights;
	bool without_openat2;
	bool building; /* the mount table is: what a mount will cover may be any file system */
};

enum path_flag {
	PATH_FOLLOW = 1 << 0,     /* follow a symlink in the last place */
	PATH_PARENT = 1 << 1,     /* fill in parent and name even if the object exists */
	PATH_MAY_MISS = 1 << 2,   /* a missing last component is no error (handle == -1) */
	PATH_EMPTY = 1 << 3,      /* AT_EMPTY_PATH: "" is the start itself */
	PATH_CREATE_DIR = 1 << 4, /* mkdir: a trailing slash after a missing name is fine */
	PATH_NO_LAST = 1 << 5,    /* do not look at the last component (create, remove):
				     handle stays -1, existence is not checked */
	/* openat2(2)'s resolve bits as the guest asked for them */
	PATH_NO_XDEV = 1 << 8,
	PATH_NO_MAGICLINKS = 1 << 9,
	PATH_NO_SYMLINKS = 1 << 10,
	PATH_BENEATH = 1 << 11,
	PATH_IN_ROOT = 1 << 12,
};

/*
 * Where a lookup ended. Free with place_release() (closes the handles; strings hang on
 * the talloc context given).
 *
 * An open in the tracee is confined to (base, rel): openat2(base, rel, BENEATH|NO_SYMLINKS|...).
 * base is the mount's guest_fd, or the start's own guest_fd when the walk never left it.
 */
struct path_place {
	struct mount *mount; /* NULL: unknown, see path_place_mount() */
	int handle;          /* the object, O_PATH|O_NOFOLLOW; -1: missing or not looked at */
	mode_t type;         /* S_IFMT of the object when handle >= 0 and type_known */
	bool type_known;
	int parent; /* the directory that holds `name`; -1 unless PATH_PARENT or missing */
	char *name; /* last component; NULL for a root, "." or ".." */
	enum last_kind {
		LAST_NAME, /* an ordinary name */
		LAST_DOT,
		LAST_DOTDOT,
		LAST_ROOT, /* "/" or only slashes, or a magic link's target */
	} last;            /* what the final component of the guest's string was: rmdir("."),
			        unlink(".."), mkdir("/") differ in their errno */
	bool trailing_slash;
	bool is_mount_root;   /* object is the root of a mount: rename, rmdir, unlink: EBUSY */
	bool has_mount_below; /* object is an ancestor of a mount point: EBUSY as well */
	char *rel;            /* symlink-free path below base; "" = base itself; NULL: none */
	int base_guest_fd;    /* descriptor number in the tracee, AT_FDCWD, or PATH_NO_GUEST_FD:
			        then rel, if any, counts from the root of `mount` */
	char *node;           /* not NULL: a synthetic node (node.h) and node_kind is set; handle is
			        -1 whatever its kind (struct node_ops.handle makes one) */
	enum node_kind node_kind;
	bool magic; /* reached through a followed magic link (/proc/self/fd/N, exe, ...);
			        when it ended the path, `node` is that link and handle >= 0 */
	const struct mount
		*refused;        /* after an error: what covers a place and let nobody further */
	bool crossed_host_mount; /* a real mount of the host lies between base and the object */
};

#define PATH_PLACE_INIT                                                                            \
	{                                                                                          \
		.handle = -1, .parent = -1, .base_guest_fd = PATH_NO_GUEST_FD                      \
	}

/*
 * Errors are the kernel's for the same call in a chroot: ENOENT ENOTDIR EACCES ELOOP
 * ENAMETOOLONG (a component of > NAME_MAX is told by the file system) EXDEV EBUSY...
 * `path` is at most PATH_MAX - 1 bytes, as copied from the guest.
 */
int path_resolve(TALLOC_CTX *ctx, const struct path_view *view, const struct path_start *start,
		 const char *path, unsigned int flags, struct path_place *ret_place) MUST_CHECK;

void place_release(struct path_place *place);

/*
 * The mount that holds the place, finding it when it is not known yet; NULL when the
 * place lies in no mount (moved away by an outsider): refuse the call (-EXDEV).
 */
struct mount *path_place_mount(TALLOC_CTX *ctx, const struct path_view *view,
			       struct path_place *place);

/*
 * Finds mount and path of a directory or file handle: reads its host name, matches it
 * against the mounts and verifies by walking down again and comparing identities. The
 * string is a hint, the identity decides. -ENOENT: deleted, -EXDEV: in no mount, -ENAMETOOLONG:
 * the kernel does not tell names as long as this, and nobody can read the directories above.
 * `prefer` (may be NULL) is taken when several mounts hold the object.
 */
int path_locate(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		const struct mount *prefer, struct mount **ret_mount, char **ret_rel) MUST_CHECK;

/*
 * The same. `child` (NULL: none is known) is a directory that this one holds, which may have been
 * located before: no more than a hint. *ret_barred: a directory above may not be searched, so the
 * place is told by the kernel's name alone, and only the handle leads there. *ret_rel is NULL then
 * where not even that is known.
 */
struct path_child {
	dev_t dev;
	ino_t ino;
};
int path_locate_way(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		    const struct path_child *child, const struct mount *prefer,
		    struct mount **ret_mount, char **ret_rel, bool *ret_barred) MUST_CHECK;

/*
 * A handle of the directory that this one lies in, found by its name; by which mount does not
 * matter. -EXDEV: in none, or it is a mount itself; -EAGAIN: it was moved while it was looked for.
 */
int path_open_parent(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		     int *ret_parent) MUST_CHECK;

/*
 * The directory of the host that the kernel says a file lies in, before the first member only: by
 * its host name. -EINVAL: it is not there.
 */
int path_open_told_parent(int handle, int *ret_parent) MUST_CHECK;

/*
 * The absolute guest path of a handle as this caller sees it (reverse mapping); for an
 * object outside of the caller's root (chroot): "(unreachable)" + path as getcwd does it
 * is up to the caller, the answer here is -ENOENT/-EXDEV. Never tells a host path.
 */
int path_of_handle(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		   const struct mount *prefer, char **ret_guest) MUST_CHECK;

#endif
