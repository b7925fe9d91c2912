/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The position of a lookup: base, names, and the path that is still to come. Owns the
 * handles of base and anchor where they are not borrowed. Never calls the kernel with a
 * name of the guest's.
 */
#include "path/walk.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/hint.h"
#include "util/fd.h"

/* What may be appended to the names while they are opened: "/." and NUL. */
#define NAMES_SLACK 3

void walk_begin(struct walk *walk, TALLOC_CTX *ctx, const struct path_view *view,
		unsigned int flags)
{
	walk->ctx = ctx;
	walk->pool = NULL;
	walk->view = view;
	walk->flags = flags;
	walk->root = view->root;
	walk->root_set = false;
	walk->rest = "";
	walk->rest_owned = NULL;
	walk->links = 0;
	walk->base = (struct walk_base){ .handle = -1, .guest_fd = PATH_NO_GUEST_FD };
	walk->names = walk->first_names;
	walk->names[0] = '\0';
	walk->length = 0;
	walk->size = sizeof(walk->first_names);
	walk->checked = 0;
	walk->base_checked = false;
	walk->anchor = -1;
	walk->anchor_length = 0;
	walk->crossed = WALK_NOT_CROSSED;
	walk->hash = 0;
	walk->node_mount = NULL;
	walk->node = NULL;
}

void walk_end(struct walk *walk)
{
	fd_close(&walk->anchor);
	if (walk->base.owned)
		fd_close(&walk->base.handle);
	TALLOC_FREE(walk->pool);
}

TALLOC_CTX *walk_pool(struct walk *walk)
{
	if (!walk->pool)
		walk->pool = talloc_new(walk->ctx);
	return walk->pool;
}

static uint64_t base_hash(const struct walk_base *base)
{
	/* A handle is known by its place if it can be, else by its number: enough for a hint. */
	if (base->mount && base->rel && !base->rel[0])
		return (uint64_t)(uintptr_t)base->mount;
	return (uint64_t)base->handle;
}

void walk_rebase(struct walk *walk, const struct walk_base *base)
{
	struct walk_base old = walk->base;

	fd_close(&walk->anchor);
	walk->anchor_length = 0;
	walk->base = *base;
	walk->length = 0;
	walk->names[0] = '\0';
	walk->checked = 0;
	walk->base_checked = false;
	walk->crossed = WALK_NOT_CROSSED;
	walk->hash = base_hash(base);
	if (old.owned && old.handle != base->handle)
		fd_close(&old.handle);
}

/* A directory of the spool may stand for a node: then the walk goes on in there. */
static int enter_node_by_identity(struct walk *walk)
{
	const struct node_ops *nodes = walk->view->nodes;
	const struct mount_table *mounts = walk->view->mounts;
	struct mount *mount;
	const char *node;
	int status;

	if (!nodes || (walk->base.mount && walk->base.mount->kind != MOUNT_PROC))
		return 0;
	status = walk_identify(walk);
	if (status < 0)
		return status;
	mount = mount_table_by_identity(mounts, walk->base.dev, walk->base.ino);
	if (mount && mount->kind == MOUNT_PROC)
		return walk_node_enter(walk, mount, "", 0);
	node = nodes->by_identity(nodes->user, walk->base.dev, walk->base.ino);
	if (!node)
		return 0;
	for (size_t i = 0; i < mounts->count; i++) {
		if (mounts->mounts[i]->kind == MOUNT_PROC)
			return walk_node_enter(walk, mounts->mounts[i], node, strlen(node));
	}
	return -EACCES;
}

int walk_to_start(struct walk *walk, const struct path_start *start)
{
	walk_node_leave(walk);
	walk_rebase(walk, &(struct walk_base){
				  .handle = start->handle,
				  .is_root = start->handle == walk->root.handle,
				  .classified = start->mount && start->rel,
				  .mount = start->mount,
				  .rel = start->mount ? start->rel : NULL,
				  .guest_fd = start->guest_fd,
			  });
	return walk->base.classified ? 0 : enter_node_by_identity(walk);
}

int walk_to_handle(struct walk *walk, int handle)
{
	walk_node_leave(walk);
	walk_rebase(walk, &(struct walk_base){
				  .handle = handle,
				  .owned = true,
				  .guest_fd = PATH_NO_GUEST_FD,
			  });
	return enter_node_by_identity(walk);
}

int walk_to_mount(struct walk *walk, struct mount *mount, const char *rel, size_t rel_length)
{
	if (mount->kind == MOUNT_PROC)
		return walk_node_enter(walk, mount, rel, rel_length);
	walk_node_leave(walk);
	walk_rebase(walk, &(struct walk_base){
				  .handle = mount->handle,
				  .identified = true,
				  .classified = true,
				  .dev = mount->dev,
				  .ino = mount->ino,
				  .mount = mount,
				  .rel = "",
				  .guest_fd = PATH_NO_GUEST_FD,
			  });
	while (rel_length) {
		size_t length = strcspn(rel, "/");
		int status;

		if (length > rel_length)
			length = rel_length;
		status = walk_push(walk, rel, length);
		if (status < 0)
			return status;
		rel += length;
		rel_length -= length;
		if (rel_length) {
			rel++;
			rel_length--;
		}
	}
	walk->checked = walk->length;
	walk->base_checked = walk->length > 0;
	return 0;
}

static int grow_names(struct walk *walk, size_t need)
{
	size_t size = walk->size * 2 > need ? walk->size * 2 : need;
	char *names = walk->names == walk->first_names ? NULL : walk->names;

	if (!walk_pool(walk))
		return -ENOMEM;
	names = talloc_realloc(walk->pool, names, char, size);
	if (!names)
		return -ENOMEM;
	if (walk->names == walk->first_names)
		memcpy(names, walk->first_names, walk->length + 1);
	walk->names = names;
	walk->size = size;
	return 0;
}

