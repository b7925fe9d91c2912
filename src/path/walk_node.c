/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The inside of a MOUNT_PROC: nodes are asked for by name, and nothing here ever opens
 * anything of the host's /proc. A followed magic link leads out again, to a handle.
 */
#include "path/walk.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int walk_node_enter(struct walk *walk, struct mount *mount, const char *node, size_t length)
{
	if (!walk_pool(walk))
		return -ENOMEM;
	walk->node = talloc_strndup(walk->pool, node, length);
	if (!walk->node)
		return -ENOMEM;
	/* Nothing may be opened below the base any more. */
	walk_rebase(walk, &(struct walk_base){ .handle = -1, .guest_fd = PATH_NO_GUEST_FD });
	walk->node_mount = mount;
	return 0;
}

void walk_node_leave(struct walk *walk)
{
	walk->node_mount = NULL;
	walk->node = NULL;
}

char *walk_node_join(struct walk *walk, const char *name, size_t length)
{
	return talloc_asprintf(walk->pool, "%s%s%.*s", walk->node, walk->node[0] ? "/" : "",
			       (int)length, name);
}

bool walk_node_pop(struct walk *walk)
{
	char *slash = strrchr(walk->node, '/');

	if (!walk->node[0])
		return false;
	*(slash ? slash : walk->node) = '\0';
	return true;
}

static int follow_text(struct walk *walk, const char *node, const char *after)
{
	const struct node_ops *nodes = walk->view->nodes;
	char *text;
	int status = nodes->readlink(walk->pool, nodes->user, &walk->view->caller, node, &text);

	if (status < 0)
		return status;
	walk->rest = after;
	return walk_follow(walk, text, strlen(text), "");
}

/*
 * A directory that a peer outside of the jail handed in (SECURITY.md E44) lies in no mount: no
 * way leads through it. A removed one is empty, and leads nowhere.
 */
static bool is_outside(const struct walk *walk, int handle)
{
	struct mount *mount;
	struct stat st;
	char *rel;

	if (fstat(handle, &st) < 0)
		return true;
	return S_ISDIR(st.st_mode) && st.st_nlink > 0 &&
	       path_locate(walk->pool, walk->view, handle, NULL, &mount, &rel) < 0;
}

/* KERNEL: nd_jump_link(): scoped lookups refuse to jump. */
static int follow_magic(struct walk *walk, char *node, const char *after, bool ends,
			struct path_place *place)
{
	const struct node_ops *nodes = walk->view->nodes;
	int handle;
	int status = walk_count_link(walk);

	if (status < 0)
		return status;
	if (walk->flags & PATH_NO_MAGICLINKS)
		return -ELOOP;
	if (walk->flags & (PATH_BENEATH | PATH_IN_ROOT | PATH_NO_XDEV))
		return -EXDEV;
	status = nodes->follow(nodes->user, &walk->view->caller, node, &handle);
	if (status < 0)
		return status;
	status = walk_to_handle(walk, handle);
	if (status < 0)
		return status;
	walk->rest = after;
	if (!ends && !walk->node_mount && is_outside(walk, handle))
		return -EACCES;
	/* A directory of /proc is a node, however it was reached. */
	if (ends && !walk->node_mount) {
		place->magic = true;
		place->node = talloc_strdup(walk->ctx, node);
		place->node_kind = NODE_MAGIC;
		if (!place->node)
			return -ENOMEM;
	}
	return WALK_AGAIN;
}

int walk_node_step(struct walk *walk, const char *name, size_t length, const char *after,
		   bool follow, struct path_place *place)
{
	const struct node_ops *nodes = walk->view->nodes;
	bool ends = !after[strspn(after, "/")];
	char *plain, *node;
	int status;

	if (!nodes)
		return -ENOENT;
	if (length > NAME_MAX)
		return -ENAMETOOLONG;
	plain = talloc_strndup(walk->pool, name, length);
	node = walk_node_join(walk, name, length);
	if (!plain || !node)
		return -ENOMEM;
	status = nodes->lookup(nodes->user, &walk->view->caller, walk->node, plain,
			       &place->node_kind);
	if (status < 0)
		return status;
	switch (place->node_kind) {
	case NODE_DIRECTORY:
		walk->node = node;
		return 0;
	case NODE_FILE:
		if (*after)
			return -ENOTDIR;
		walk->node = node;
		return 0;
	case NODE_LINK:
		if (!ends || follow || *after)
			return follow_text(walk, node, after);
		walk->node = node;
		return 0;
	case NODE_MAGIC:
		if (!ends || follow || *after)
			return follow_magic(walk, node, after, ends, place);
		walk->node = node;
		return 0;
	}
	return -EACCES;
}
