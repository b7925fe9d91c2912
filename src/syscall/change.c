/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Judging changes: the checks that the kernel makes on its own mounts before it changes
 * a directory, made here on ours. The kernel makes all others when the call is performed;
 * nothing here may answer for it where it can answer itself.
 */
#include "syscall/change.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "path/host_fs.h"
#include "path/walk.h"
#include "syscall/dev.h"
#include "syscall/judge.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "syscall/rights.h"

/* The /proc directory that holds the name, or NULL. */
static const char *proc_directory(struct call *call, const struct change_name *name)
{
	const struct node_ops *nodes = &call->jail->nodes;
	const struct mount *mount = name->place->mount;
	struct stat st;

	if (!nodes->by_identity || name->parent < 0)
		return NULL;
	if (!name->place->node && mount && mount->kind != MOUNT_PROC && !mount->synthetic)
		return NULL;
	if (fstat(name->parent, &st) < 0)
		return NULL;
	return nodes->by_identity(nodes->user, st.st_dev, st.st_ino);
}

bool change_bears_mount(const struct call *call, const struct change_name *name)
{
	struct fake_root *fake = call->jail->fake_root;
	struct stat info;

	if (name->place->is_mount_root)
		return true;
	/* Without a slash behind it, which would have the host follow a link. */
	return fake != NULL && fake->mount_count > 0 && name->text != NULL &&
	       fstatat(name->parent, name->place->name, &info,
		       AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) == 0 &&
	       fake_root_mount_at(fake, info.st_dev, info.st_ino) != NULL;
}

bool change_in_proc(struct call *call, const struct change_name *name)
{
	return proc_directory(call, name) != NULL;
}

int change_proc_access(struct call *call, const struct change_name *name)
{
	const char *directory = proc_directory(call, name);
	const struct caller caller = call_view(call).caller;

	if (directory == NULL)
		return -ENOENT;
	return proc_access(call->jail->proc, &caller, directory, W_OK);
}

bool change_directory_gone(const struct change_name *name)
{
	struct stat st;

	return fstat(name->parent, &st) == 0 && st.st_nlink == 0;
}

static int proc_type(struct call *call, const char *directory, const char *text, mode_t *ret_type)
{
	const struct node_ops *nodes = &call->jail->nodes;
	struct path_view view = call_view(call);
	enum node_kind kind = NODE_FILE;
	size_t length = strcspn(text, "/");
	char *plain = talloc_strndup(call->pool, text, length);
	int status;

	if (!plain)
		return -ENOMEM;
	status = nodes->lookup(nodes->user, &view.caller, directory, plain, &kind);
	if (status)
		return status;
	switch (kind) {
	case NODE_DIRECTORY:
		*ret_type = S_IFDIR;
		break;
	case NODE_FILE:
		*ret_type = S_IFREG;
		break;
	case NODE_LINK:
	case NODE_MAGIC:
		*ret_type = S_IFLNK;
		break;
	}
	return 0;
}

static int mounted_type(struct call *call, const struct change_name *name, mode_t *ret_type)
{
	struct path_view view = call_view(call);
	struct path_start start = { .handle = name->parent, .guest_fd = PATH_NO_GUEST_FD };
	struct path_place place = PATH_PLACE_INIT;
	char *plain = talloc_strndup(call->pool, name->text, strcspn(name->text, "/"));
	struct stat st;
	int status;

	if (!plain)
		return -ENOMEM;
	status = path_resolve(call->pool, &view, &start, plain, 0, &place);
	if (status == 0 && !place.type_known && fstat(place.handle, &st) < 0)
		status = -errno;
	if (status == 0)
		*ret_type = place.type_known ? place.type : st.st_mode & S_IFMT;
	place_release(&place);
	return status;
}

