/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * "..": below the base a name is taken away (the names are known to be free of links); at
 * a mount's root it leads to the directory that holds the mount point; elsewhere the
 * kernel is asked, and what it answers must lie in a mount. Must never go above the
 * caller's root, nor out of every mount.
 */
#include "path/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/fd.h"

static bool root_is_below(const struct walk *walk)
{
	return (walk->root.rel && walk->root.rel[0]) ||
	       (walk->root.mount && walk->root.mount->parent);
}

/* Whether the position, of a known place, is that of the root. */
static bool place_is_root(const struct walk *walk)
{
	const char *root = walk->root.rel;
	size_t base_length = strlen(walk->base.rel);

	if (walk->base.mount != walk->root.mount)
		return false;
	if (!walk->length)
		return strcmp(walk->base.rel, root) == 0;
	if (!base_length)
		return strcmp(walk->names, root) == 0;
	return strncmp(walk->base.rel, root, base_length) == 0 && root[base_length] == '/' &&
	       strcmp(walk->names, root + base_length + 1) == 0;
}

static int root_identity(const struct walk *walk, dev_t *ret_dev, ino_t *ret_ino)
{
	const struct path_start *root = &walk->root;
	struct stat st;

	if (root->mount && root->rel && !root->rel[0]) {
		*ret_dev = root->mount->dev;
		*ret_ino = root->mount->ino;
		return 0;
	}
	if (fstat(root->handle, &st) < 0)
		return -errno;
	*ret_dev = st.st_dev;
	*ret_ino = st.st_ino;
	return 0;
}

static int at_root(struct walk *walk, bool *ret_at_root)
{
	const struct walk_base *base = &walk->base;
	dev_t dev = 0;
	ino_t ino = 0;
	int status;

	*ret_at_root = base->is_root && !walk->length;
	if (*ret_at_root)
		return 0;
	if (base->mount && base->rel && walk->root.mount && walk->root.rel) {
		*ret_at_root = place_is_root(walk);
		return 0;
	}
	if (walk->length || (base->mount && walk->root.mount && base->mount != walk->root.mount))
		return 0;
	status = walk_identify(walk);
	if (status < 0)
		return status;
	status = root_identity(walk, &dev, &ino);
	*ret_at_root = status == 0 && ino == base->ino && dev == base->dev;
	return status;
}

/* From the root of a mount to the directory that holds its place. */
static int leave_mount(struct walk *walk)
{
	const struct mount *mount = walk->base.mount;
	const char *slash = strrchr(mount->place, '/');
	int status = walk->node_mount ? 0 : walk_check(walk);

	if (status)
		return status;
	/* Whoever could pass through would know that it is there. */
	if (mount->concealed)
		return -mount->concealed;
	/* The root of all mounts, seen by one whose own root lies deeper. */
	if (!mount->parent)
		return 0;
	if (walk->flags & PATH_NO_XDEV)
		return -EXDEV;
	return walk_to_mount(walk, mount->parent, mount->place,
			     slash ? (size_t)(slash - mount->place) : 0);
}

/*
 * Where the parent of the base lies, if that can be told without looking at names. The names are
 * copied once: a way up from where they are long has a thousand steps.
 */
static char *parent_rel(struct walk *walk, const struct walk_base *up)
{
	const struct mount *mount = walk->base.mount;
	const char *slash;
	char *rel;
	bool is_root;

	if (!mount || !walk->base.rel || !walk_pool(walk))
		return NULL;
	slash = strrchr(walk->base.rel, '/');
	is_root = up->dev == mount->dev && up->ino == mount->ino;
	/* RACE: moved meanwhile, the place is not what it was. */
	if (is_root != !slash)
		return NULL;
	rel = walk->base.own_rel;
	if (!rel)
		return talloc_strndup(walk->pool, walk->base.rel,
				      slash ? (size_t)(slash - walk->base.rel) : 0);
	rel[slash ? slash - rel : 0] = '\0';
	return rel;
}

