/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Private to src/path: the search for a handle's place (locate.c), and what is left where the
 * kernel tells no name for it (locate_climb.c). Candidates are guesses, whoever made them:
 * lies_at() decides.
 */
#ifndef PTJAIL_PATH_LOCATE_H
#define PTJAIL_PATH_LOCATE_H

#include <stdbool.h>

#include "path/resolve.h"

struct sought {
	TALLOC_CTX *ctx;
	const struct path_view *view;
	const struct mount *prefer;
	int handle;
	dev_t dev;
	ino_t ino;
	const struct path_child *child; /* a directory that it holds; NULL: none is known */
	bool is_directory;
	bool removed;  /* no name is left */
	bool told;     /* found by the kernel's name alone: no one can walk there */
	bool name_cut; /* the name that is tried is not all that the kernel told */
};

/* Whether the object is `rel` in the mount now. */
bool locate_lies_at(const struct sought *sought, const struct mount *mount, const char *rel);

/*
 * A directory, by the place that was found last for the one below it. False: there is none, or it
 * does not lie there any more.
 */
bool locate_above_child(const struct sought *sought, struct mount **ret_mount, char **ret_rel);

/*
 * A directory, without the host's /proc or with a name too long for it: up with ".." to the
 * root of a mount, or to a directory whose place is known; each name is read from the directory
 * above. 0 or -errno.
 */
int locate_climb(const struct sought *sought, struct mount **ret_mount, char **ret_rel) MUST_CHECK;

/*
 * The same where names cannot be read: whether ".." comes to a mount's root, on that one's fs. Not
 * from deeper than some thousands of levels.
 */
bool locate_climb_unnamed(const struct sought *sought, struct mount **ret_mount);

#endif