int change_type(struct call *call, const struct change_name *name, mode_t *ret_type)
{
	const struct path_place *place = name->place;
	const char *directory = proc_directory(call, name);
	char *plain;
	struct stat st;

	if (directory)
		return proc_type(call, directory, name->text, ret_type);
	if (place->is_mount_root || place->has_mount_below)
		return mounted_type(call, name, ret_type);
	plain = talloc_strndup(call->pool, name->text, strcspn(name->text, "/"));
	if (!plain)
		return -ENOMEM;
	if (fstatat(name->parent, plain, &st, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT) < 0)
		return -errno;
	*ret_type = st.st_mode & S_IFMT;
	return 0;
}

int change_directory_access(struct call *call, const struct change_name *name)
{
	struct handle_name path = handle_name(name->parent);

	if (call->jail->fake_root != NULL)
		return rights_access(call, name->parent, W_OK | X_OK);
	return faccessat(AT_FDCWD, path.text, W_OK | X_OK, AT_EACCESS) < 0 ? -errno : 0;
}

int change_old_name(struct call *call, int dirfd, uint64_t address, struct change_name *ret_name)
{
	struct path_place *place;
	int status = call_resolve(call, dirfd, address, PATH_PARENT | PATH_NO_LAST, &place);

	if (status)
		return status;
	*ret_name = (struct change_name){ .place = place, .parent = place->parent };
	if (place->last != LAST_NAME || !place->name || place->parent < 0)
		return 0;
	ret_name->text = place->trailing_slash ? talloc_asprintf(call->pool, "%s/", place->name)
					       : place->name;
	return ret_name->text ? 0 : -ENOMEM;
}

int change_refuse_new_name(struct call *call, const struct change_name *name, unsigned int flags,
			   int refusal)
{
	mode_t type;
	int status = change_type(call, name, &type);

	if (status == 0 || status == -ENAMETOOLONG)
		return status < 0 ? status : -EEXIST;
	if (name->place->trailing_slash && !(flags & CHANGE_DIRECTORY))
		return -ENOENT;
	return refusal == -EXDEV && change_directory_gone(name) ? -ENOENT : refusal;
}

int change_new_name(struct call *call, int dirfd, uint64_t address, unsigned int flags,
		    struct change_name *ret_name)
{
	int status = change_old_name(call, dirfd, address, ret_name);
	const struct path_place *place = ret_name->place;

	if (status)
		return status;
	if (place->last != LAST_NAME || !ret_name->text)
		return -EEXIST;
	if (place->is_mount_root || place->has_mount_below)
		return -EEXIST;
	/* KERNEL: proc's directories have no create(); a missing name stays ENOENT. */
	if (change_in_proc(call, ret_name))
		return change_refuse_new_name(call, ret_name, flags, -ENOENT);
	status = call_may_write(call, ret_name->place);
	if (status < 0)
		return change_refuse_new_name(call, ret_name, flags, status);
	if ((flags & CHANGE_LINK) != 0)
		return 0;
	return rights_make(call, ret_name, (flags & CHANGE_DIRECTORY) != 0);
}

bool change_same_mount(struct call *call, struct path_place *a, struct path_place *b)
{
	struct path_view view;
	struct stat first, second;

	if (call->jail->mounts->count <= 1)
		return true;
	if (a->mount && b->mount)
		return a->mount == b->mount;
	/* One directory, reached twice: no need to know where it lies. */
	if (!a->mount && !b->mount && a->parent >= 0 && b->parent >= 0 &&
	    fstat(a->parent, &first) == 0 && fstat(b->parent, &second) == 0 &&
	    first.st_dev == second.st_dev && first.st_ino == second.st_ino)
		return true;
	view = call_view(call);
	return path_place_mount(call->pool, &view, a) &&
	       path_place_mount(call->pool, &view, a) == path_place_mount(call->pool, &view, b);
}

bool change_is_guarded(const struct jail *jail)
{
	return jail->mounts->any_read_only || jail->given_file || geteuid() == 0;
}

bool change_is_given(struct call *call, int handle)
{
	struct path_view view = call_view(call);
	struct stat info, inherited;
	struct mount *mount;
	bool found = false;
	char *rel;

	if (!call->jail->given_file || fstat(handle, &info) < 0)
		return false;
	for (int fd = 0; fd <= 2; fd++)
		found = found || (fstat(fd, &inherited) == 0 && inherited.st_ino == info.st_ino &&
				  inherited.st_dev == info.st_dev);
	return found && path_locate(call->pool, &view, handle, NULL, &mount, &rel) < 0;
}

