/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * inotify_add_watch: the watch is set by the tracer, on a duplicate of the guest's
 * inotify descriptor and the judged object. Events carry last names only.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "syscall/call.h"
#include "syscall/change.h"
#include "syscall/deliver.h"
#include "syscall/dev.h"
#include "syscall/handed_in.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"
#include "syscall/rights.h"
#include "tracer/gate_map.h"
#include "util/fd.h"

/* KERNEL: ALL_INOTIFY_BITS less the events that only the kernel sets. */
#define MASK_KNOWN                                                                                 \
	(IN_ALL_EVENTS | IN_UNMOUNT | IN_Q_OVERFLOW | IN_IGNORED | IN_ONLYDIR | IN_DONT_FOLLOW |   \
	 IN_EXCL_UNLINK | IN_MASK_ADD | IN_MASK_CREATE | IN_ISDIR | IN_ONESHOT)

static int check_inotify(int fd)
{
	static const char expected[] = "anon_inode:inotify";
	struct handle_name name = handle_name(fd);
	char text[sizeof(expected)];
	ssize_t length = readlink(name.text, text, sizeof(text));
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || (flags & O_PATH))
		return -EBADF;
	if (length != (ssize_t)sizeof(expected) - 1 || memcmp(text, expected, (size_t)length) != 0)
		return -EINVAL;
	return 0;
}

static int replace(struct path_place *place, int handle)
{
	if (handle < 0)
		return -errno;
	fd_close(&place->handle);
	place->handle = handle;
	return 0;
}

/* An empty file of the spool: nothing ever happens to it. O_PATH: not even this. */
static int open_quiet_file(const struct jail *jail, dev_t device)
{
	char name[64];
	int fd;

	(void)snprintf(name, sizeof(name), "watched-%x-%x", major(device), minor(device));
	fd = openat(jail->spool, name, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
	if (fd >= 0)
		(void)close(fd);
	return openat(jail->spool, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

/*
 * What is the whole host's would tell who uses it outside, and when: devices (keys are pressed at a
 * terminal), their directory, namespaces, the files that ptjail was given. A watch of a device
 * is one of a file to which nothing happens.
 */
static int replace_hosts_own(struct call *call, struct path_place *place)
{
	const struct jail *jail = call->jail;
	struct statfs fs;
	struct stat info;
	int status;

	if (fstatfs(place->handle, &fs) < 0 || fstat(place->handle, &info) < 0)
		return -errno;
	if (fs.f_type == NSFS_MAGIC || fs.f_type == PROC_SUPER_MAGIC ||
	    change_is_given(call, place->handle) || handed_in_check(call, place->handle) < 0)
		return -EACCES;
	if (dev_is_terminals(place->handle))
		return replace(place, fcntl(jail->terminals, F_DUPFD_CLOEXEC, 0));
	if (!S_ISCHR(info.st_mode) && !S_ISBLK(info.st_mode))
		return 0;
	status = dev_may_open(call, place, O_RDONLY, NULL);
	if (status < 0)
		return status;
	if (access(handle_name(place->handle).text, R_OK) < 0)
		return -errno;
	return replace(place, open_quiet_file(jail, info.st_rdev));
}

/* What to watch: the object, or what stands for a node of /proc (which never tells news). */
static int object_to_watch(struct call *call, struct path_place *place)
{
	const struct node_ops *nodes = &call->jail->nodes;
	struct path_view view = call_view(call);
	int status;

	if (place->handle >= 0) {
		status = place->node == NULL ? rights_access(call, place->handle, R_OK) : 0;
		return status < 0 ? status : replace_hosts_own(call, place);
	}
	if (!place->node)
		return -ENOENT;
	return nodes->handle(nodes->user, &view.caller, place->node, &place->handle);
}

struct remote_watch {
	int fd; /* the tracee's, O_PATH */
};

static long finish_remote_watch(struct call *call, long result)
{
	const struct remote_watch *watch = call->finish_data;
	int status = deliver_close(call, watch->fd);

	return status < 0 ? status : result;
}

/*
 * KERNEL: before 5.6 there is no pidfd_getfd: the tracee watches a descriptor of its own.
 * RACE: another thread can exchange it, for something else that the guest holds.
 */
static struct outcome watch_remotely(struct call *call, const struct path_place *place,
				     uint32_t mask)
{
	struct slot *slot = call_slot(call);
	struct remote_watch *watch;
	uint64_t args[6] = { call->args[0], 0, mask };
	long fd;
	int status;

	if (!slot)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	watch = talloc(call->pool, struct remote_watch);
	if (!watch)
		return outcome_fail(ENOMEM);
	status = deliver_path_fd(call, place, false, true, &fd);
	if (status < 0 || fd < 0)
		return outcome_fail(status < 0 ? status : (int)fd);
	watch->fd = (int)fd;
	snprintf(slot->memory->path, sizeof(slot->memory->path), "/proc/thread-self/fd/%d",
		 watch->fd);
	args[1] = slot_address(slot, slot->memory->path);
	return call_rewrite(call, CALL_inotify_add_watch, args, finish_remote_watch, watch);
}

struct outcome on_inotify(struct call *call)
{
	uint32_t mask = call_uint(call, 2);
	unsigned int path_flags = mask & IN_DONT_FOLLOW ? 0 : PATH_FOLLOW;
	struct path_place *place;
	struct handle_name object;
	int inotify = -1, named = -1, watch, status;

	if ((mask & ~(uint32_t)MASK_KNOWN) != 0 || mask == 0)
		return outcome_fail(EINVAL);
	status = call_dup_fd(call, call_int(call, 0), &inotify);
	if (status < 0 && status != -ENOSYS)
		return outcome_fail(status);
	call->jail->watched = true;
	inside_watched(call->jail);
	if (status == 0) {
		call_own_fd(call, inotify);
		status = check_inotify(inotify);
		if (status)
			return outcome_fail(status);
	}
	if ((mask & IN_MASK_ADD) && (mask & IN_MASK_CREATE))
		return outcome_fail(EINVAL);
	status = call_resolve(call, AT_FDCWD, call_long(call, 1), path_flags, &place);
	if (status == 0) {
		named = place->handle;
		status = object_to_watch(call, place);
	}
	if (status)
		return outcome_fail(status);
	/* The magic link leads to the object itself; not following would watch the link. */
	mask &= ~(uint32_t)IN_DONT_FOLLOW;
	if (inotify < 0)
		return named >= 0 && named != place->handle ? outcome_fail(EACCES)
							    : watch_remotely(call, place, mask);
	object = handle_name(place->handle);
	watch = inotify_add_watch(inotify, object.text, mask);
	return outcome_status(watch < 0 ? -errno : watch);
}
