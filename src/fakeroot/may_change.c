/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Changing names, owners, modes, times and attributes: fs/namei.c, fs/attr.c, fs/xattr.c.
 * See may.h.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/acl.h"
#include "fakeroot/may.h"

#define LOCKED_SGID ((mode_t)(S_ISGID | S_IXGRP))

bool may_as_owner(const struct creds *creds, const struct may_file *file)
{
	return creds->uid.fs == file->uid || creds_capable(creds, CAP_FOWNER);
}

/* KERNEL: in_group_or_capable(). */
static bool may_keep_sgid(const struct creds *creds, gid_t gid)
{
	return creds_in_group(creds, gid) || creds_capable(creds, CAP_FSETID);
}

int may_create(const struct creds *creds, const struct may_file *directory)
{
	return may_access(creds, directory, W_OK | X_OK);
}

int may_remove(const struct creds *creds, const struct may_file *directory,
	       const struct may_file *file)
{
	int status = may_access(creds, directory, W_OK | X_OK);

	if (status < 0 || (directory->mode & S_ISVTX) == 0)
		return status;
	if (creds->uid.fs == file->uid || creds->uid.fs == directory->uid ||
	    creds_capable(creds, CAP_FOWNER))
		return 0;
	return -EPERM;
}

int may_chmod(const struct creds *creds, const struct may_file *file, mode_t *mode)
{
	if (!may_as_owner(creds, file))
		return -EPERM;
	if (!may_keep_sgid(creds, file->gid))
		*mode &= ~(mode_t)S_ISGID;
	return 0;
}

/* KERNEL: chown_common(): ATTR_KILL_SUID, setattr_should_drop_sgid(). */
static mode_t without_set_ids(const struct creds *creds, const struct may_file *file)
{
	mode_t mode = file->mode & ~(mode_t)S_ISUID;

	if ((mode & LOCKED_SGID) == LOCKED_SGID ||
	    ((mode & S_ISGID) != 0 && !may_keep_sgid(creds, file->gid)))
		mode &= ~(mode_t)S_ISGID;
	return mode;
}

int may_chown(const struct creds *creds, const struct may_file *file, uid_t uid, gid_t gid,
	      mode_t *ret_mode)
{
	const bool owns = creds->uid.fs == file->uid;
	mode_t mode = S_ISDIR(file->mode) ? file->mode : without_set_ids(creds, file);

	if (uid != (uid_t)-1 && !(owns && uid == file->uid) && !creds_capable(creds, CAP_CHOWN))
		return -EPERM;
	if (gid != (gid_t)-1 && !(owns && (gid == file->gid || creds_in_group(creds, gid))) &&
	    !creds_capable(creds, CAP_CHOWN))
		return -EPERM;
	/* KERNEL: setattr_prepare(): losing the bits is a chmod, too. */
	if (mode != file->mode) {
		if (!may_as_owner(creds, file))
			return -EPERM;
		if (!may_keep_sgid(creds, gid == (gid_t)-1 ? file->gid : gid))
			mode &= ~(mode_t)S_ISGID;
	}
	*ret_mode = mode;
	return 0;
}

mode_t may_mode_written(const struct creds *creds, const struct may_file *file)
{
	if (!S_ISREG(file->mode) || creds_capable(creds, CAP_FSETID))
		return file->mode;
	return without_set_ids(creds, file);
}

/* KERNEL: inode_init_owner(), mode_strip_sgid(). */
struct may_file may_new_file(const struct creds *creds, const struct may_file *directory,
			     mode_t mode)
{
	struct may_file file = { .uid = creds->uid.fs, .gid = creds->gid.fs, .mode = mode };

	if ((directory->mode & S_ISGID) == 0)
		return file;
	file.gid = directory->gid;
	if (S_ISDIR(mode))
		file.mode |= S_ISGID;
	else if ((mode & LOCKED_SGID) == LOCKED_SGID && !may_keep_sgid(creds, directory->gid))
		file.mode &= ~(mode_t)S_ISGID;
	return file;
}

int may_set_times(const struct creds *creds, const struct may_file *file, bool now)
{
	if (may_as_owner(creds, file))
		return 0;
	return now ? may_access(creds, file, W_OK) : -EPERM;
}

int may_mknod(const struct creds *creds, mode_t mode, dev_t device)
{
	if (!S_ISCHR(mode) && !S_ISBLK(mode))
		return 0;
	if (S_ISCHR(mode) && device == 0)
		return 0;
	return creds_capable(creds, CAP_MKNOD) ? 0 : -EPERM;
}

/* KERNEL: may_linkat(), safe_hardlink_source(). */
int may_link(const struct creds *creds, const struct may_file *file)
{
	if (may_as_owner(creds, file))
		return 0;
	if (!S_ISREG(file->mode) || (file->mode & S_ISUID) != 0 ||
	    (file->mode & LOCKED_SGID) == LOCKED_SGID)
		return -EPERM;
	return may_access(creds, file, R_OK | W_OK) < 0 ? -EPERM : 0;
}

/* KERNEL: may_create_in_sticky(). */
int may_open_in_sticky(const struct creds *creds, const struct may_file *directory,
		       const struct may_file *file, const struct may_protected *protected)
{
	unsigned int level = 2;

	if (S_ISREG(file->mode))
		level = protected->regular;
	else if (S_ISFIFO(file->mode))
		level = protected->fifos;
	if ((directory->mode & S_ISVTX) == 0 || level == 0 || file->uid == directory->uid ||
	    file->uid == creds->uid.fs)
		return 0;
	if ((directory->mode & S_IWOTH) != 0)
		return -EACCES;
	return (directory->mode & S_IWGRP) != 0 && level >= 2 &&
			       (S_ISREG(file->mode) || S_ISFIFO(file->mode))
		       ? -EACCES
		       : 0;
}

static bool begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool is_acl(const char *name)
{
	return strcmp(name, ACL_ACCESS_NAME) == 0 || strcmp(name, ACL_DEFAULT_NAME) == 0;
}

/* KERNEL: cap_inode_setxattr(), cap_convert_nscap(). */
static int may_set_security(const struct creds *creds, const char *name)
{
	if (strcmp(name, "security.capability") == 0)
		return creds_capable(creds, CAP_SETFCAP) ? 0 : -EPERM;
	return creds_capable(creds, CAP_SYS_ADMIN) ? 0 : -EPERM;
}

/* KERNEL: xattr_permission(); ACLs: posix_acl_permission of fs/posix_acl.c, vfs_set_acl(). */
int may_xattr(const struct creds *creds, const struct may_file *file, const char *name,
	      bool write)
{
	if (begins(name, "security."))
		return write ? may_set_security(creds, name) : 0;
	/* Of others there is none: that is the file system's to say. */
	if (begins(name, "system."))
		return !write || !is_acl(name) || may_as_owner(creds, file) ? 0 : -EPERM;
	if (begins(name, "trusted.")) {
		if (creds_capable(creds, CAP_SYS_ADMIN))
			return 0;
		return write ? -EPERM : -ENODATA;
	}
	if (begins(name, "user.")) {
		if (!S_ISREG(file->mode) && !S_ISDIR(file->mode))
			return write ? -EPERM : -ENODATA;
		if (S_ISDIR(file->mode) && (file->mode & S_ISVTX) != 0 && write &&
		    !may_as_owner(creds, file))
			return -EPERM;
	}
	return may_access(creds, file, write ? W_OK : R_OK);
}
