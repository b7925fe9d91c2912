/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See handed_in.h. What cannot be placed and is nobody's own comes from outside. */
#include "syscall/handed_in.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "syscall/fd_table.h"
#include "syscall/proc.h"
#include "util/fd.h"

/* A file, pipe or terminal that ptjail's user chose; never a directory (run.c). */
bool handed_in_is_standard(const struct stat *info)
{
	struct stat own;

	for (int fd = 0; fd <= 2; fd++) {
		if (fstat(fd, &own) == 0 && own.st_dev == info->st_dev &&
		    own.st_ino == info->st_ino)
			return true;
	}
	return false;
}

/* A directory that was removed has no way left but up; any other one is somewhere. */
static bool is_nowhere(int handle, const struct stat *info)
{
	static const char deleted[] = " (deleted)";
	char text[PATH_MAX];
	ssize_t length;

	if (!S_ISDIR(info->st_mode))
		return host_fs_is_nameless(handle);
	if (info->st_nlink != 0)
		return false;
	length = readlink(handle_name(handle).text, text, sizeof(text));
	return length >= (ssize_t)sizeof(deleted) &&
	       memcmp(text + length - strlen(deleted), deleted, strlen(deleted)) == 0;
}

int handed_in_check(struct call *call, int handle)
{
	struct path_view view = call_view(call);
	struct mount *mount;
	struct stat info;
	bool barred;
	char *rel;

	if (!call->jail->has_peers)
		return 0;
	if (fstat(handle, &info) < 0)
		return -errno;
	if (is_nowhere(handle, &info) || handed_in_is_standard(&info))
		return 0;
	if (call->jail->proc != NULL &&
	    view.nodes->by_identity(view.nodes->user, info.st_dev, info.st_ino) != NULL)
		return 0;
	/* Deeper than names can be told is in a mount all the same. */
	return path_locate_way(call->pool, &view, handle, NULL, NULL, &mount, &rel, &barred) < 0
		       ? -EACCES
		       : 0;
}

int handed_in_flags(pid_t tid, int fd)
{
	char name[48];
	char text[128];
	unsigned int flags;
	ssize_t length;
	CLEANUP_FD int info = -1;
	const char *line;

	(void)snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", tid, fd);
	info = open(name, O_RDONLY | O_CLOEXEC);
	length = info < 0 ? -1 : read(info, text, sizeof(text) - 1);
	if (length <= 0)
		return -EBADF;
	text[length] = '\0';
	line = strstr(text, "flags:");
	if (line == NULL || sscanf(line, "flags:%o", &flags) != 1)
		return -EBADF;
	return (int)flags;
}

static bool is_mere_name(struct call *call, const struct tracee *tracee, int fd, int handle)
{
	CLEANUP_FD int copy = -1;
	struct stat held, judged;
	int flags, status = call_dup_fd_of(call, tracee, fd, &copy);

	if (status == -ENOSYS) {
		flags = handed_in_flags(tracee->tid, fd);
		return flags < 0 || (flags & O_PATH) != 0 || tracee != call->tracee ||
		       !fd_table_is_private(call);
	}
	/* RACE: nothing is said of what was put under the number meanwhile. */
	if (status < 0 || fstat(copy, &held) < 0 || fstat(handle, &judged) < 0 ||
	    held.st_ino != judged.st_ino || held.st_dev != judged.st_dev)
		return true;
	flags = fcntl(copy, F_GETFL);
	return flags < 0 || (flags & O_PATH) != 0;
}

int handed_in_check_fd(struct call *call, const struct tracee *tracee, int fd, int handle)
{
	struct stat info;
	int status = handed_in_check(call, handle);

	if (status < 0 || !call->jail->has_peers)
		return status;
	if (fstat(handle, &info) < 0)
		return -errno;
	/* A link gives nothing but its text. One of /proc that a member holds has no name. */
	if (S_ISDIR(info.st_mode) || S_ISLNK(info.st_mode) || !host_fs_is_nameless(handle) ||
	    handed_in_is_standard(&info))
		return 0;
	return is_mere_name(call, tracee, fd, handle) ? -EACCES : 0;
}

/* Of a thread that was led to it (chdir.c). */
static bool is_directory(int handle)
{
	struct stat info;

	return fstat(handle, &info) < 0 || S_ISDIR(info.st_mode);
}

/* RACE: where a sibling may put another descriptor under the number, it is not believed. */
int handed_in_check_place(struct call *call, const struct path_place *place)
{
	struct member *member;
	pid_t tid;
	int fd, flags;

	if (!call->jail->has_peers || !place->magic || place->handle < 0 || place->node == NULL)
		return 0;
	if (handed_in_check(call, place->handle) != -EACCES) {
		if (proc_fd_node(place->node, &tid, &fd) < 0)
			return 0;
		member = jail_find_member(call->jail, tid);
		return member == NULL ? -EACCES
				      : handed_in_check_fd(call, member->tracee, fd, place->handle);
	}
	/* Where a thread stands; what it executes was opened. */
	if (proc_fd_node(place->node, &tid, &fd) < 0)
		return is_directory(place->handle) ? -EACCES : 0;
	if ((tid != call->tracee->tid && tid != call->tracee->tgid) || !fd_table_is_private(call))
		return -EACCES;
	flags = handed_in_flags(tid, fd);
	return flags < 0 || (flags & O_PATH) != 0 ? -EACCES : 0;
}
