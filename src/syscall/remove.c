/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * unlink, unlinkat, rmdir: names taken away by the tracer in the judged directory. Mount
 * points cannot be removed; directories that hold one are never empty.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/path_argument.h"
#include "syscall/rights.h"
#include "syscall/words.h"

/* KERNEL: do_rmdir() and do_unlinkat() on "/", "." and "..". */
static int refuse_last(const struct path_place *place, bool directory)
{
	if (!directory)
		return -EISDIR;
	switch (place->last) {
	case LAST_DOT:
		return -EINVAL;
	case LAST_DOTDOT:
		return -ENOTEMPTY;
	case LAST_NAME:
	case LAST_ROOT:
		return -EBUSY;
	}
	return -EBUSY;
}

/* KERNEL: do_unlinkat(): a slash behind the name is refused before anybody asks for rights. */
static int find_type(struct call *call, const struct change_name *name, bool directory,
		     mode_t *ret_type)
{
	int status = change_type(call, name, ret_type);

	if (status == 0 && !directory && name->place->trailing_slash)
		status = S_ISDIR(*ret_type) ? -EISDIR : -ENOTDIR;
	return status;
}

/* KERNEL: may_delete() speaks before the mount point does. */
static int refuse_mount_point(struct call *call, const struct change_name *name, bool directory)
{
	mode_t type;
	int status = find_type(call, name, directory, &type);

	if (status == 0)
		status = change_directory_access(call, name);
	if (status)
		return status;
	if (directory && !S_ISDIR(type))
		return -ENOTDIR;
	if (!directory && S_ISDIR(type))
		return -EISDIR;
	return change_bears_mount(call, name) ? -EBUSY : -ENOTEMPTY;
}

/*
 * A name in /proc: what is there may not be removed. KERNEL: a directory that may be written to
 * has no unlink() or rmdir() (EPERM).
 */
static int refuse_in_proc(struct call *call, const struct change_name *name, bool directory)
{
	mode_t type;
	int status = find_type(call, name, directory, &type);

	if (status == 0)
		status = change_proc_access(call, name);
	if (status)
		return status;
	if (directory != S_ISDIR(type))
		return directory ? -ENOTDIR : -EISDIR;
	return -EPERM;
}

static int take_away(struct call *call, const struct change_name *name, bool directory)
{
	const struct jail *jail = call->jail;
	struct statx host;
	bool last = jail->fake_root != NULL &&
		    faked_before_unlink(jail, name->parent, name->text, &host);

	if (unlinkat(name->parent, name->text, directory ? AT_REMOVEDIR : 0) < 0)
		return -errno;
	if (last)
		faked_unlinked(jail, &host);
	return 0;
}

struct outcome on_remove(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	int flags = optional_flags(call, path.next);
	bool directory = call->row->id == CALL_rmdir || (flags & AT_REMOVEDIR);
	struct change_name name;
	int status;

	if (flags & ~AT_REMOVEDIR)
		return outcome_fail(EINVAL);
	status = change_old_name(call, path.dirfd, path.address, &name);
	if (status)
		return outcome_fail(status);
	if (!name.text)
		return outcome_fail(refuse_last(name.place, directory));
	if (name.place->has_mount_below || change_bears_mount(call, &name))
		return outcome_fail(refuse_mount_point(call, &name, directory));
	if (change_in_proc(call, &name))
		return outcome_fail(refuse_in_proc(call, &name, directory));
	status = call_may_write(call, name.place);
	if (status == -EXDEV && change_directory_gone(&name))
		status = -ENOENT;
	if (status)
		return outcome_fail(status);
	status = judge_removal(call, &name);
	/* KERNEL: do_unlinkat(): with a slash behind it the name is refused for that. */
	if (status == 0 && (directory || !name.place->trailing_slash))
		status = rights_remove(call, &name);
	if (status)
		return outcome_fail(status);
	status = take_away(call, &name, directory);
	if (status == 0)
		words_learn(call, name.parent, name.text);
	return outcome_status(status);
}
