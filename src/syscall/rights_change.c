/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See rights.h: names that are made, taken away and moved, links, times. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/stat.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/may.h"
#include "syscall/faked.h"
#include "syscall/rights.h"
#include "syscall/rights_private.h"

#define NSEC_PER_SEC 1000000000L

/* What lies at the name, in the jail's eyes; -ENOENT. A slash behind it is no part of it. */
static int look_at(struct call *call, const struct change_name *name, struct may_file *ret_file,
		   struct statx *ret_host)
{
	char *plain = talloc_strndup(call->pool, name->text, strcspn(name->text, "/"));
	int status;

	if (plain == NULL)
		return -ENOMEM;
	status = faked_host_at(name->parent, plain, AT_SYMLINK_NOFOLLOW, ret_host);
	if (status == 0)
		*ret_file = faked_file(call->jail, ret_host);
	return status;
}

static bool has_slash(const struct change_name *name)
{
	return strchr(name->text, '/') != NULL;
}

/* KERNEL: filename_create(): what looking the name up tells before rights are asked; 0: none. */
static int look_for_new(struct call *call, const struct change_name *name, bool directory)
{
	struct may_file file;
	struct statx host;
	int status = look_at(call, name, &file, &host);

	if (status == 0)
		return -EEXIST;
	return status == -ENOENT && (directory || !has_slash(name)) ? 0 : status;
}

int rights_make(struct call *call, const struct change_name *name, bool directory)
{
	int status, found;

	if (call->jail->fake_root == NULL)
		return 0;
	status = rights_access(call, name->parent, W_OK | X_OK);
	if (status != -EACCES)
		return status;
	found = look_for_new(call, name, directory);
	return found < 0 ? found : status;
}

static int remove_object(struct call *call, const struct change_name *name,
			 const struct may_file *file)
{
	struct may_file directory;
	struct statx host;
	int status = faked_look(call->jail, name->parent, &host, &directory);

	if (status == 0)
		status = may_remove(rights_creds(call), &directory, file);
	if (status == 0)
		rights_unlock(call, name->parent, &host, W_OK | X_OK);
	return status;
}

int rights_remove(struct call *call, const struct change_name *name)
{
	struct may_file file;
	struct statx host;

	if (call->jail->fake_root == NULL || look_at(call, name, &file, &host) < 0)
		return 0;
	return remove_object(call, name, &file);
}

/* KERNEL: vfs_rename(): a directory that gets another parent has its ".." written to. */
static int may_move(struct call *call, const struct change_name *from, const struct change_name *to,
		    const struct may_file *file)
{
	struct statx old, new;

	if (!S_ISDIR(file->mode))
		return 0;
	if (faked_host(from->parent, &old) == 0 && faked_host(to->parent, &new) == 0 &&
	    old.stx_ino == new.stx_ino &&
	    old.stx_dev_major == new.stx_dev_major &&old.stx_dev_minor == new.stx_dev_minor)
		return 0;
	return may_access(rights_creds(call), file, W_OK);
}

/* KERNEL: may_delete() of what is replaced, before a moved directory is asked for. */
static int may_take_place(const struct may_file *file, const struct may_file *target)
{
	if (S_ISDIR(file->mode) == S_ISDIR(target->mode))
		return 0;
	return S_ISDIR(file->mode) ? -ENOTDIR : -EISDIR;
}

