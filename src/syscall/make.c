/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mkdir, mknod, symlink: new names, made by the tracer in the judged directory under the
 * caller's umask. Devices are never made, whoever runs ptjail: a jail hands out none. Where
 * owners are faked they are empty files that read back as devices.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"

/*
 * With faked owners: made with its user's rights to it, a device as an empty file, and then
 * shown as planned.
 */
static long make_faked(struct call *call, const struct change_name *name, mode_t mode, dev_t device,
		       const char *link_text)
{
	struct faked_new new;
	int status = may_mknod(call->member->creds, mode, device);

	/* KERNEL: filename_create() looks for the name before vfs_mknod() asks. */
	if (status < 0)
		status = change_refuse_new_name(call, name, 0, status);
	if (status == 0)
		status = faked_plan(call, name->parent, mode, &new);
	if (status < 0)
		return status;
	new.device = device;
	(void)umask(0);
	if (S_ISLNK(mode))
		status = symlinkat(link_text, name->parent, name->text);
	else if (S_ISDIR(mode))
		status = mkdirat(name->parent, name->text, new.host_mode);
	else if (S_ISCHR(mode) || S_ISBLK(mode))
		status = mknodat(name->parent, name->text, S_IFREG | new.host_mode, 0);
	else
		status = mknodat(name->parent, name->text, (mode & S_IFMT) | new.host_mode, 0);
	if (status < 0)
		return -errno;
	return faked_made_at(call, name->parent, name->text, &new);
}

struct outcome on_mkdir(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	struct change_name name;
	int status = change_new_name(call, path.dirfd, path.address, CHANGE_DIRECTORY, &name);

	if (status)
		return outcome_fail(status);
	/* KERNEL: vfs_mkdir() */
	if (call->jail->fake_root != NULL)
		return outcome_status(make_faked(
			call, &name, S_IFDIR | (call_uint(call, path.next) & 01777), 0, NULL));
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
	status = change_directory_access(call, name);
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
	if (call->jail->fake_root != NULL)
		return outcome_status(make_faked(call, &name,
						 (mode & S_IFMT) == 0 ? S_IFREG | mode : mode,
						 call_uint(call, path.next + 1), NULL));
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
	if (call->jail->fake_root != NULL)
		return outcome_status(make_faked(call, &name, S_IFLNK | 0777, 0, text));
	return outcome_status(symlinkat(text, name.parent, name.text) < 0 ? -errno : 0);
}
