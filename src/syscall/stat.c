/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * stat, lstat, newfstatat, statx, access, faccessat, faccessat2: answered by the tracer
 * from the handle that resolution ended at; one stop.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "syscall/change.h"
#include "syscall/dev.h"
#include "syscall/emulator.h"
#include "syscall/faked.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/proc.h"
#include "syscall/quick.h"
#include "syscall/rights.h"
#include "util/fd.h"

/*
 * A handle for the place: its own, or the one that stands for a synthetic node. Owned by
 * the call.
 */
static int object_handle(struct call *call, struct path_place *place, int *ret_handle)
{
	struct caller caller = { call->tracee->tgid, call->tracee->tid };
	const struct node_ops *nodes = &call->jail->nodes;
	int status;

	if (place->handle >= 0) {
		*ret_handle = place->handle;
		/* A terminal that is not the jail's: its times tell when somebody sits at it. */
		return dev_may_open(call, place, O_PATH, NULL) < 0 ? -ENOENT : 0;
	}
	if (place->node == NULL)
		return -ENOENT;
	status = nodes->handle(nodes->user, &caller, place->node, ret_handle);
	if (status < 0)
		return status;
	call_own_fd(call, *ret_handle);
	return 0;
}

struct object {
	int handle;
	/* The mode of a descriptor's link in /proc, which no file system but procfs can give to a
	 * symlink; 0: the object's own mode counts. */
	mode_t link_mode;
	bool is_mount;    /* a place of the jail's own mounts, of which the kernel knows nothing */
	const char *node; /* of the synthetic /proc, as far as it is known by name; NULL */
};

/* What a descriptor is of, whether it has a place in the jail or not. */
static int find_descriptor(struct call *call, int fd, int *ret_handle)
{
	int status = call_open_fd(call, fd, ret_handle);

	if (status < 0)
		return status;
	call_resolve_device(call, fd, ret_handle);
	call_own_fd(call, *ret_handle);
	return 0;
}

