/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The components of a guest path, one after the other, and what the last one becomes.
 * Follows fs/namei.c's order of checks, so that the errors are the kernel's. Must never
 * look at a name through a link, nor hand out a handle that lies in no mount and was not
 * the caller's already.
 */
#include "path/resolve.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/hint.h"
#include "path/walk.h"
#include "util/fd.h"

/* The path has been walked to its end; see also WALK_AGAIN. */
#define WALK_DONE 2

struct component {
	const char *name;
	size_t length;
	const char *after; /* "" or "/..." */
	bool last;
};

static bool next_component(const struct walk *walk, struct component *ret)
{
	ret->name = walk->rest + strspn(walk->rest, "/");
	ret->length = strcspn(ret->name, "/");
	ret->after = ret->name + ret->length;
	ret->last = !ret->after[strspn(ret->after, "/")];
	return ret->length > 0;
}

/* The component is not looked at: only the directory that holds it matters. */
static bool stops_before(const struct walk *walk, const struct component *component)
{
	if (!component->last)
		return false;
	/* KERNEL: open_last_lookups(): O_CREAT with a trailing slash is EISDIR, unseen. */
	if (*component->after && (walk->flags & PATH_MAY_MISS) && !(walk->flags & PATH_CREATE_DIR))
		return true;
	return walk->flags & PATH_NO_LAST;
}

static bool follows(const struct walk *walk, const struct component *component)
{
	if (!component->last)
		return true;
	if (stops_before(walk, component))
		return false;
	return (walk->flags & PATH_FOLLOW) || *component->after;
}

