/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a process stands in: chdir, fchdir, getcwd, umask. The kernel's own cwd is
 * kept true, so that relative names mean the same to it and to the tracer; struct fs
 * remembers the handle and the mount it was entered through.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/dev.h"
#include "syscall/handed_in.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"
#include "syscall/proc.h"
#include "syscall/rights.h"
#include "util/broken.h"
#include "util/fd.h"
#include "util/shared_fd.h"

/*
 * The kernel is asked where the tracee now stands, rather than believed to have obeyed. RACE: that
 * may be what a peer handed in: then it is looked at, and refused, at each use (call_start).
 */
static void take_cwd(struct call *call, struct mount *mount)
{
	struct fs *fs = call->member->fs;
	char name[32];
	int handle;

	(void)snprintf(name, sizeof(name), "/proc/%d/cwd", call->tracee->tid);
	handle = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (handle < 0) {
		fs->cwd_stale = true;
		return;
	}
	fs->cwd_stands_in = dev_take_stand_in(call->jail, &handle);
	shared_fd_drop(&fs->cwd);
	fs->cwd = handle;
	fs->cwd_mount = mount;
	fs->cwd_stale = !BROKEN_STANDING && handed_in_check(call, handle) < 0;
}

/* RACE: a sibling may have exchanged the descriptor that was to be entered. */
static struct mount *mount_entered(const struct call *call, const struct path_place *place)
{
	struct stat wanted, entered;

	if (place->handle < 0 || fstat(place->handle, &wanted) < 0 ||
	    fstat(call->member->fs->cwd, &entered) < 0)
		return NULL;
	if (wanted.st_ino != entered.st_ino || wanted.st_dev != entered.st_dev)
		return BROKEN_CWD ? place->mount : NULL;
	return place->mount;
}

/* Search permission on the directory itself, which an O_PATH open does not ask for. */
static int may_search(struct call *call, int handle)
{
	if (call->jail->fake_root != NULL)
		return rights_access(call, handle, X_OK);
	return faccessat(AT_FDCWD, handle_name(handle).text, X_OK, AT_EACCESS) < 0 ? -errno : 0;
}

/* A descriptor, in the tracee, of the directory that the place is. */
static int guest_directory(struct call *call, struct path_place *place, long *ret_fd)
{
	struct caller caller = { call->tracee->tgid, call->tracee->tid };
	struct path_place stand_in = PATH_PLACE_INIT;
	int status;

	if (place->node == NULL || place->magic)
		return deliver_path_fd(call, place, true, true, ret_fd);
	if (place->node_kind != NODE_DIRECTORY)
		return -ENOTDIR;
	status = proc_place(call->pool, call->jail->proc, &caller, place->node, &stand_in);
	if (status < 0)
		return status;
	call_own_fd(call, stand_in.handle);
	inside_proc_entered(call->jail);
	return deliver_path_fd(call, &stand_in, true, true, ret_fd);
}

/* The tracee goes to a judged place, by a descriptor of its own for that moment. */
static struct outcome enter(struct call *call, struct path_place *place)
{
	struct stat info;
	long fd;
	long result;
	int status = 0;

	if (place->handle >= 0) {
		if (fstatat(place->handle, "", &info, AT_EMPTY_PATH) < 0)
			status = -errno;
		else if (!S_ISDIR(info.st_mode))
			status = -ENOTDIR;
		else
			status = may_search(call, place->handle);
	}
	if (status < 0)
		return outcome_fail(status);
	status = guest_directory(call, place, &fd);
	if (status < 0 || fd < 0)
		return outcome_fail(status < 0 ? status : (int)fd);
	status = call_remote(call, CALL_fchdir, (uint64_t[6]){ (uint64_t)fd }, &result);
	if (status == 0)
		status = deliver_close(call, (int)fd);
	if (status < 0)
		return outcome_fail(status);
	if (result == 0) {
		take_cwd(call, NULL);
		call->member->fs->cwd_mount = mount_entered(call, place);
		inside_cwd_changed(call->member);
	}
	return outcome_done(result);
}

