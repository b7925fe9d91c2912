/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mkdir, mknod, symlink: new names, made by the tracer in the judged directory under the
 * caller's umask. Devices are never made, whoever runs ptjail: a jail hands out none.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"

struct outcome on_mkdir(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	struct change_name name;
	int status = change_new_name(call, path.dirfd, path.address, CHANGE_DIRECTORY, &name);

	if (status)
		return outcome_fail(status);
	call_apply_umask(call);
	return outcome_status(
		mkdirat(name.parent, name.text, call_uint(call, path.next)) < 0 ? -errno : 0);
}

/* KERNEL: may_mknod(), before any path is read. */
static int check_node_mode(mode_t mode)
{
	switch (mode & S_IFMT) {
	case 0:
	case S_IFREG:
	case S_IFIFO:
	case S_IFSOCK:
	case S_IFCHR:
	case S_IFBLK:
		return 0;
	case S_IFDIR:
		return -EPERM;
	default:
		return -EINVAL;
	}
}

/* KERNEL: 5.8 lets everybody make the whiteout 0:0, which no driver serves. */
static bool is_device(mode_t mode, dev_t device)
{
	return S_ISBLK(mode) || (S_ISCHR(mode) && device != 0);
}

static int refuse_device(struct call *call, const struct change_name *name)
{
	mode_t type;
	int status = change_type(call, name, &type);

	if (status == 0)
		return -EEXIST;
	if (status != -ENOENT || name->place->trailing_slash)
		return status;
	status = change_directory_access(name);
	return status < 0 ? status : -EPERM;
}

struct outcome on_mknod(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	mode_t mode = call_uint(call, path.next);
	struct change_name name;
	int status = check_node_mode(mode);

	if (status == 0)
		status = change_new_name(call, path.dirfd, path.address, 0, &name);
	if (status)
		return outcome_fail(status);
	if (is_device(mode, call_uint(call, path.next + 1)))
		return outcome_fail(refuse_device(call, &name));
	call_apply_umask(call);
	return outcome_status(mknodat(name.parent, name.text, mode, 0) < 0 ? -errno : 0);
}

/* The text is the guest's own business: it is kept as it is and read by our walk only. */
struct outcome on_symlink(struct call *call)
{
	struct path_argument path = path_argument(call, 1);
	struct change_name name;
	char *text;
	int status = call_read_path(call, call_long(call, 0), &text);

	if (status == 0 && !text[0])
		status = -ENOENT;
	if (status == 0)
		status = change_new_name(call, path.dirfd, path.address, 0, &name);
	if (status)
		return outcome_fail(status);
	return outcome_status(symlinkat(text, name.parent, name.text) < 0 ? -errno : 0);
}