int walk_push(struct walk *walk, const char *name, size_t length)
{
	size_t need = walk->length + 1 + length + NAMES_SLACK;

	if (need > walk->size) {
		int status = grow_names(walk, need);

		if (status < 0)
			return status;
	}
	if (walk->length)
		walk->names[walk->length++] = '/';
	memcpy(walk->names + walk->length, name, length);
	walk->length += length;
	walk->names[walk->length] = '\0';
	walk->hash = hint_hash(walk->hash, name, length);
	return 0;
}

size_t walk_parent_length(const struct walk *walk)
{
	const char *slash = memrchr(walk->names, '/', walk->length);

	return slash ? (size_t)(slash - walk->names) : 0;
}

uint64_t walk_hash(const struct walk *walk, size_t upto)
{
	uint64_t hash = base_hash(&walk->base);
	size_t at = 0;

	while (at < upto) {
		size_t length = strcspn(walk->names + at, "/");

		if (length > upto - at)
			length = upto - at;
		hash = hint_hash(hash, walk->names + at, length);
		at += length + 1;
	}
	return hash;
}

void walk_truncate(struct walk *walk, size_t length)
{
	walk->length = length;
	walk->names[length] = '\0';
	if (walk->checked > length)
		walk->checked = length;
	if (walk->anchor_length > length) {
		fd_close(&walk->anchor);
		walk->anchor_length = 0;
	}
	if (walk->crossed != WALK_NOT_CROSSED && walk->crossed > length)
		walk->crossed = WALK_NOT_CROSSED;
	walk->hash = walk_hash(walk, length);
}

int walk_identify(struct walk *walk)
{
	struct stat st;

	if (walk->base.identified)
		return 0;
	if (fstat(walk->base.handle, &st) < 0)
		return -errno;
	walk->base.dev = st.st_dev;
	walk->base.ino = st.st_ino;
	walk->base.identified = true;
	return 0;
}

int walk_classify(struct walk *walk)
{
	const struct mount_table *mounts = walk->view->mounts;
	struct walk_base *base = &walk->base;
	struct mount *mount;
	const char *rel;
	int status;

	if (base->classified)
		return 0;
	status = walk_identify(walk);
	if (status < 0)
		return status;
	base->classified = true;
	mount = mount_table_root_of(mounts, base->dev, base->ino, base->mount);
	/* A bind's source may lie inside another mount: the one it was reached by decides. */
	if (mount && (!base->mount || mount == base->mount)) {
		base->mount = mount;
		base->rel = "";
	} else if (mount_table_special_in(mounts, base->dev, base->ino, base->mount, &mount,
					  &rel)) {
		base->mount = mount;
		base->rel = rel;
	}
	/* Then ".." out of a mount below finds it again. */
	if (base->is_root && base->rel) {
		walk->root.mount = base->mount;
		walk->root.rel = base->rel;
	}
	return 0;
}

char *walk_place(struct walk *walk, TALLOC_CTX *ctx)
{
	const char *rel = walk->base.rel;

	if (!rel)
		return NULL;
	return talloc_asprintf(ctx, "%s%s%s", rel, rel[0] && walk->length ? "/" : "",
			       walk->names);
}

int walk_count_link(struct walk *walk)
{
	if (walk->links++ >= PATH_LINKS_MAX)
		return -ELOOP;
	return walk->flags & PATH_NO_SYMLINKS ? -ELOOP : 0;
}

/* The mount that holds a handle: the one that is known, or found out; NULL: none. */
static struct mount *mount_of(struct walk *walk, struct mount *known, int handle)
{
	struct mount *mount;
	char *rel;

	if (known || !walk_pool(walk) ||
	    path_locate(walk->pool, walk->view, handle, NULL, &mount, &rel) < 0)
		return known;
	return mount;
}

/* Whether the position lies in the mount that holds the root. */
static bool in_roots_mount(struct walk *walk)
{
	const struct mount *root, *here = walk->node_mount;

	if (!here)
		here = mount_of(walk, walk->base.mount, walk->base.handle);
	root = mount_of(walk, walk->root.mount, walk->root.handle);
	return here && here == root && walk->crossed == WALK_NOT_CROSSED;
}

/* KERNEL: nd_jump_root(), fs/namei.c. */
static int jump_to_root(struct walk *walk)
{
	if (walk->flags & PATH_BENEATH)
		return -EXDEV;
	/* KERNEL: the root counts as another mount as long as nothing has asked for it. */
	if ((walk->flags & PATH_NO_XDEV) && (!walk->root_set || !in_roots_mount(walk)))
		return -EXDEV;
	walk->root_set = true;
	return walk_to_start(walk, &walk->root);
}

int walk_follow(struct walk *walk, const char *text, size_t length, const char *tail)
{
	size_t tail_length = strlen(tail);
	size_t rest_length = strlen(walk->rest);
	bool slash = tail_length && tail[0] != '/';
	char *path;
	int status = walk_count_link(walk);

	if (status < 0)
		return status;
	if (!length)
		return -ENOENT;
	if (!walk_pool(walk))
		return -ENOMEM;
	path = talloc_size(walk->pool, length + slash + tail_length + rest_length + 1);
	if (!path)
		return -ENOMEM;
	memcpy(path, text, length);
	path[length] = '/';
	memcpy(path + length + slash, tail, tail_length);
	memcpy(path + length + slash + tail_length, walk->rest, rest_length + 1);
	if (text[0] == '/')
		status = jump_to_root(walk);
	talloc_free(walk->rest_owned);
	walk->rest_owned = path;
	walk->rest = path;
	return status < 0 ? status : WALK_AGAIN;
}