static int locate_parent(struct walk *walk, struct walk_base *up)
{
	const struct path_child child = { walk->base.dev, walk->base.ino };
	char *rel = NULL;
	bool barred;
	int status;

	if (!walk_pool(walk))
		return -ENOMEM;
	status = path_locate_way(walk->pool, walk->view, up->handle, &child, walk->base.mount,
				 &up->mount, &rel, &barred);
	/* A place that cannot be walked to is none to begin from. */
	up->own_rel = barred ? NULL : rel;
	up->rel = up->own_rel;
	up->classified = !barred;
	return status;
}

/* From a directory that is no mount's root, by the kernel; its place must be in a mount. */
static int leave_base(struct walk *walk)
{
	struct walk_base up = { .owned = true, .guest_fd = PATH_NO_GUEST_FD };
	struct stat st;
	int status = walk_identify(walk);

	if (status < 0)
		return status;
	status = walk_ask(walk, walk->base.handle, WALK_UNASKED);
	if (status < 0)
		return status;
	/* Asks for search permission, too, as walk_check() would. */
	up.handle = openat(walk->base.handle, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (up.handle < 0 && errno == EACCES && walk_ask(walk, walk->base.handle, -EACCES) == 0)
		up.handle = openat(walk->base.handle, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (up.handle < 0)
		return -errno;
	if (fstat(up.handle, &st) < 0)
		status = -errno;
	else if ((st.st_ino == walk->base.ino && st.st_dev == walk->base.dev) ||
		 ((walk->flags & PATH_NO_XDEV) && st.st_dev != walk->base.dev))
		status = -EXDEV;
	if (status < 0) {
		fd_close(&up.handle);
		return status;
	}
	up.dev = st.st_dev;
	up.ino = st.st_ino;
	up.identified = true;
	up.classified = true;
	up.mount = walk->base.mount;
	up.own_rel = parent_rel(walk, &up);
	up.rel = up.own_rel;
	if (!up.rel) {
		status = locate_parent(walk, &up);
		/* KERNEL: a directory that was removed still knows its parent. */
		if (status == -ENOENT) {
			up.mount = walk->base.mount;
			up.rel = up.own_rel = NULL;
			status = 0;
		}
	}
	if (status < 0)
		fd_close(&up.handle);
	else
		walk_rebase(walk, &up);
	return status;
}

/* A root below the base must not be passed by taking names away: find out where base is. */
static void learn_base(struct walk *walk)
{
	struct walk_base *base = &walk->base;
	struct mount *mount;
	char *rel;

	if (base->rel || base->is_root || !walk->length || !root_is_below(walk) || !walk_pool(walk))
		return;
	if (path_locate(walk->pool, walk->view, base->handle, base->mount, &mount, &rel) < 0)
		return;
	base->mount = mount;
	base->rel = rel;
	base->classified = true;
}

int walk_up(struct walk *walk)
{
	bool stays;
	int status;

	if (walk->node_mount) {
		const struct mount *mount = walk->node_mount;

		if (walk_node_pop(walk))
			return 0;
		if (walk->flags & PATH_NO_XDEV)
			return -EXDEV;
		walk->base.mount = walk->node_mount;
		walk->base.rel = "";
		return mount->parent ? leave_mount(walk) : -EACCES;
	}
	learn_base(walk);
	status = at_root(walk, &stays);
	if (status < 0)
		return status;
	if (stays) {
		status = walk_check(walk);
		return status == 0 && (walk->flags & PATH_BENEATH) ? -EXDEV : status;
	}
	if (walk->length) {
		status = walk_check(walk);
		if (status)
			return status;
		walk_truncate(walk, walk_parent_length(walk));
		return 0;
	}
	status = walk_classify(walk);
	if (status < 0)
		return status;
	if (walk->base.rel && !walk->base.rel[0])
		return leave_mount(walk);
	return leave_base(walk);
}
