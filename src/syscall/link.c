/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * link, linkat: a second name for the object of a handle. A file of a read-only mount
 * must never get a name in a writable one: links stay in their mount.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"

/*
 * An object without any name is an O_TMPFILE's, or deleted, which the kernel refuses
 * itself (ENOENT): it was the guest's to write when it was opened, in whatever mount.
 */
static bool has_no_name(int handle)
{
	struct stat st;

	return fstat(handle, &st) == 0 && st.st_nlink == 0;
}

static int judge_link(struct call *call, struct path_place *old, struct change_name *new_name)
{
	struct path_view view = call_view(call);

	if (place_is_node(old))
		return -EXDEV;
	if (!path_place_mount(call->pool, &view, old) && has_no_name(old->handle))
		return 0;
	return change_same_mount(call, old, new_name->place) ? 0 : -EXDEV;
}

struct outcome on_link(struct call *call)
{
	struct path_argument from = path_argument(call, 0), to = path_argument(call, from.next);
	int flags = optional_flags(call, to.next);
	struct path_place *old;
	struct change_name name;
	struct handle_name object;
	int status;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return outcome_fail(EINVAL);
	status = call_resolve(call, from.dirfd, from.address,
			      (flags & AT_SYMLINK_FOLLOW ? PATH_FOLLOW : 0) |
				      (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0),
			      &old);
	if (status == 0)
		status = change_new_name(call, to.dirfd, to.address, 0, &name);
	if (status == 0)
		status = judge_link(call, old, &name);
	if (status < 0)
		return outcome_fail(status);
	/* The magic link leads to the object itself, also when that is a symlink. */
	object = handle_name(old->handle);
	status = linkat(AT_FDCWD, object.text, name.parent, name.text, AT_SYMLINK_FOLLOW);
	return outcome_status(status < 0 ? -errno : 0);
}