/* Follows the flags of a *at call to what could not be answered for quickly. */
static int find_object(struct call *call, int dirfd, const char *path, int flags,
		       const struct quick *quick, struct object *ret)
{
	struct path_place *place;
	unsigned int lookup = (flags & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : PATH_FOLLOW;
	int status;

	*ret = (struct object){ .handle = -1 };
	if (quick_is_descriptor(quick))
		return find_descriptor(call, dirfd, &ret->handle);
	if ((flags & AT_EMPTY_PATH) != 0)
		lookup |= PATH_EMPTY;
	status = call_resolve_path(call, dirfd, path, lookup, &place);
	if (status < 0)
		return status;
	*ret = (struct object){
		.node = place->magic ? NULL : place->node,
		.is_mount = place->is_mount_root,
	};
	if (ret->node != NULL && place->node_kind == NODE_MAGIC)
		ret->link_mode = proc_link_mode(call->jail->proc, place->node);
	return object_handle(call, place, &ret->handle);
}

/* A file of /proc is its process's, by the ids that the jail shows of it. */
static void show_proc_owner(const struct call *call, const char *node, struct stat *info)
{
	const struct node_ops *nodes = &call->jail->nodes;

	if (call->jail->fake_root == NULL)
		return;
	if (node == NULL && S_ISDIR(info->st_mode) && nodes->by_identity != NULL)
		node = nodes->by_identity(nodes->user, info->st_dev, info->st_ino);
	if (node != NULL)
		proc_owner(call->jail->proc, node, info->st_mode, &info->st_uid, &info->st_gid);
}

static void show_proc_owner_x(const struct call *call, const char *node, struct statx *info)
{
	struct stat st = {
		.st_dev = makedev(info->stx_dev_major, info->stx_dev_minor),
		.st_ino = info->stx_ino,
		.st_mode = info->stx_mode,
		.st_uid = info->stx_uid,
		.st_gid = info->stx_gid,
	};

	show_proc_owner(call, node, &st);
	info->stx_uid = st.st_uid;
	info->stx_gid = st.st_gid;
}

/* KERNEL: 6.11 (0ef625bba6fb) takes NULL for "" with AT_EMPTY_PATH. */
static int read_path(struct call *call, uint64_t address, int flags, char **ret_path)
{
	static char empty[] = "";

	if (address == 0 && (flags & AT_EMPTY_PATH) != 0) {
		*ret_path = empty;
		return 0;
	}
	return call_read_path(call, address, ret_path);
}

/* What the jail sees of `path` from `dirfd`, both of the tracer's. 0 or -errno. */
static int look(const struct call *call, int dirfd, const char *path, int flags,
		struct stat *ret_info)
{
	const struct fake_root *fake = call->jail->fake_root;
	struct statx info;
	int status;

	if (fake == NULL)
		return fstatat(dirfd, path, ret_info, flags) < 0 ? -errno : 0;
	status = faked_host_at(dirfd, path, flags, &info);
	if (status < 0)
		return status;
	owners_show(fake->owners, &info);
	faked_to_stat(&info, ret_info);
	return 0;
}

static struct outcome do_stat(struct call *call, int dirfd, uint64_t address, uint64_t buffer,
			      int flags)
{
	struct quick quick;
	struct object object;
	struct stat info;
	char *path;
	int status = read_path(call, address, flags, &path);

	if (status < 0)
		return outcome_fail(status);
	if (quick_find(call, dirfd, path, flags, &quick)) {
		status = look(call, quick.dirfd, quick.path, quick.flags, &info);
		if (status == 0 && quick_final(call, &quick, info.st_mode, info.st_dev)) {
			show_proc_owner(call, NULL, &info);
			return outcome_status(call_write(call, buffer, &info, sizeof(info)));
		}
		if (status < 0 && quick_final_error(call, &quick, -status))
			return outcome_fail(status);
	}
	status = find_object(call, dirfd, path, flags, &quick, &object);
	if (status == 0)
		status = look(call, object.handle, "", AT_EMPTY_PATH, &info);
	if (status < 0)
		return outcome_fail(status);
	if (object.link_mode != 0)
		info.st_mode = object.link_mode;
	show_proc_owner(call, object.node, &info);
	return outcome_status(call_write(call, buffer, &info, sizeof(info)));
}

/* fstat, where owners are faked. What has no place in the jail is shown all the same. */
static struct outcome do_fstat(struct call *call, int fd, uint64_t buffer)
{
	const struct emulator *emulator = call->jail->emulator;
	struct stat info;
	int handle;
	int status;

	/* The loader asks whether it is the file that the plan means. */
	if (emulator != NULL && fd == emulator->guest_fd)
		return outcome_status(
			call_write(call, buffer, &emulator->status, sizeof(emulator->status)));
	status = find_descriptor(call, fd, &handle);
	if (status == 0)
		status = look(call, handle, "", AT_EMPTY_PATH, &info);
	if (status < 0)
		return outcome_fail(status);
	show_proc_owner(call, NULL, &info);
	return outcome_status(call_write(call, buffer, &info, sizeof(info)));
}

/* stat(path, buffer), lstat(path, buffer), newfstatat(dirfd, path, buffer, flags) */
struct outcome on_stat(struct call *call)
{
	int flags = call_int(call, 3);

	if (call->row->id == CALL_fstat)
		return do_fstat(call, call_int(call, 0), call->args[1]);
	if (call->row->id == CALL_stat)
		return do_stat(call, AT_FDCWD, call->args[0], call->args[1], 0);
	if (call->row->id == CALL_lstat)
		return do_stat(call, AT_FDCWD, call->args[0], call->args[1], AT_SYMLINK_NOFOLLOW);
	/* KERNEL: fs/stat.c vfs_statx(); what it takes besides has no effect on the stat family. */
	if ((flags &
	     ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_SYNC_TYPE)) != 0)
		return outcome_fail(-EINVAL);
	return do_stat(call, call_int(call, 0), call->args[1], call->args[2],
		       flags & ~AT_STATX_SYNC_TYPE);
}

/*
 * A statx of the tracer's; `flags` as the kernel takes them. What a faked owner needs to be
 * known by is asked for besides, and shown only if the guest asked for it.
 */
static int do_statx(const struct call *call, int dirfd, const char *path, int flags,
		    unsigned int mask, struct statx *ret_info)
{
	const struct fake_root *fake = call->jail->fake_root;
	unsigned int more = fake == NULL ? 0 : STATX_BASIC_STATS | STATX_BTIME;

	memset(ret_info, 0, sizeof(*ret_info));
	if (syscall(SYS_statx, dirfd, path, flags, mask | more, ret_info) < 0)
		return -errno;
	if (fake == NULL)
		return 0;
	faked_show(call->jail, dirfd, path, ret_info);
	if ((mask & STATX_BTIME) == 0) {
		ret_info->stx_mask &= ~STATX_BTIME;
		memset(&ret_info->stx_btime, 0, sizeof(ret_info->stx_btime));
	}
	return 0;
}

struct outcome on_statx(struct call *call)
{
	int flags = call_int(call, 2);
	unsigned int mask = call_uint(call, 3);
	int sync = flags & AT_STATX_SYNC_TYPE;
	struct quick quick;
	struct object object;
	struct statx info;
	char *path;
	int status;

