/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The components of a guest path, one after the other.
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
#include "path/place.h"
#include "path/walk.h"
#include "util/fd.h"

static bool next_component(const struct walk *walk, struct component *ret)
{
	ret->name = walk->rest + strspn(walk->rest, "/");
	ret->length = strcspn(ret->name, "/");
	ret->after = ret->name + ret->length;
	ret->last = !ret->after[strspn(ret->after, "/")];
	return ret->length > 0;
}

static bool follows(const struct walk *walk, const struct component *component)
{
	if (!component->last)
		return true;
	if (place_stops_before(walk, component))
		return false;
	return (walk->flags & PATH_FOLLOW) || *component->after;
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

static int enter_mount(struct walk *walk, const struct component *component, struct mount *mount,
		       struct path_place *place)
{
	bool stop = place_stops_before(walk, component);
	bool wanted = stop || (component->last && (walk->flags & PATH_PARENT));
	int status = check_mount_parent(walk, wanted, place);

	if (status)
		return status;
	if (mount->link && !stop && follows(walk, component)) {
		walk->rest = component->after;
		return walk_follow(walk, mount->link, strlen(mount->link), "");
	}
	if (component->last) {
		place->is_mount_root = true;
		status = place_fill_name(walk, component, place);
		if (status < 0)
			return status;
	}
	if (stop) {
		place->mount = walk->node_mount ? walk->node_mount : walk->base.mount;
		return WALK_DONE;
	}
	/* The nodes of a synthetic /dev are of one piece with it to a guest. */
	if ((walk->flags & PATH_NO_XDEV) &&
	    !(mount->kind == MOUNT_FILE && mount->parent->synthetic))
		return -EXDEV;
	if (mount->kind == MOUNT_FILE && *component->after)
		return -ENOTDIR;
	walk->rest = component->after;
	if (!component->last)
		return walk_to_mount(walk, mount, "", 0);
	place->has_mount_below = false;
	if (mount->kind == MOUNT_FILE)
		return place_finish_file(walk, mount, place);
	status = walk_to_mount(walk, mount, "", 0);
	return status < 0 ? status : place_finish_directory(walk, LAST_NAME, WALK_DIRECTORY, place);
}

static int take_node_name(struct walk *walk, const struct component *component,
			  struct path_place *place)
{
	int status;

	if (place_stops_before(walk, component)) {
		place->mount = walk->node_mount;
		status = place_fill_name(walk, component, place);
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
	status = place_fill_name(walk, component, place);
	return status < 0 ? status : place_fill_node(walk, place->node_kind, place);
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
		return walk_try_link(walk, component->name, component->length, component->after);
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

	if (!walk->view->without_openat2 && !walk->view->rights.always)
		hint = hints_find(walk->view->mounts->hints, key);
	status = use_hint(walk, component, hint);
	if (status)
		return status;
	status = walk_push(walk, component->name, component->length);
	if (status < 0)
		return status;
	walk->rest = component->after;
	if (component->last)
		return place_finish_name(walk, component, place);
	if (hint == HINT_HOST_MOUNT)
		return walk_anchor(walk, walk->length, WALK_DIRECTORY);
	return 0;
}

static int take_dot(struct walk *walk, const struct component *component, struct path_place *place)
{
	/* The path is left as it is: a link before the "." needs it again. */
	if (component->last)
		return place_finish_directory(walk, LAST_DOT, WALK_SEARCH, place);
	walk->rest = component->after;
	return 0;
}

static int take_dotdot(struct walk *walk, const struct component *component,
		       struct path_place *place)
{
	int status;

	if (component->last && (walk->flags & PATH_NO_LAST))
		return place_finish_directory(walk, LAST_DOTDOT, WALK_SEARCH, place);
	status = walk_up(walk);
	if (status)
		return status;
	walk->root_set = true;
	/* RACE: should a link have come into the way, it has to lead to a directory. */
	walk->rest = component->last ? "/." : component->after;
	if (!component->last)
		return 0;
	return place_finish_directory(walk, LAST_DOTDOT, WALK_DIRECTORY, place);
}

static int take_name(struct walk *walk, const struct component *component, struct path_place *place)
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
		return place_finish_jump(walk, place);
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
		return place_fill_node(walk, NODE_DIRECTORY, place);
	place->handle = fcntl(start->handle, F_DUPFD_CLOEXEC, 0);
	return place->handle < 0 ? -errno : place_fill_route(walk, place);
}

/*
 * Others wait while a name is looked up. A path has 2,048 components at most, but 40 links may lead
 * to as many each: nobody means that, and what exceeds this is taken for a circle.
 */
#define COMPONENTS_MAX 16384U

int path_resolve(TALLOC_CTX *ctx, const struct path_view *view, const struct path_start *start,
		 const char *path, unsigned int flags, struct path_place *ret_place)
{
	const struct mount *last;
	unsigned int steps = 0;
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
			status = steps++ < COMPONENTS_MAX ? take_component(&walk, ret_place)
							  : -ELOOP;
			if (status == WALK_AGAIN)
				fd_close(&ret_place->parent);
		}
	}
	last = walk.node_mount ? NULL : walk.base.mount;
	walk_end(&walk);
	if (status < 0) {
		place_release(ret_place);
		ret_place->refused = last && last->concealed ? last : NULL;
		return status;
	}
	return 0;
}
