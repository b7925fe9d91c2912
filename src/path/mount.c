/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The table of mounts and the questions asked of it on every lookup, which must be
 * cheap: no system call, no allocation. Owns the mounts' handles. Must never take a host
 * string for an identity.
 */
#include "path/mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/hint.h"
#include "path/host_fs.h"
#include "path/mount_build.h"
#include "util/fd.h"

static int mount_free(struct mount *mount)
{
	fd_close(&mount->handle);
	return 0;
}

struct mount *mount_new(TALLOC_CTX *ctx)
{
	struct mount *mount = talloc_zero(ctx, struct mount);

	if (!mount)
		return NULL;
	mount->handle = -1;
	mount->guest_fd = -1;
	talloc_set_destructor(mount, mount_free);
	return mount;
}

int mount_take_handle(struct mount *mount, int handle)
{
	struct stat st;
	struct statx stx;

	fd_close(&mount->handle);
	mount->handle = handle;
	if (fstat(handle, &st) < 0)
		return -errno;
	mount->dev = st.st_dev;
	mount->ino = st.st_ino;
	mount->mnt_id = 0;
	if (statx(handle, "", AT_EMPTY_PATH, STATX_MNT_ID, &stx) == 0 &&
	    (stx.stx_mask & STATX_MNT_ID))
		mount->mnt_id = stx.stx_mnt_id;
	if (mount->kind != MOUNT_PROC)
		mount->kind = S_ISDIR(st.st_mode) ? MOUNT_DIRECTORY : MOUNT_FILE;
	return 0;
}

