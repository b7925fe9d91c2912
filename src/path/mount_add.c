/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From requests to mounts: finds each guest place by walking the guest tree as it is so
 * far, opens the host end once, and makes what is missing in the spool. Must never create
 * anything in the user's tree, nor follow a guest's link on the host.
 */
#include "path/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "path/mount_build.h"
#include "path/resolve.h"
#include "util/fd.h"

/* One request and how deep its place lies: parents come before children. */
struct plan {
	const struct mount_request *request;
	size_t index;
	size_t depth;
};

/* Where a guest path leads in the tree so far. */
struct spot {
	struct mount *mount; /* the mount that holds it */
	char *rel;           /* what of it exists, or lacks only its last component */
	bool missing;        /* rel's last component is not there */
	const char *rest;    /* what follows rel and is not there either; "" usually */
	struct mount *at;    /* the mount whose root is exactly here */
};

static struct path_view plain_view(const struct mount_table *table)
{
	struct mount *root = table->mounts[0];

	return (struct path_view){
		.mounts = table,
		.root = { root->handle, root, "", PATH_NO_GUEST_FD },
		.without_openat2 = true,
		.building = true,
	};
}

/* Resolves one prefix of the guest path. 1: a component on its way is missing. */
static int try_prefix(TALLOC_CTX *ctx, const struct mount_table *table, const char *prefix,
		      unsigned int flags, struct spot *spot)
{
	struct path_view view = plain_view(table);
	struct path_place place = PATH_PLACE_INIT;
	int status = path_resolve(ctx, &view, &view.root, prefix,
				  flags | PATH_MAY_MISS | PATH_PARENT | PATH_CREATE_DIR, &place);

	if (status == -ENOENT)
		return 1;
	if (status < 0)
		return status;
	spot->missing = place.handle < 0 && !place.node;
	spot->mount = place.mount;
	if (place.is_mount_root) {
		spot->at = place.mount;
		spot->mount = place.mount->parent;
		spot->rel = talloc_strdup(ctx, place.mount->place);
	} else {
		spot->rel = talloc_steal(ctx, place.rel);
		place.rel = NULL;
	}
	place_release(&place);
	return spot->rel ? 0 : -ENOMEM;
}

/* Names that are not there yet cannot be gone back from. */
static bool rest_is_plain(const char *rest)
{
	while (*rest) {
		size_t length = strcspn(rest, "/");

		if ((length == 1 && rest[0] == '.') ||
		    (length == 2 && rest[0] == '.' && rest[1] == '.'))
			return false;
		rest += length;
		rest += strspn(rest, "/");
	}
	return true;
}

static int find_spot(TALLOC_CTX *ctx, const struct mount_table *table,
		     const struct mount_request *request, struct spot *ret_spot)
{
	char *prefix = talloc_strdup(ctx, request->guest);
	size_t end;
	int status;

	*ret_spot = (struct spot){ .rest = "" };
	if (!prefix)
		return -ENOMEM;
	if (prefix[0] != '/')
		return -EINVAL;
	for (;;) {
		bool whole = !ret_spot->rest[0];

		status = try_prefix(ctx, table, prefix,
				    whole && request->no_follow ? 0 : PATH_FOLLOW, ret_spot);
		if (status <= 0)
			break;
		end = strlen(prefix);
		while (end > 1 && prefix[end - 1] == '/')
			end--;
		while (end > 1 && prefix[end - 1] != '/')
			end--;
		if (end <= 1 && strcmp(prefix, "/") == 0)
			return -ENOENT;
		ret_spot->rest = request->guest + end;
		prefix[end] = '\0';
	}
	if (status == 0 && !rest_is_plain(ret_spot->rest))
		return -ENOENT;
	return status;
}

static size_t count_components(const char *path)
{
	size_t count = 0;

	for (;;) {
		path += strspn(path, "/");
		if (!*path)
			return count;
		count++;
		path += strcspn(path, "/");
	}
}

/* rel + rest without double slashes: the place in the mount that holds it. */
static char *join_place(TALLOC_CTX *ctx, const char *rel, const char *rest)
{
	char *place = talloc_strdup(ctx, rel);

	while (place && *rest) {
		size_t length = strcspn(rest, "/");

		if (length)
			place = talloc_asprintf_append(place, "%s%.*s", place[0] ? "/" : "",
						       (int)length, rest);
		rest += length + (rest[length] == '/');
	}
	return place;
}

static char *join_guest(TALLOC_CTX *ctx, const struct mount *parent, const char *place)
{
	return talloc_asprintf(ctx, "%s/%s", parent->parent ? parent->guest : "", place);
}

