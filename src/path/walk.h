/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Private to src/path: one lookup in progress. The position is a base (an O_PATH handle of
 * a directory whose place may or may not be known) and names below it. Names are pushed
 * unseen; they are opened together, in one openat2, when something must be known:
 *
 *   base --- a/b/c --- d/e      checked: a/b/c are real directories, free of links, and
 *            checked   pushed   searchable; d/e were only read in the path so far
 *   anchor: an optional handle of some checked prefix, so that less is walked again
 *
 * Inside a MOUNT_PROC the position is a node name and the base is out of use.
 *
 *   resolve.c     the components of a path
 *   place.c       what the end of it becomes
 *   walk.c        the position: names, base, links
 *   walk_open.c   opening names: in one call, or one by one
 *   walk_up.c     ".."
 *   walk_node.c   the inside of MOUNT_PROC
 */
#ifndef PTJAIL_PATH_WALK_H
#define PTJAIL_PATH_WALK_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "path/resolve.h"

/* Positive status: a link was met and put into the path; read on from walk->rest. */
#define WALK_AGAIN 1

#define WALK_NOT_CROSSED SIZE_MAX

struct walk_base {
	int handle;
	bool owned;
	bool is_root;         /* it is walk->root */
	bool identified;      /* dev and ino are filled in */
	bool classified;      /* mount and rel will not become better known by identity */
	dev_t dev;
	ino_t ino;
	struct mount *mount;  /* NULL: unknown */
	const char *rel;      /* place in `mount`; NULL: unknown, then no mount lies below */
	char *own_rel;        /* `rel`, in the walk's pool and nobody else's; or NULL */
	int guest_fd;
};

struct walk {
	TALLOC_CTX *ctx;
	TALLOC_CTX *pool;     /* temporaries; made at first need */
	const struct path_view *view;
	unsigned int flags;
	struct path_start root;
	bool root_set;        /* as the kernel's nd->root: NO_XDEV depends on it */

	const char *rest;     /* what of the path is still to be walked */
	char *rest_owned;     /* the buffer that `rest` points into, or NULL */
	unsigned int links;

	struct walk_base base;
	char *names;          /* "a/b/c", NUL-terminated; room for "/." behind it */
	size_t length;
	size_t size;
	size_t checked;
	bool base_checked;    /* base itself is a searchable directory */
	int anchor;           /* owned; -1: none */
	size_t anchor_length;
	size_t crossed;       /* names up to here lie on another host mount */
	uint64_t hash;        /* of base and names, for hints */

	struct mount *node_mount; /* not NULL: the position is `node` in this MOUNT_PROC */
	char *node;

	char first_names[PATH_MAX];
};

/* What a set of names is opened as. */
enum walk_goal {
	WALK_DIRECTORY, /* a directory, links followed */
	WALK_SEARCH,    /* the same, and the caller may search it */
	WALK_TARGET,    /* any object, a link in the last place followed */
	WALK_OBJECT,    /* any object, also a link */
};

/* walk.c */
void walk_begin(struct walk *walk, TALLOC_CTX *ctx, const struct path_view *view,
		unsigned int flags);
void walk_end(struct walk *walk);
TALLOC_CTX *walk_pool(struct walk *walk);

/* The position becomes `start` (borrowed), or a handle (owned from now on, even on failure). */
int walk_to_start(struct walk *walk, const struct path_start *start) MUST_CHECK;
int walk_to_handle(struct walk *walk, int handle) MUST_CHECK;
/* The root of a mount, or the checked directory `rel` (copied) in it. */
int walk_to_mount(struct walk *walk, struct mount *mount, const char *rel,
		  size_t rel_length) MUST_CHECK;
/* Another base with no names: `base.handle` is owned if base.owned says so. */
void walk_rebase(struct walk *walk, const struct walk_base *base);

int walk_push(struct walk *walk, const char *name, size_t length) MUST_CHECK;
/* Drops names from `length` on (a component's end, or 0). */
void walk_truncate(struct walk *walk, size_t length);
/* Where the last name's directory ends: the length after a pop. */
size_t walk_parent_length(const struct walk *walk);

/* What hints know base and the first `upto` bytes of the names by. */
uint64_t walk_hash(const struct walk *walk, size_t upto);

/* Learns base.dev and base.ino. */
int walk_identify(struct walk *walk) MUST_CHECK;
/* Learns base.mount and base.rel where the identity tells; rel stays NULL elsewhere. */
int walk_classify(struct walk *walk) MUST_CHECK;
/* Place of base + names in base.mount, allocated; NULL: unknown, or no memory. */
char *walk_place(struct walk *walk, TALLOC_CTX *ctx);

/*
 * A link was met: its text goes before what is left, and the position to where it starts.
 * The names must have been cut back to the link's own directory, or `node` be that.
 */
int walk_follow(struct walk *walk, const char *text, size_t length, const char *tail) MUST_CHECK;
/* Counts one more link; -ELOOP by number or by the caller's flags. */
int walk_count_link(struct walk *walk) MUST_CHECK;

/* walk_open.c */
/*
 * Opens the first `upto` bytes of the names. 0 and a new handle, WALK_AGAIN, or -errno.
 */
int walk_open(struct walk *walk, size_t upto, enum walk_goal goal, int *ret_handle) MUST_CHECK;
/* The directory at `upto` becomes the anchor. */
int walk_anchor(struct walk *walk, size_t upto, enum walk_goal goal) MUST_CHECK;
/* Position is a directory, and may be searched: what "." and ".." ask for. */
int walk_check(struct walk *walk) MUST_CHECK;
/* Tries `name` in the directory of the names as a link: 0: it is none (any more). */
int walk_try_link(struct walk *walk, const char *name, size_t length, const char *after) MUST_CHECK;

/*
 * Whether names may be looked up in the directory, when the host has answered `status`
 * (WALK_UNASKED: not yet). 0: go on, or try again.
 */
#define WALK_UNASKED 1
int walk_ask(const struct walk *walk, int directory, int status) MUST_CHECK;

/* walk_up.c */
/* One ".."; the directory it is asked of is looked at first, as walk_check() does. */
int walk_up(struct walk *walk) MUST_CHECK;

/* walk_node.c */
int walk_node_enter(struct walk *walk, struct mount *mount, const char *node,
		    size_t length) MUST_CHECK;
void walk_node_leave(struct walk *walk);
/* node + "/" + name, allocated on the walk's pool. */
char *walk_node_join(struct walk *walk, const char *name, size_t length);
/* Cuts the last component off `node`; false when there is none. */
bool walk_node_pop(struct walk *walk);
/*
 * One component. 0: *ret_node is what it is and the position is unchanged, or, for a
 * directory, has moved there; WALK_AGAIN after a link or a magic link.
 */
int walk_node_step(struct walk *walk, const char *name, size_t length, const char *after,
		   bool follow, struct path_place *place) MUST_CHECK;

/* locate.c */
/* Whether a host mount lies between the root of `mount` and `handle`. */
bool path_crosses_host_mount(const struct mount *mount, int handle);

#endif