int mount_spool_directory(struct mount_table *table, int *ret_handle)
{
	char name[24];

	for (;;) {
		(void)snprintf(name, sizeof(name), "m%u", table->special->spool_count++);
		if (mkdirat(table->spool, name, 0755) == 0)
			break;
		if (errno != EEXIST)
			return -errno;
	}
	/* Whatever the umask took away. */
	if (fchmodat(table->spool, name, 0755, 0) < 0)
		return -errno;
	*ret_handle = openat(table->spool, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return *ret_handle < 0 ? -errno : 0;
}

int mount_spool_link(struct mount_table *table, const char *text, int *ret_handle)
{
	char name[24];

	do
		(void)snprintf(name, sizeof(name), "m%u", table->special->spool_count++);
	while (symlinkat(text, table->spool, name) < 0 && errno == EEXIST);
	*ret_handle = openat(table->spool, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	return *ret_handle < 0 ? -errno : 0;
}

static uint64_t name_bit(const char *name, size_t length, size_t *ret_word)
{
	uint64_t hash = hint_hash(0, name, length);

	*ret_word = (hash >> 58) & 7;
	return UINT64_C(1) << ((hash >> 50) & 63);
}

bool mount_table_uses_name(const struct mount_table *table, const char *name, size_t length)
{
	size_t word;
	uint64_t bit = name_bit(name, length, &word);

	return (table->special->name_bits[word] & bit) != 0;
}

int mount_table_insert(struct mount_table *table, struct mount *mount)
{
	struct mount **mounts = talloc_realloc(table, table->mounts, struct mount *,
					       table->count + 1);
	const char *name = mount->place;

	if (!mounts)
		return -ENOMEM;
	table->mounts = mounts;
	mounts[table->count++] = talloc_steal(table, mount);
	while (*name) {
		size_t length = strcspn(name, "/");
		size_t word;
		uint64_t bit = name_bit(name, length, &word);

		table->special->name_bits[word] |= bit;
		name += length + (name[length] == '/');
	}
	return 0;
}

/* KERNEL: 3.6; where it cannot be read, the stricter answer. */
static bool read_protected_symlinks(void)
{
	CLEANUP_FD int fd = open("/proc/sys/fs/protected_symlinks", O_RDONLY | O_CLOEXEC);
	char value = '1';

	return fd < 0 || read(fd, &value, 1) != 1 || value != '0';
}

int mount_table_new(TALLOC_CTX *ctx, const char *rootfs, int spool_fd,
		    struct mount_table **ret_table)
{
	struct mount_table *table = talloc_zero(ctx, struct mount_table);
	struct mount *root;
	int handle, status;

	if (!table)
		return -ENOMEM;
	table->spool = spool_fd;
	table->special = talloc_zero(table, struct special);
	table->hints = hints_new(table);
	table->protected_symlinks = read_protected_symlinks();
	root = mount_new(table);
	if (!table->special || !root)
		goto out_of_memory;
	root->place = talloc_strdup(root, "");
	root->guest = talloc_strdup(root, "/");
	root->host = talloc_strdup(root, rootfs);
	if (!root->place || !root->guest || !root->host)
		goto out_of_memory;
	handle = open(rootfs, O_PATH | O_DIRECTORY | O_CLOEXEC);
	status = handle < 0 ? -errno : mount_take_handle(root, handle);
	if (status == 0)
		status = host_fs_check(root->handle);
	if (status == 0)
		status = mount_table_insert(table, root);
	if (status == 0)
		status = mount_index_build(table);
	if (status < 0) {
		talloc_free(table);
		return status;
	}
	*ret_table = table;
	return 0;

out_of_memory:
	talloc_free(table);
	return -ENOMEM;
}

/* Whether `place` is `rel` itself (*ret_exact) or lies below it. */
static bool place_is_under(const char *place, const char *rel, size_t length, bool *ret_exact)
{
	*ret_exact = false;
	if (length == 0) {
		*ret_exact = !place[0];
		return true;
	}
	if (strncmp(place, rel, length) != 0)
		return false;
	*ret_exact = !place[length];
	return *ret_exact || place[length] == '/';
}

struct mount *mount_table_at(const struct mount_table *table, const struct mount *parent,
			     const char *rel, bool *ret_below)
{
	struct mount *found = NULL;
	size_t length = strlen(rel);

	*ret_below = false;
	for (size_t i = 0; i < table->count; i++) {
		struct mount *mount = table->mounts[i];
		bool exact;

		if (mount->parent != parent || !place_is_under(mount->place, rel, length, &exact))
			continue;
		if (exact)
			found = mount;
		else
			*ret_below = true;
	}
	return found;
}

struct mount *mount_table_root_of(const struct mount_table *table, dev_t dev, ino_t ino,
				  const struct mount *prefer)
{
	struct mount *found = NULL;

	for (size_t i = 0; i < table->count; i++) {
		struct mount *mount = table->mounts[i];

		if (mount->ino != ino || mount->dev != dev)
			continue;
		if (mount == prefer)
			return mount;
		found = mount;
	}
	return found;
}

struct mount *mount_table_by_identity(const struct mount_table *table, dev_t dev, ino_t ino)
{
	return mount_table_root_of(table, dev, ino, NULL);
}

bool mount_table_special_in(const struct mount_table *table, dev_t dev, ino_t ino,
			    const struct mount *mount, struct mount **ret_mount,
			    const char **ret_rel)
{
	const struct special *special = table->special;

	for (size_t i = 0; i < special->directory_count; i++) {
		const struct special_directory *directory = &special->directories[i];

		if (directory->ino != ino || directory->dev != dev ||
		    (mount && directory->mount != mount))
			continue;
		*ret_mount = directory->mount;
		*ret_rel = directory->rel;
		return true;
	}
	return false;
}

bool mount_table_special(const struct mount_table *table, dev_t dev, ino_t ino,
			 struct mount **ret_mount, const char **ret_rel)
{
	return mount_table_special_in(table, dev, ino, NULL, ret_mount, ret_rel);
}

const char *const *mount_table_merged_names(const struct mount_table *table, dev_t dev,
					    ino_t ino)
{
	const struct special *special = table->special;

	for (size_t i = 0; i < special->merged_count; i++) {
		if (special->merged[i].ino == ino && special->merged[i].dev == dev)
			return special->merged[i].names;
	}
	return NULL;
}
