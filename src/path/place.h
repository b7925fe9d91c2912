/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Private to src/path: what the end of a lookup becomes. All of these fill in the place
 * from the walk's position and answer WALK_DONE, WALK_AGAIN (a link was met after all) or
 * -errno.
 */
#ifndef PTJAIL_PATH_PLACE_H
#define PTJAIL_PATH_PLACE_H

#include "path/walk.h"

/* The path has been walked to its end; see also WALK_AGAIN. */
#define WALK_DONE 2

struct component {
	const char *name;
	size_t length;
	const char *after; /* "" or "/..." */
	bool last;
};

/* The component is not looked at: only the directory that holds it matters. */
bool place_stops_before(const struct walk *walk, const struct component *component);

/* name and last; 0 or -ENOMEM. */
int place_fill_name(struct walk *walk, const struct component *component,
		    struct path_place *place) MUST_CHECK;
/* The node at the position. */
int place_fill_node(struct walk *walk, enum node_kind kind, struct path_place *place) MUST_CHECK;
/* Mount, base and rel of the position. */
int place_fill_route(struct walk *walk, struct path_place *place) MUST_CHECK;

/* The directory at the position itself: what ".", ".." and "/" end in. */
int place_finish_directory(struct walk *walk, enum last_kind last, enum walk_goal goal,
			   struct path_place *place) MUST_CHECK;
/* Nothing is left of the path: "/", or where a magic link led. */
int place_finish_jump(struct walk *walk, struct path_place *place) MUST_CHECK;
/* The last name, pushed already. */
int place_finish_name(struct walk *walk, const struct component *component,
		      struct path_place *place) MUST_CHECK;
/* A mount whose root is a file. */
int place_finish_file(struct walk *walk, struct mount *mount, struct path_place *place) MUST_CHECK;

#endif