	if ((mask & STATX__RESERVED) != 0 || sync == AT_STATX_SYNC_TYPE ||
	    (flags &
	     ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_SYNC_TYPE)) != 0)
		return outcome_fail(-EINVAL);
	status = read_path(call, call->args[1], flags, &path);
	if (status < 0)
		return outcome_fail(status);
	if (quick_find(call, call_int(call, 0), path, flags, &quick)) {
		status = do_statx(call, quick.dirfd, quick.path, quick.flags | sync,
				  mask | STATX_TYPE, &info);
		if (status == 0 && quick_final(call, &quick, info.stx_mode,
					       makedev(info.stx_dev_major, info.stx_dev_minor))) {
			show_proc_owner_x(call, NULL, &info);
			return outcome_status(call_write(call, call->args[4], &info, sizeof(info)));
		}
		if (status < 0 && quick_final_error(call, &quick, -status))
			return outcome_fail(status);
	}
	status = find_object(call, call_int(call, 0), path, flags, &quick, &object);
	if (status == 0)
		status = do_statx(call, object.handle, "", sync | AT_EMPTY_PATH, mask, &info);
	if (status < 0)
		return outcome_fail(status);
	if (object.link_mode != 0)
		info.stx_mode = (uint16_t)object.link_mode;
	if (object.is_mount)
		info.stx_attributes |= info.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT;
	show_proc_owner_x(call, object.node, &info);
	return outcome_status(call_write(call, call->args[4], &info, sizeof(info)));
}

/* KERNEL: 5.8 faccessat2 acts on a handle; before, its name in /proc does. */
static int access_handle(int handle, int mode, int flags)
{
	if (syscall(SYS_faccessat2, handle, "", mode, (flags & AT_EACCESS) | AT_EMPTY_PATH) == 0)
		return 0;
	if (errno != ENOSYS)
		return -errno;
	return faccessat(AT_FDCWD, handle_name(handle).text, mode, flags & AT_EACCESS) == 0
		       ? 0
		       : -errno;
}

static struct outcome do_access(struct call *call, int dirfd, uint64_t path, int mode, int flags)
{
	struct path_place *place;
	unsigned int lookup = (flags & AT_SYMLINK_NOFOLLOW) != 0 ? 0 : PATH_FOLLOW;
	struct stat info;
	int handle;
	int status;

	if ((mode & ~(R_OK | W_OK | X_OK)) != 0)
		return outcome_fail(-EINVAL);
	if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
		return outcome_fail(-EINVAL);
	if ((flags & AT_EMPTY_PATH) != 0)
		lookup |= PATH_EMPTY;
	call->classes = POLICY_BIT(POLICY_LOOK) |
			((mode & W_OK) != 0 ? POLICY_BIT(POLICY_WRITE) : 0) |
			((mode & R_OK) != 0 ? POLICY_BIT(POLICY_READ) : 0);
	status = (flags & AT_EACCESS) == 0 ? rights_by_real_ids(call) : 0;
	if (status == 0)
		status = call_resolve(call, dirfd, path, lookup, &place);
	if (status == 0 && place->handle < 0 && place->node != NULL)
		return outcome_status(proc_access(
			call->jail->proc, &(struct caller){ call->tracee->tgid, call->tracee->tid },
			place->node, mode));
	if (status == 0)
		status = object_handle(call, place, &handle);
	if (status == 0 && call->jail->fake_root != NULL)
		status = rights_ask(call, handle, (unsigned int)mode);
	else if (status == 0)
		status = access_handle(handle, mode, flags);
	if (status < 0 || (mode & W_OK) == 0 || place->handle < 0)
		return outcome_status(status);
	/* KERNEL: fs/open.c do_faccessat(): devices on a read-only mount can be written. */
	if (fstatat(handle, "", &info, AT_EMPTY_PATH) == 0 && !S_ISREG(info.st_mode) &&
	    !S_ISDIR(info.st_mode) && !S_ISLNK(info.st_mode))
		return outcome_done(0);
	status = call_may_write(call, place);
	/* Reached by a descriptor, and in no mount. */
	return outcome_status(status == -EXDEV ? change_handle_allowed(call, handle) : status);
}

/* access(path, mode), faccessat(dirfd, path, mode), faccessat2(dirfd, path, mode, flags) */
struct outcome on_access(struct call *call)
{
	if (call->row->id == CALL_access)
		return do_access(call, AT_FDCWD, call->args[0], call_int(call, 1), 0);
	return do_access(call, call_int(call, 0), call->args[1], call_int(call, 2),
			 call->row->id == CALL_faccessat2 ? call_int(call, 3) : 0);
}