/* Opens the host end: 0 with a handle, 1 when a quiet request has to be skipped. */
static int open_host(struct mount_table *table, const struct mount_request *request,
		     int *ret_handle)
{
	int status;

	if (request->kind == MOUNT_PROC || request->empty)
		return mount_spool_directory(table, ret_handle);
	if (request->link)
		return mount_spool_link(table, request->link, ret_handle);
	if (!request->host)
		return -EINVAL;
	*ret_handle = open(request->host, O_PATH | O_CLOEXEC);
	if (*ret_handle < 0) {
		status = -errno;
		if (request->placeholder_quiet &&
		    (status == -ENOENT || status == -ENOTDIR || status == -EACCES))
			return 1;
		return status;
	}
	status = host_fs_check(*ret_handle);
	if (status < 0)
		fd_close(ret_handle);
	/* Not EACCES: whoever reports it must tell it from a lack of permission. */
	return status == -EACCES ? -EOPNOTSUPP : status;
}

/* Makes `place` (its parents, then an entry of the right type) inside a spool directory. */
static int make_in_spool(const struct mount *spool, const char *place, enum mount_kind kind)
{
	CLEANUP_FD int at = fcntl(spool->handle, F_DUPFD_CLOEXEC, 0);

	while (at >= 0) {
		size_t length = strcspn(place, "/");
		char name[NAME_MAX + 1];
		int next;

		if (length > NAME_MAX)
			return -ENAMETOOLONG;
		memcpy(name, place, length);
		name[length] = '\0';
		if (!place[length] && kind == MOUNT_FILE)
			return mknodat(at, name, S_IFREG | 0644, 0) < 0 && errno != EEXIST ? -errno
											   : 0;
		if (mkdirat(at, name, 0755) < 0 && errno != EEXIST)
			return -errno;
		if (!place[length])
			return 0;
		next = openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		fd_close(&at);
		at = next;
		place += length + 1;
	}
	return -errno;
}

static int add_mount(struct mount_table *table, struct mount *parent, char *place,
		     const struct mount_request *request, int handle)
{
	struct mount *mount = mount_new(table);
	int status;

	if (!mount) {
		fd_close(&handle);
		return -ENOMEM;
	}
	mount->kind = request->kind;
	mount->synthetic = request->empty || request->link || request->kind == MOUNT_PROC;
	mount->read_only = request->read_only;
	mount->may_overlap = request->may_overlap;
	mount->parent = parent;
	mount->place = talloc_strdup(mount, place);
	mount->guest = join_guest(mount, parent, place);
	mount->host = talloc_strdup(mount, request->host ? request->host : "");
	mount->link = talloc_strdup(mount, request->link);
	status = mount_take_handle(mount, handle);
	if (status == 0 &&
	    (!mount->place || !mount->guest || !mount->host || (request->link && !mount->link)))
		status = -ENOMEM;
	if (status == 0 && request->kind == MOUNT_FILE && mount->kind != MOUNT_FILE)
		status = -EISDIR;
	if (status == 0)
		status = mount_table_insert(table, mount);
	if (status < 0)
		talloc_free(mount);
	return status;
}

/*
 * Directories that lead to the mount point are missing: a synthetic directory takes the
 * place of the first one, and holds the others. *mount and *place become the new ones.
 */
static int add_missing_parents(TALLOC_CTX *ctx, struct mount_table *table, struct spot *spot,
			       struct mount **mount, char **place)
{
	struct mount_request directory = { .kind = MOUNT_DIRECTORY, .empty = true };
	int handle, status;

	status = mount_spool_directory(table, &handle);
	if (status == 0)
		status = add_mount(table, spot->mount, spot->rel, &directory, handle);
	if (status < 0)
		return status;
	*mount = table->mounts[table->count - 1];
	*place = join_place(ctx, "", spot->rest);
	return *place ? 0 : -ENOMEM;
}

/* The place has a mount already: the later request takes it over. */
static int replace_mount(struct mount_table *table, struct mount *old,
			 const struct mount_request *request, int handle)
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->mounts[i]->parent == old) {
			fd_close(&handle);
			return -EBUSY;
		}
	}
	talloc_free(old->host);
	old->host = talloc_strdup(old, request->host ? request->host : "");
	old->kind = request->kind;
	old->synthetic = request->empty || request->link || request->kind == MOUNT_PROC;
	old->read_only = request->read_only;
	old->may_overlap = request->may_overlap;
	talloc_free(old->link);
	old->link = talloc_strdup(old, request->link);
	if (!old->host || (request->link && !old->link)) {
		fd_close(&handle);
		return -ENOMEM;
	}
	return mount_take_handle(old, handle);
}