struct outcome on_chdir(struct call *call)
{
	struct path_place *place;
	int status = call_resolve(call, AT_FDCWD, call->args[0], PATH_FOLLOW, &place);

	return status < 0 ? outcome_fail(status) : enter(call, place);
}

static long after_fchdir(struct call *call, long result)
{
	if (result == 0) {
		take_cwd(call, NULL);
		inside_cwd_changed(call->member);
	}
	return result;
}

/* KERNEL: fchdir() wants to search what a mere name (O_PATH) could be had of without that. */
static int may_enter(struct call *call, int fd)
{
	CLEANUP_FD int handle = -1;
	struct stat info;

	if (rights_pass_search(call) || call_open_fd(call, fd, &handle) < 0 ||
	    fstat(handle, &info) < 0 || !S_ISDIR(info.st_mode))
		return 0;
	return may_search(call, handle);
}

struct outcome on_fchdir(struct call *call)
{
	unsigned int number = call_uint(call, 0) - call->jail->guest_fd_base;
	struct path_place *place;
	int status;

	if (number < call->jail->guest_fd_count || call_int(call, 0) < 0)
		return outcome_fail(EBADF);
	status = may_enter(call, call_int(call, 0));
	if (status < 0)
		return outcome_fail(status);
	/* RACE: the number may be given to what a peer handed in: the judged place is entered. */
	if (call->jail->has_peers) {
		status = call_resolve_path(call, call_int(call, 0), "", PATH_EMPTY, &place);
		return status < 0 ? outcome_fail(status) : enter(call, place);
	}
	/*
	 * Alone in its struct fs, this thread comes back to the tracer only when the call
	 * is over: no second stop is needed. With others about, the exit tells when it is.
	 */
	if (call->member->fs->users == 1) {
		call->member->fs->cwd_stale = true;
		call->member->fs->cwd_mount = NULL;
		inside_cwd_changed(call->member);
		return outcome_native();
	}
	return call_rewrite(call, CALL_fchdir, call->args, after_fchdir, NULL);
}

/* KERNEL: d_path(): outside of one's root it is told from the jail's own, and said so. */
static int find_cwd(struct call *call, const struct path_start *start, char **ret_path)
{
	struct mount *whole = call->jail->mounts->mounts[0];
	struct path_view view = call_view(call);
	int status = path_of_handle(call->pool, &view, start->handle, start->mount, ret_path);

	if (status != -EXDEV || call->member->fs->root < 0)
		return status;
	view.root = (struct path_start){ whole->handle, whole, "", whole->guest_fd };
	status = path_of_handle(call->pool, &view, start->handle, start->mount, ret_path);
	if (status == 0)
		*ret_path = talloc_asprintf(call->pool, "(unreachable)%s", *ret_path);
	return status == 0 && *ret_path == NULL ? -ENOMEM : status;
}

struct outcome on_getcwd(struct call *call)
{
	struct path_start start;
	char *path;
	size_t size;
	int status = call_start(call, AT_FDCWD, &start);

	if (status < 0)
		return outcome_fail(status);
	status = find_cwd(call, &start, &path);
	if (status < 0)
		return outcome_fail(status == -ENAMETOOLONG ? status : -ENOENT);
	size = strlen(path) + 1;
	if (size > 4096)
		return outcome_fail(-ENAMETOOLONG);
	if (call->args[1] < size)
		return outcome_fail(-ERANGE);
	status = call_write(call, call->args[0], path, size);
	return outcome_done(status < 0 ? status : (long)size);
}

struct outcome on_umask(struct call *call)
{
	/* Remembered for what the tracer creates in the caller's name; the kernel keeps its own. */
	call->member->fs->umask = (mode_t)(call_uint(call, 0) & 0777);
	return outcome_native();
}