/*
 * Devices and files of procfs that ptjail shows are the whole host's, which keeps its users from
 * changing them, but not root.
 */
static bool is_hosts_own(int handle)
{
	struct statfs fs;
	struct stat info, null;

	if (geteuid() != 0 || fstat(handle, &info) < 0)
		return false;
	if (S_ISCHR(info.st_mode) || S_ISBLK(info.st_mode))
		return stat("/dev/null", &null) == 0 && null.st_dev == info.st_dev;
	return fstatfs(handle, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC;
}

static bool is_kept(struct call *call, int handle)
{
	return change_is_given(call, handle) || is_hosts_own(handle);
}

/*
 * Whether what was not found may lie in a read-only mount: on its device, or on the mount of the
 * host's that it is of, where it may have another device (subvolumes, overlayfs). What is on a
 * mount of the host's that none of the jail's is of lies below one of them, and nobody knows which.
 */
static bool may_be_read_only(const struct mount_table *mounts, int handle, const struct stat *st)
{
	bool known = false;

	for (size_t i = 0; i < mounts->count; i++) {
		const struct mount *mount = mounts->mounts[i];
		bool crosses = path_crosses_host_mount(mount, handle);

		if (mount->read_only && (mount->dev == st->st_dev || !crosses))
			return true;
		known = known || !crosses;
	}
	/* The files of the host's procfs that ptjail shows lie below none. */
	return !known && !host_fs_is_nameless(handle) && host_fs_check(handle) != -EACCES;
}

static int check_mount(struct call *call, int handle)
{
	const struct mount_table *mounts = call->jail->mounts;
	struct path_view view = call_view(call);
	struct mount *mount;
	struct stat st;
	char *rel;

	if (path_locate(call->pool, &view, handle, NULL, &mount, &rel) == 0)
		return mount->read_only ? -EROFS : 0;
	if (fstat(handle, &st) < 0)
		return -errno;
	return st.st_nlink != 0 && may_be_read_only(mounts, handle, &st) ? -EROFS : 0;
}

int change_handle_allowed(struct call *call, int handle)
{
	int status;

	if (is_kept(call, handle))
		return -EPERM;
	if (!call->jail->mounts->any_read_only)
		return 0;
	status = judge_handle(call, handle,
			      call->judged != 0 ? call->judged : POLICY_BIT(POLICY_META));
	return status < 0 ? status : check_mount(call, handle);
}

bool change_mode_is_free(struct call *call, int handle)
{
	if (is_kept(call, handle))
		return false;
	return !call->jail->mounts->any_read_only ||
	       (judge_would_allow(call, handle, POLICY_BIT(POLICY_META)) &&
		check_mount(call, handle) == 0);
}

static int may_change(struct call *call, struct path_place *place)
{
	int status;

	if (place_is_node(place))
		return 0;
	status = call_may_write(call, place);
	/* Reached by descriptor and in no mount: deleted, or a pipe, a socket, a memfd. */
	if (status == -EXDEV)
		status = change_handle_allowed(call, place->handle);
	if (status == 0 && place->handle >= 0 && is_kept(call, place->handle))
		status = -EPERM;
	return status < 0 ? status : dev_may_open(call, place, 0, NULL);
}

int change_object_at(struct call *call, int dirfd, const char *path, unsigned int path_flags,
		     struct path_place **ret_place)
{
	int status = call_resolve_path(call, dirfd, path, path_flags, ret_place);

	return status < 0 ? status : may_change(call, *ret_place);
}

int change_object(struct call *call, int dirfd, uint64_t address, unsigned int path_flags,
		  struct path_place **ret_place)
{
	int status = call_resolve(call, dirfd, address, path_flags, ret_place);

	return status < 0 ? status : may_change(call, *ret_place);
}