static int place_mount(TALLOC_CTX *ctx, struct mount_table *table, struct spot *spot,
		       const struct mount_request *request, int handle, enum mount_kind kind)
{
	struct mount *mount = spot->mount;
	char *place;
	int status = 0;

	if (spot->at && !spot->rest[0])
		return replace_mount(table, spot->at, request, handle);
	if (spot->at) {
		/* The prefix is a mount's root, and the rest is missing in there. */
		mount = spot->at;
		spot->mount = mount;
		spot->rel[0] = '\0';
	}
	place = join_place(ctx, spot->rel, spot->rest);
	if (!place) {
		fd_close(&handle);
		return -ENOMEM;
	}
	if (spot->rest[0] && mount->kind == MOUNT_DIRECTORY && !mount->synthetic) {
		size_t known = strlen(spot->rel);

		/* The prefix may exist wholly: then the first name of the rest is missing. */
		if (!spot->missing) {
			size_t first = strcspn(spot->rest, "/");

			spot->rel = talloc_strndup(ctx, place, known + (known > 0) + first);
			spot->rest += first + strspn(spot->rest + first, "/");
		}
		if (!spot->rel)
			status = -ENOMEM;
		else if (spot->rest[0])
			status = add_missing_parents(ctx, table, spot, &mount, &place);
	}
	if (status == 0 && mount->kind == MOUNT_DIRECTORY && mount->synthetic)
		status = make_in_spool(mount, place, kind);
	if (status < 0) {
		fd_close(&handle);
		return status;
	}
	return add_mount(table, mount, place, request, handle);
}

static int add_request(struct mount_table *table, const struct mount_request *request)
{
	TALLOC_CTX *ctx = talloc_new(table);
	CLEANUP_FD int handle = -1;
	struct spot spot;
	struct stat st;
	int status = ctx ? open_host(table, request, &handle) : -ENOMEM;

	if (status == 0)
		status = find_spot(ctx, table, request, &spot);
	if (status == 0 && fstat(handle, &st) < 0)
		status = -errno;
	if (status == 0) {
		enum mount_kind kind = S_ISDIR(st.st_mode) ? MOUNT_DIRECTORY : MOUNT_FILE;

		status = place_mount(ctx, table, &spot, request, fd_steal(&handle), kind);
	}
	talloc_free(ctx);
	return status > 0 ? 0 : status;
}

static int compare_plans(const void *a, const void *b)
{
	const struct plan *first = a, *second = b;

	if (first->depth != second->depth)
		return first->depth < second->depth ? -1 : 1;
	return first->index < second->index ? -1 : 1;
}

/* Depth of the place as the tree is before anything is added; links in it count. */
static size_t plan_depth(const struct mount_table *table, const struct mount_request *request)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	size_t depth = count_components(request->guest);
	struct spot spot;

	if (ctx && find_spot(ctx, table, request, &spot) == 0) {
		depth = count_components(spot.rel) + count_components(spot.rest);
		for (struct mount *up = spot.mount; up && up->parent; up = up->parent)
			depth += count_components(up->place);
	}
	talloc_free(ctx);
	return depth;
}

/* Which request made the mount at this place. */
static size_t culprit_of(const struct mount *mount, const struct mount_request *requests,
			 size_t count)
{
	size_t culprit = 0;

	for (size_t i = 0; i < count; i++) {
		if (requests[i].host && strcmp(requests[i].host, mount->host) == 0)
			culprit = i;
	}
	return culprit;
}

int mount_table_add(struct mount_table *table, const struct mount_request *requests, size_t count,
		    size_t *ret_culprit)
{
	struct plan *plans = talloc_array(table, struct plan, count);
	const struct mount *fault = NULL;
	int status = 0;

	*ret_culprit = 0;
	if (!plans)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++)
		plans[i] = (struct plan){ &requests[i], i, plan_depth(table, &requests[i]) };
	if (count > 1)
		qsort(plans, count, sizeof(*plans), compare_plans);
	for (size_t i = 0; i < count && status == 0; i++) {
		*ret_culprit = plans[i].index;
		status = add_request(table, plans[i].request);
	}
	talloc_free(plans);
	if (status == 0)
		status = mount_overlap_check(table, &fault);
	if (fault)
		*ret_culprit = culprit_of(fault, requests, count);
	return status < 0 ? status : mount_index_build(table);
}