/* The host asks for it, too. */
static void unlock_moved(struct call *call, const struct change_name *name,
			 const struct statx *host)
{
	int handle;

	if (!S_ISDIR(host->stx_mode))
		return;
	handle = openat(name->parent, name->text, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (handle >= 0)
		rights_unlock(call, call_own_fd(call, handle), host, W_OK);
}

/* `directory` is the object of `name`, or lies below it. */
static bool lies_in(struct call *call, int directory, const struct change_name *name)
{
	struct path_view view = call_view(call);
	size_t length = strcspn(name->text, "/"), above;
	struct mount *mount, *other;
	char *rel, *top;

	if (path_locate(call->pool, &view, directory, NULL, &mount, &rel) < 0 ||
	    path_locate(call->pool, &view, name->parent, mount, &other, &top) < 0 || mount != other)
		return false;
	above = strlen(top);
	if (above > 0) {
		if (strncmp(rel, top, above) != 0 || rel[above] != '/')
			return false;
		rel += above + 1;
	}
	return strncmp(rel, name->text, length) == 0 && (rel[length] == '\0' || rel[length] == '/');
}

/* KERNEL: do_renameat2(): what it says before vfs_rename() asks for rights, which are refused. */
static int refused_earlier(struct call *call, const struct change_name *from,
			   const struct change_name *to, unsigned int flags, bool is_directory,
			   bool to_directory, int refusal)
{
	bool exchange = (flags & RENAME_EXCHANGE) != 0;

	if (exchange && !to_directory && has_slash(to))
		return -ENOTDIR;
	if (!is_directory && (has_slash(from) || (!exchange && has_slash(to))))
		return -ENOTDIR;
	if (lies_in(call, to->parent, from))
		return -EINVAL;
	if (lies_in(call, from->parent, to))
		return exchange ? -EINVAL : -ENOTEMPTY;
	return refusal;
}

int rights_rename(struct call *call, const struct change_name *from, const struct change_name *to,
		  unsigned int flags)
{
	struct may_file file, target;
	struct statx host, target_host;
	bool exists;
	int status;

	if (call->jail->fake_root == NULL || look_at(call, from, &file, &host) < 0)
		return 0;
	status = look_at(call, to, &target, &target_host);
	if (status < 0 && status != -ENOENT)
		return status;
	exists = status == 0;
	/* The kernel's to refuse, or two names of one file, where nothing is done. */
	if (exists ? (flags & RENAME_NOREPLACE) != 0 ||
			     (host.stx_ino == target_host.stx_ino &&
			      host.stx_dev_major == target_host.stx_dev_major &&
			      host.stx_dev_minor == target_host.stx_dev_minor)
		   : (flags & RENAME_EXCHANGE) != 0)
		return 0;
	status = remove_object(call, from, &file);
	if (status == 0)
		status = exists ? remove_object(call, to, &target)
				: rights_access(call, to->parent, W_OK | X_OK);
	if (status == 0 && exists && (flags & RENAME_EXCHANGE) == 0)
		status = may_take_place(&file, &target);
	if (status == 0)
		status = may_move(call, from, to, &file);
	if (status == 0 && (flags & RENAME_EXCHANGE) != 0)
		status = may_move(call, to, from, &target);
	if (status < 0)
		return refused_earlier(call, from, to, flags, S_ISDIR(file.mode),
				       exists && S_ISDIR(target.mode), status);
	unlock_moved(call, from, &host);
	if (exists && (flags & RENAME_EXCHANGE) != 0)
		unlock_moved(call, to, &target_host);
	return 0;
}

/* KERNEL: do_linkat(): the name, whether the file may be linked, the directory. */
int rights_link(struct call *call, int handle, const struct change_name *name)
{
	struct may_file file;
	struct statx host;
	int status;

	if (call->jail->fake_root == NULL)
		return 0;
	status = rights_access(call, name->parent, X_OK);
	if (status == 0)
		status = look_for_new(call, name, false);
	if (status < 0)
		return status;
	if (call->jail->fake_root->protected_hardlinks) {
		status = faked_look(call->jail, handle, &host, &file);
		if (status == 0)
			status = may_link(rights_creds(call), &file);
	}
	return status < 0 ? status : rights_access(call, name->parent, W_OK | X_OK);
}

int rights_as_owner(struct call *call, int handle)
{
	struct may_file file;
	struct statx host;
	int status = faked_look(call->jail, handle, &host, &file);

	if (status < 0)
		return status;
	return may_as_owner(rights_creds(call), &file) ? 0 : -EPERM;
}

/* KERNEL: generic_setlease(), vfs_setlease(). */
int rights_lease(struct call *call, int handle)
{
	struct may_file file;
	struct statx host;
	int status;

	if (call->jail->fake_root == NULL)
		return 0;
	status = faked_look(call->jail, handle, &host, &file);
	if (status < 0)
		return status;
	if (file.uid != rights_creds(call)->uid.fs && !creds_capable(rights_creds(call), CAP_LEASE))
		return -EACCES;
	return S_ISREG(file.mode) ? 0 : -EINVAL;
}

/* KERNEL: vfs_utimes(), before it asks for rights. */
static bool is_time(const struct timespec *time)
{
	return time->tv_nsec == UTIME_NOW || time->tv_nsec == UTIME_OMIT ||
	       (time->tv_nsec >= 0 && time->tv_nsec < NSEC_PER_SEC);
}

int rights_set_times(struct call *call, int handle, const struct timespec times[2])
{
	bool now = times == NULL ||
		   (times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW);
	struct may_file file;
	struct statx host;
	int status;

	if (call->jail->fake_root == NULL)
		return 0;
	if (times != NULL && (!is_time(&times[0]) || !is_time(&times[1])))
		return -EINVAL;
	status = faked_look(call->jail, handle, &host, &file);
	return status < 0 ? status : may_set_times(rights_creds(call), &file, now);
}
