/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * chmod and chown in their path forms: the kernel changes the object of the judged
 * handle, under its name in the tracer's own /proc/self/fd. Such a name leads to the
 * object and no further, also when that is a symlink (chmod: EOPNOTSUPP, as it should be).
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked_attr.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"

static unsigned int follow_flags(int flags)
{
	return (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) |
	       (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
}

/* The object of a chmod or chown. */
static int find_object(struct call *call, const struct path_argument *path, int flags,
		       struct path_place **ret_place)
{
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return change_object(call, path->dirfd, path->address, follow_flags(flags), ret_place);
}

struct outcome on_chmod(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	int flags = optional_flags(call, path.next + 1);
	struct path_place *place;
	struct handle_name object;
	int status = find_object(call, &path, flags, &place);

	if (status)
		return outcome_fail(status);
	/* KERNEL: notify_change() of links, proc_setattr() of all else */
	if (place_is_node(place))
		return outcome_fail(place->node_kind == NODE_LINK || place->node_kind == NODE_MAGIC
					    ? EOPNOTSUPP
					    : EPERM);
	if (call->jail->fake_root != NULL)
		return outcome_status(faked_chmod(call, place->handle, call_uint(call, path.next)));
	object = handle_name(place->handle);
	status = chmod(object.text, call_uint(call, path.next) & 07777);
	return outcome_status(status < 0 ? -errno : 0);
}

/* KERNEL: setattr_prepare(): to oneself. Whose a node is, nobody changes. */
static int chown_node(struct call *call, const struct path_place *place, uid_t uid, gid_t gid)
{
	const struct caller caller = call_view(call).caller;
	bool uid_kept = uid == (uid_t)-1, gid_kept = gid == (gid_t)-1;
	int status;

	if (uid_kept && gid_kept)
		return 0;
	status = proc_may_set(call->jail->proc, &caller, place->node, false);
	if (status == 0 && !((uid_kept || uid == geteuid()) && (gid_kept || gid == getegid())))
		status = -EPERM;
	return status;
}

struct outcome on_chown(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	int flags = call->row->id == CALL_lchown ? AT_SYMLINK_NOFOLLOW
						 : optional_flags(call, path.next + 2);
	struct path_place *place;
	int status = find_object(call, &path, flags, &place);

	if (status)
		return outcome_fail(status);
	if (place_is_node(place))
		return outcome_status(chown_node(call, place, call_uint(call, path.next),
						 call_uint(call, path.next + 1)));
	if (call->jail->fake_root != NULL)
		return outcome_status(faked_chown(call, place->handle, call_uint(call, path.next),
						  call_uint(call, path.next + 1)));
	status = fchownat(place->handle, "", call_uint(call, path.next),
			  call_uint(call, path.next + 1), AT_EMPTY_PATH);
	return outcome_status(status < 0 ? -errno : 0);
}
