/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a place is called by the guest, and which mount it belongs to, from its handle. All
 * that is told is made of guest places; a host path must never get in.
 */
#include "path/resolve.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "path/walk.h"

struct mount *path_place_mount(TALLOC_CTX *ctx, const struct path_view *view,
			       struct path_place *place)
{
	bool missing = place->handle < 0;
	int handle = missing ? place->parent : place->handle;
	struct mount *mount;
	char *rel;
	bool barred;

	if (place->mount || handle < 0)
		return place->mount;
	if (path_locate_way(ctx, view, handle, NULL, NULL, &mount, &rel, &barred) < 0)
		return NULL;
	place->mount = mount;
	if (!missing && rel && !*rel)
		place->is_mount_root = true;
	if (!rel || place->base_guest_fd != PATH_NO_GUEST_FD || place->rel ||
	    (missing && !place->name)) {
		talloc_free(rel);
		return mount;
	}
	if (missing)
		rel = talloc_asprintf_append(rel, "%s%s", *rel ? "/" : "", place->name);
	place->rel = rel;
	place->base_guest_fd = rel ? mount->guest_fd : PATH_NO_GUEST_FD;
	place->crossed_host_mount = path_crosses_host_mount(mount, handle);
	return mount;
}

/* Guest path of a place, as one sees it whose root is the root mount. */
static char *guest_path(TALLOC_CTX *ctx, const struct mount *mount, const char *rel)
{
	const char *guest = mount->parent ? mount->guest : "";

	if (!*rel)
		return talloc_strdup(ctx, *guest ? guest : "/");
	return talloc_asprintf(ctx, "%s/%s", guest, rel);
}

static int node_path(TALLOC_CTX *ctx, const struct path_view *view, int handle, char **ret_guest)
{
	const struct mount_table *mounts = view->mounts;
	const char *node;
	struct stat st;

	if (!view->nodes)
		return -ENOENT;
	if (fstat(handle, &st) < 0)
		return -errno;
	node = view->nodes->by_identity(view->nodes->user, st.st_dev, st.st_ino);
	if (!node)
		return -ENOENT;
	for (size_t i = 0; i < mounts->count; i++) {
		if (mounts->mounts[i]->kind != MOUNT_PROC)
			continue;
		*ret_guest = guest_path(ctx, mounts->mounts[i], node);
		return *ret_guest ? 0 : -ENOMEM;
	}
	return -ENOENT;
}

/* Where the caller's own root lies, as guest_path(); a chroot may have been moved. */
static int root_path(TALLOC_CTX *ctx, const struct path_view *view, char **ret_root)
{
	struct mount *mount = view->root.mount;
	char *rel = NULL;
	int status;

	if (mount && view->root.rel && !*view->root.rel) {
		*ret_root = guest_path(ctx, mount, "");
		return *ret_root ? 0 : -ENOMEM;
	}
	status = path_locate(ctx, view, view->root.handle, view->root.mount, &mount, &rel);
	if (status < 0)
		return status;
	*ret_root = guest_path(ctx, mount, rel);
	talloc_free(rel);
	return *ret_root ? 0 : -ENOMEM;
}

int path_of_handle(TALLOC_CTX *ctx, const struct path_view *view, int handle,
		   const struct mount *prefer, char **ret_guest)
{
	struct mount *mount;
	char *rel = NULL, *guest = NULL, *root = NULL;
	size_t length;
	int status = node_path(ctx, view, handle, &guest);

	if (status == -ENOENT) {
		status = path_locate(ctx, view, handle, prefer, &mount, &rel);
		if (status == 0)
			guest = guest_path(ctx, mount, rel);
		if (status == 0 && !guest)
			status = -ENOMEM;
	}
	if (status == 0)
		status = root_path(ctx, view, &root);
	talloc_free(rel);
	if (status < 0) {
		talloc_free(guest);
		return status;
	}
	length = strcmp(root, "/") == 0 ? 0 : strlen(root);
	if (strncmp(guest, root, length) == 0 && (!guest[length] || guest[length] == '/'))
		*ret_guest = talloc_strdup(ctx, guest[length] ? guest + length : "/");
	else
		status = -EXDEV;
	talloc_free(root);
	talloc_free(guest);
	if (status == 0 && !*ret_guest)
		status = -ENOMEM;
	return status;
}