static int dup_handle(int handle, int *ret_handle)
{
	*ret_handle = fcntl(handle, F_DUPFD_CLOEXEC, 0);
	return *ret_handle < 0 ? -errno : 0;
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

static int fill_node(struct walk *walk, enum node_kind kind, struct path_place *place)
{
	place->mount = walk->node_mount;
	place->node = talloc_strdup(walk->ctx, walk->node);
	place->node_kind = kind;
	place->type = node_type(kind);
	place->type_known = true;
	place->is_mount_root = !walk->node[0];
	return place->node ? WALK_DONE : -ENOMEM;
}

/* How the tracee gets there: the start's own descriptor, or the mount's. */
static int fill_route(struct walk *walk, struct path_place *place)
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

static int fill_name(struct walk *walk, const struct component *component,
		     struct path_place *place)
{
	place->last = LAST_NAME;
	place->name = talloc_strndup(walk->ctx, component->name, component->length);
	return place->name ? 0 : -ENOMEM;
}

/* The directory at the position itself: what ".", ".." and "/" end in. */
static int finish_directory(struct walk *walk, enum last_kind last, enum walk_goal goal,
			    struct path_place *place)
{
	int *handle = walk->flags & PATH_NO_LAST ? &place->parent : &place->handle;
	int status;

	place->last = last;
	if (walk->node_mount) {
		const struct node_ops *nodes = walk->view->nodes;

		if (!(walk->flags & PATH_NO_LAST) || !nodes)
			return fill_node(walk, NODE_DIRECTORY, place);
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
	return fill_route(walk, place);
}

/* Nothing is left of the path: "/", or where a magic link led. */
static int finish_jump(struct walk *walk, struct path_place *place)
{
	struct stat st;

	if (!place->magic)
		return finish_directory(walk, LAST_ROOT, WALK_DIRECTORY, place);
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

static int finish_name(struct walk *walk, const struct component *component,
		       struct path_place *place)
{
	/* A link that is met puts the name elsewhere: the component must outlive that. */
	size_t parent_length = walk_parent_length(walk);
	int status;

	if (stops_before(walk, component))
		status = walk_open(walk, parent_length, WALK_SEARCH, &place->parent);
	else
		status = open_last(walk, parent_length, place);
	if (status)
		return status;
	status = fill_name(walk, component, place);
	return status < 0 ? status : fill_route(walk, place);
}

/* The mount whose place is `component` below the position, and whether some lie deeper. */
static int meet_mount(struct walk *walk, const struct component *component,
		      struct mount **ret_mount, bool *ret_below)
{
	const struct mount_table *mounts = walk->view->mounts;
	size_t length = walk->length;
	char *place;
	int status;

	*ret_mount = NULL;
	*ret_below = false;
	if (!mount_table_uses_name(mounts, component->name, component->length))
		return 0;
	if (walk->node_mount) {
		place = walk_node_join(walk, component->name, component->length);
		if (!place)
			return -ENOMEM;
		*ret_mount = mount_table_at(mounts, walk->node_mount, place, ret_below);
		return 0;
	}
	status = walk_classify(walk);
	if (status < 0 || !walk->base.rel)
		return status;
	status = walk_push(walk, component->name, component->length);
	if (status < 0)
		return status;
	place = walk->base.rel[0] ? walk_place(walk, walk_pool(walk)) : walk->names;
	if (place)
		*ret_mount = mount_table_at(mounts, walk->base.mount, place, ret_below);
	walk_truncate(walk, length);
	return place ? 0 : -ENOMEM;
}

static int open_node_parent(struct walk *walk, int *ret_handle)
{
	const struct node_ops *nodes = walk->view->nodes;

	if (!nodes)
		return -ENOENT;
	return nodes->handle(nodes->user, &walk->view->caller, walk->node, ret_handle);
}

/* The directory that a mount point lies in must let the caller through, as any other. */
static int check_mount_parent(struct walk *walk, bool wanted, struct path_place *place)
{
	if (walk->node_mount)
		return wanted ? open_node_parent(walk, &place->parent) : 0;
	if (wanted)
		return walk_open(walk, walk->length, WALK_SEARCH, &place->parent);
	/* Our own spool directories let everybody through. */
	if (walk->base.mount->synthetic && !walk->length)
		return 0;
	return walk_check(walk);
}

static int enter_mount(struct walk *walk, const struct component *component,
		       struct mount *mount, struct path_place *place)
{
	bool stop = stops_before(walk, component);
	bool wanted = stop || (component->last && (walk->flags & PATH_PARENT));
	int status = check_mount_parent(walk, wanted, place);

	if (status)
		return status;
	if (component->last) {
		place->is_mount_root = true;
		status = fill_name(walk, component, place);
		if (status < 0)
			return status;
	}
	if (stop) {
		place->mount = walk->node_mount ? walk->node_mount : walk->base.mount;
		return WALK_DONE;
	}
	if (walk->flags & PATH_NO_XDEV)
		return -EXDEV;
	if (mount->kind == MOUNT_FILE && *component->after)
		return -ENOTDIR;
	walk->rest = component->after;
	if (!component->last)
		return walk_to_mount(walk, mount, "", 0);
	place->has_mount_below = false;
	if (mount->kind == MOUNT_FILE) {
		place->mount = mount;
		place->base_guest_fd = mount->guest_fd;
		place->rel = talloc_strdup(walk->ctx, "");
		if (!place->rel)
			return -ENOMEM;
		status = dup_handle(mount->handle, &place->handle);
		return status < 0 ? status : WALK_DONE;
	}
	status = walk_to_mount(walk, mount, "", 0);
	return status < 0 ? status : finish_directory(walk, LAST_NAME, WALK_DIRECTORY, place);
}

static int take_node_name(struct walk *walk, const struct component *component,
			  struct path_place *place)
{
	int status;

	if (stops_before(walk, component)) {
		place->mount = walk->node_mount;
		status = fill_name(walk, component, place);
		if (status == 0)
			status = open_node_parent(walk, &place->parent);
		return status < 0 ? status : WALK_DONE;
	}
	status = walk_node_step(walk, component->name, component->length, component->after,
				follows(walk, component), place);
	if (status)
		return status;
	if (!component->last) {
		walk->rest = component->after;
		return 0;
	}
	status = fill_name(walk, component, place);
	return status < 0 ? status : fill_node(walk, place->node_kind, place);
}

/* Looks first where a link or a host mount was last time. */
static int use_hint(struct walk *walk, const struct component *component, enum hint hint)
{
	switch (hint) {
	case HINT_NONE:
		return 0;
	case HINT_LINK:
		if (!follows(walk, component))
			return 0;
		return walk_try_link(walk, component->name, component->length,
				     component->after);
	case HINT_HOST_MOUNT:
		return walk->length ? walk_anchor(walk, walk->length, WALK_DIRECTORY) : 0;
	}
	return 0;
}

static int take_real_name(struct walk *walk, const struct component *component,
			  struct path_place *place)
{
	uint64_t key = hint_hash(walk->hash, component->name, component->length);
	enum hint hint = HINT_NONE;
	int status;

	if (!walk->view->without_openat2)
		hint = hints_find(walk->view->mounts->hints, key);
	status = use_hint(walk, component, hint);
	if (status)
		return status;
	status = walk_push(walk, component->name, component->length);
	if (status < 0)
		return status;
	walk->rest = component->after;
	if (component->last)
		return finish_name(walk, component, place);
	if (hint == HINT_HOST_MOUNT)
		return walk_anchor(walk, walk->length, WALK_DIRECTORY);
	return 0;
}

static int take_dot(struct walk *walk, const struct component *component,
		    struct path_place *place)
{
	/* The path is left as it is: a link before the "." needs it again. */
	if (component->last)
		return finish_directory(walk, LAST_DOT, WALK_SEARCH, place);
	walk->rest = component->after;
	return 0;
}

static int take_dotdot(struct walk *walk, const struct component *component,
		       struct path_place *place)
{
	int status;

	if (component->last && (walk->flags & PATH_NO_LAST))
		return finish_directory(walk, LAST_DOTDOT, WALK_SEARCH, place);
	status = walk_up(walk);
	if (status)
		return status;
	walk->root_set = true;
	/* RACE: should a link have come into the way, it has to lead to a directory. */
	walk->rest = component->last ? "/." : component->after;
	if (!component->last)
		return 0;
	return finish_directory(walk, LAST_DOTDOT, WALK_DIRECTORY, place);
}

static int take_name(struct walk *walk, const struct component *component,
		     struct path_place *place)
{
	struct mount *mount;
	int status = meet_mount(walk, component, &mount, &place->has_mount_below);

	if (status < 0)
		return status;
	if (!component->last)
		place->has_mount_below = false;
	if (mount)
		return enter_mount(walk, component, mount, place);
	if (walk->node_mount)
		return take_node_name(walk, component, place);
	return take_real_name(walk, component, place);
}

static int take_component(struct walk *walk, struct path_place *place)
{
	struct component component;

	if (!next_component(walk, &component))
		return finish_jump(walk, place);
	place->trailing_slash = component.last && *component.after;
	if (component.length == 1 && component.name[0] == '.')
		return take_dot(walk, &component, place);
	if (component.length == 2 && component.name[0] == '.' && component.name[1] == '.')
		return take_dotdot(walk, &component, place);
	return take_name(walk, &component, place);
}

static int begin(struct walk *walk, const struct path_start *start, const char *path)
{
	struct stat st;

	walk->root_set = path[0] == '/' || (walk->flags & (PATH_BENEATH | PATH_IN_ROOT));
	if (path[0] != '/')
		return walk_to_start(walk, start);
	if (walk->flags & PATH_IN_ROOT) {
		if (fstat(start->handle, &st) < 0)
			return -errno;
		return S_ISDIR(st.st_mode) ? walk_to_start(walk, start) : -ENOTDIR;
	}
	if (walk->flags & PATH_BENEATH)
		return -EXDEV;
	return walk_to_start(walk, &walk->root);
}

/* AT_EMPTY_PATH: the start itself, whatever it is. */
static int resolve_start(struct walk *walk, const struct path_start *start,
			 struct path_place *place)
{
	int status;

	if (!(walk->flags & PATH_EMPTY))
		return -ENOENT;
	status = walk_to_start(walk, start);
	if (status < 0)
		return status;
	place->last = LAST_ROOT;
	if (walk->node_mount)
		return fill_node(walk, NODE_DIRECTORY, place);
	status = dup_handle(start->handle, &place->handle);
	return status < 0 ? status : fill_route(walk, place);
}

int path_resolve(TALLOC_CTX *ctx, const struct path_view *view, const struct path_start *start,
		 const char *path, unsigned int flags, struct path_place *ret_place)
{
	struct walk walk;
	int status;

	*ret_place = (struct path_place)PATH_PLACE_INIT;
	walk_begin(&walk, ctx, view, flags);
	/* KERNEL: path_init(): a scoped lookup's root is where it starts. */
	if (flags & (PATH_BENEATH | PATH_IN_ROOT))
		walk.root = *start;
	walk.rest = path;
	if (!path[0]) {
		status = resolve_start(&walk, start, ret_place);
	} else {
		status = begin(&walk, start, path);
		while (status == 0 || status == WALK_AGAIN) {
			status = take_component(&walk, ret_place);
			if (status == WALK_AGAIN)
				fd_close(&ret_place->parent);
		}
	}
	walk_end(&walk);
	if (status < 0) {
		place_release(ret_place);
		return status;
	}
	return 0;
}

void place_release(struct path_place *place)
{
	fd_close(&place->handle);
	fd_close(&place->parent);
	TALLOC_FREE(place->name);
	TALLOC_FREE(place->rel);
	TALLOC_FREE(place->node);
}
