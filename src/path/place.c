/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From the position at the end of a path to the place that the caller gets: which handles
 * to open, and how the tracee gets there. Must never look at a name beyond what the flags
 * ask for.
 */
#include "path/place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fd.h"

bool place_stops_before(const struct walk *walk, const struct component *component)
{
	if (!component->last)
		return false;
	/* KERNEL: open_last_lookups(): O_CREAT with a trailing slash is EISDIR, unseen. */
	if (*component->after && (walk->flags & PATH_MAY_MISS) && !(walk->flags & PATH_CREATE_DIR))
		return true;
	return walk->flags & PATH_NO_LAST;
}

static mode_t node_type(enum node_kind kind)
{
	switch (kind) {
	case NODE_DIRECTORY:
		return S_IFDIR;
	case NODE_FILE:
		return S_IFREG;
	case NODE_LINK:
	case NODE_MAGIC:
		return S_IFLNK;
	}
	return S_IFREG;
}

int place_fill_node(struct walk *walk, enum node_kind kind, struct path_place *place)
{
	place->mount = walk->node_mount;
	place->node = talloc_strdup(walk->ctx, walk->node);
	place->node_kind = kind;
	place->type = node_type(kind);
	place->type_known = true;
	place->is_mount_root = !walk->node[0];
	return place->node ? WALK_DONE : -ENOMEM;
}

/* The start's own descriptor, or the mount's. */
int place_fill_route(struct walk *walk, struct path_place *place)
{
	const struct walk_base *base = &walk->base;

	place->mount = base->mount;
	place->crossed_host_mount = walk->crossed != WALK_NOT_CROSSED;
	if (base->guest_fd != PATH_NO_GUEST_FD) {
		place->base_guest_fd = base->guest_fd;
		place->rel = talloc_strndup(walk->ctx, walk->names, walk->length);
		return place->rel ? WALK_DONE : -ENOMEM;
	}
	if (!base->mount || !base->rel)
		return WALK_DONE;
	place->base_guest_fd = base->mount->guest_fd;
	place->rel = walk_place(walk, walk->ctx);
	if (base->rel[0] && path_crosses_host_mount(base->mount, base->handle))
		place->crossed_host_mount = true;
	return place->rel ? WALK_DONE : -ENOMEM;
}

int place_fill_name(struct walk *walk, const struct component *component,
		     struct path_place *place)
{
	place->last = LAST_NAME;
	place->name = talloc_strndup(walk->ctx, component->name, component->length);
	return place->name ? 0 : -ENOMEM;
}

int place_finish_directory(struct walk *walk, enum last_kind last, enum walk_goal goal,
			    struct path_place *place)
{
	int *handle = walk->flags & PATH_NO_LAST ? &place->parent : &place->handle;
	int status;

	place->last = last;
	if (walk->node_mount) {
		const struct node_ops *nodes = walk->view->nodes;

		if (!(walk->flags & PATH_NO_LAST) || !nodes)
			return place_fill_node(walk, NODE_DIRECTORY, place);
		place->mount = walk->node_mount;
		status = nodes->handle(nodes->user, &walk->view->caller, walk->node, handle);
		return status < 0 ? status : WALK_DONE;
	}
	status = walk_open(walk, walk->length, goal, handle);
	if (status)
		return status;
	place->type = S_IFDIR;
	place->type_known = place->handle >= 0;
	place->is_mount_root = !walk->length && walk->base.rel && !walk->base.rel[0];
	return place_fill_route(walk, place);
}

int place_finish_jump(struct walk *walk, struct path_place *place)
{
	struct stat st;

	if (!place->magic)
		return place_finish_directory(walk, LAST_ROOT, WALK_DIRECTORY, place);
	place->last = LAST_ROOT;
	if (*walk->rest) {
		place->trailing_slash = true;
		if (fstat(walk->base.handle, &st) < 0)
			return -errno;
		if (!S_ISDIR(st.st_mode))
			return -ENOTDIR;
	}
	place->handle = walk->base.handle;
	walk->base.owned = false;
	return WALK_DONE;
}

/* Opens the directory of the last name, as the anchor where there are names before it. */
static int open_parent(struct walk *walk, size_t length, struct path_place *place)
{
	if (length)
		return walk_anchor(walk, length, WALK_SEARCH);
	fd_close(&place->parent);
	return walk_open(walk, 0, WALK_SEARCH, &place->parent);
}

static int take_parent(struct walk *walk, size_t length, struct path_place *place)
{
	if (!length)
		return 0;
	if (walk->anchor < 0 || walk->anchor_length != length)
		return walk_open(walk, length, WALK_SEARCH, &place->parent);
	place->parent = fd_steal(&walk->anchor);
	walk->anchor_length = 0;
	return 0;
}

static enum walk_goal last_goal(const struct walk *walk, const struct path_place *place)
{
	if (place->trailing_slash)
		return WALK_DIRECTORY;
	return walk->flags & PATH_FOLLOW ? WALK_TARGET : WALK_OBJECT;
}

/* Looks the last name up; the position includes it. */
static int open_last(struct walk *walk, size_t parent_length, struct path_place *place)
{
	enum walk_goal goal = last_goal(walk, place);
	bool with_parent = walk->flags & PATH_PARENT;
	int status = 0;

	if (with_parent)
		status = open_parent(walk, parent_length, place);
	if (status == 0)
		status = walk_open(walk, walk->length, goal, &place->handle);
	if (status == -ENOENT && (walk->flags & PATH_MAY_MISS) && !with_parent) {
		/* Is it the last name that is missing, or one before? */
		with_parent = true;
		status = open_parent(walk, parent_length, place);
		if (status == 0)
			status = walk_open(walk, walk->length, goal, &place->handle);
	}
	if (status == -ENOENT && (walk->flags & PATH_MAY_MISS) &&
	    (walk->anchor_length == parent_length || place->parent >= 0))
		status = 0;
	if (status)
		return status;
	if (goal == WALK_DIRECTORY && place->handle >= 0) {
		place->type = S_IFDIR;
		place->type_known = true;
	}
	return with_parent ? take_parent(walk, parent_length, place) : 0;
}

int place_finish_name(struct walk *walk, const struct component *component,
		       struct path_place *place)
{
	/* A link that is met puts the name elsewhere: the component must outlive that. */
	size_t parent_length = walk_parent_length(walk);
	int status;

	if (place_stops_before(walk, component))
		status = walk_open(walk, parent_length, WALK_SEARCH, &place->parent);
	else
		status = open_last(walk, parent_length, place);
	if (status)
		return status;
	status = place_fill_name(walk, component, place);
	return status < 0 ? status : place_fill_route(walk, place);
}

int place_finish_file(struct walk *walk, struct mount *mount, struct path_place *place)
{
	place->mount = mount;
	place->base_guest_fd = mount->guest_fd;
	place->rel = talloc_strdup(walk->ctx, "");
	if (!place->rel)
		return -ENOMEM;
	place->handle = fcntl(mount->handle, F_DUPFD_CLOEXEC, 0);
	return place->handle < 0 ? -errno : WALK_DONE;
}

void place_release(struct path_place *place)
{
	fd_close(&place->handle);
	fd_close(&place->parent);
	TALLOC_FREE(place->name);
	TALLOC_FREE(place->rel);
	TALLOC_FREE(place->node);
}
