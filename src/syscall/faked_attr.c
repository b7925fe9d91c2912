/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See faked_attr.h; the checks in the order of fs/attr.c, fs/xattr.c and fs/posix_acl.c. */
#include "syscall/faked_attr.h"

#include <endian.h>
#include <errno.h>
#include <linux/capability.h>
#include <linux/limits.h>
#include <linux/magic.h>
#include <linux/stat.h>
#include <stdint.h>
#include <string.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fakeroot/acl.h"
#include "fakeroot/fake_root.h"
#include "syscall/faked.h"
#include "syscall/widened.h"

#define CAPABILITY "security.capability"

static int changed(int handle, int status)
{
	if (status == 0)
		faked_changed(handle);
	return status;
}

/* The access ACL follows the mode, as chmod changes it. */
static int chmod_acl(struct owners *owners, const struct statx *host, const struct may_file *file)
{
	void *copy;
	int status;

	if (file->acl == NULL)
		return 0;
	copy = talloc_memdup(NULL, file->acl, file->acl_size);
	if (copy == NULL)
		return -ENOMEM;
	acl_chmod(copy, file->acl_size, file->mode);
	status = owners_set_xattr(owners, host, ACL_ACCESS_NAME, copy, file->acl_size, 0);
	talloc_free(copy);
	return status;
}

int faked_chmod(struct call *call, int handle, mode_t mode)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct may_file file;
	struct statx host;
	mode_t before;
	int status = faked_look(call->jail, handle, &host, &file);

	mode &= 07777;
	if (status < 0)
		return status;
	if (S_ISLNK(file.mode))
		return -EOPNOTSUPP;
	status = may_chmod(call->member->creds, &file, &mode);
	if (status < 0)
		return status;
	file.mode = (file.mode & S_IFMT) | mode;
	before = host.stx_mode;
	status = faked_set(call->jail, handle, &host, &file);
	if (status == 0)
		status = chmod_acl(owners, &host, &file);
	if (status < 0)
		return status;
	widened_chosen(call->jail, &host, mode);
	/* A change of the host's mode has moved the time already. */
	if (host.stx_mode == before)
		faked_changed(handle);
	/* Whoever sets these bits without CAP_FSETID may have the file open. */
	if ((mode & (S_ISUID | S_ISGID)) != 0)
		faked_opened_for_writing(call, handle);
	return 0;
}

int faked_chown(struct call *call, int handle, uid_t uid, gid_t gid)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct may_file file;
	struct statx host;
	mode_t mode;
	int status = faked_look(call->jail, handle, &host, &file);

	if (status == 0)
		status = may_chown(call->member->creds, &file, uid, gid, &mode);
	if (status < 0)
		return status;
	if (uid != (uid_t)-1)
		file.uid = uid;
	if (gid != (gid_t)-1)
		file.gid = gid;
	file.mode = mode;
	/* KERNEL: cap_inode_killpriv() */
	if (!S_ISDIR(mode))
		(void)owners_remove_xattr(owners, &host, CAPABILITY);
	return changed(handle, faked_set(call->jail, handle, &host, &file));
}

static bool begins(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

static bool is_acl(const char *name)
{
	return strcmp(name, ACL_ACCESS_NAME) == 0 || strcmp(name, ACL_DEFAULT_NAME) == 0;
}

static bool is_faked(const char *name)
{
	return begins(name, "security.") || begins(name, "trusted.") || is_acl(name);
}

/* KERNEL: what pipes and sockets without names lie in keeps no attributes. */
static bool has_none(int handle, const struct may_file *file)
{
	struct statfs fs;

	return (S_ISFIFO(file->mode) || S_ISSOCK(file->mode)) && fstatfs(handle, &fs) == 0 &&
	       ((unsigned int)fs.f_type == PIPEFS_MAGIC || (unsigned int)fs.f_type == SOCKFS_MAGIC);
}

/* An ACL that the host's file has itself, and that would be shown where none is kept here. */
static int remove_hosts_acl(int handle, const char *name)
{
	struct handle_name object = handle_name(handle);

	return getxattr(object.text, name, NULL, 0) < 0 || removexattr(object.text, name) == 0
		       ? 0
		       : -errno;
}

static int remove_acl(struct call *call, int handle, const struct statx *host, const char *name)
{
	int status = owners_remove_xattr(call->jail->fake_root->owners, host, name);

	/* KERNEL: what is not there is removed without a trace. */
	return status == -ENODATA ? 0 : changed(handle, status);
}

/* An access ACL changes the mode, or is no more than it. */
static int set_access_acl(struct call *call, int handle, struct statx *host, struct may_file *file,
			  const void *value, size_t size)
{
	struct owners *owners = call->jail->fake_root->owners;
	mode_t mode;
	int status = acl_check(value, size, &mode);

	if (status < 0)
		return status;
	if (status == 1)
		(void)owners_remove_xattr(owners, host, ACL_ACCESS_NAME);
	else if (owners_set_xattr(owners, host, ACL_ACCESS_NAME, value, size, 0) < 0)
		return -ENOMEM;
	mode |= file->mode & 07000;
	if (may_chmod(call->member->creds, file, &mode) < 0)
		return -EPERM;
	file->mode = (file->mode & S_IFMT) | mode;
	status = faked_set(call->jail, handle, host, file);
	if (status == 0)
		widened_chosen(call->jail, host, mode);
	return changed(handle, status);
}

/* KERNEL: do_set_acl(), vfs_set_acl(), set_posix_acl(), in their order. */
static int set_acl(struct call *call, int handle, struct statx *host, struct may_file *file,
		   const char *name, void *value, size_t size)
{
	struct owners *owners = call->jail->fake_root->owners;
	bool access = strcmp(name, ACL_ACCESS_NAME) == 0;
	mode_t mode;
	int status = size > 0 ? acl_check(value, size, &mode) : 0;

	if (status < 0)
		return status;
	if (status == 2)
		size = 0;
	if (size > 0)
		acl_normalize(value, size);
	if (S_ISLNK(file->mode) || has_none(handle, file))
		return -EOPNOTSUPP;
	if (!access && !S_ISDIR(file->mode))
		return size > 0 ? -EACCES : 0;
	status = may_xattr(call->member->creds, file, name, true);
	if (status < 0)
		return status;
	status = remove_hosts_acl(handle, name);
	/* What belongs to somebody else keeps it, behind the one that is set. */
	if (status < 0 && (size == 0 || status != -EPERM))
		return status;
	if (size == 0)
		return remove_acl(call, handle, host, name);
	if (access)
		return set_access_acl(call, handle, host, file, value, size);
	return changed(handle, owners_set_xattr(owners, host, name, value, size, 0));
}

/* On the file itself; its host mode may be in the way of what its faked one allows. */
static int set_on_host(struct call *call, int handle, const char *name, const void *value,
		       size_t size, int flags)
{
	struct handle_name object = handle_name(handle);

	if (setxattr(object.text, name, value, size, flags) == 0)
		return 0;
	if (errno != EACCES)
		return -errno;
	if (faked_unlock(call, handle) < 0)
		return -EACCES;
	return setxattr(object.text, name, value, size, flags) < 0 ? -errno : 0;
}

/* KERNEL: cap_convert_nscap(): of revision 2 or 3. */
static bool is_capability(const void *value, size_t size)
{
	uint32_t magic;

	if (size != XATTR_CAPS_SZ_2 && size != XATTR_CAPS_SZ_3)
		return false;
	memcpy(&magic, value, sizeof(magic));
	return (le32toh(magic) & VFS_CAP_REVISION_MASK) ==
	       (size == XATTR_CAPS_SZ_2 ? VFS_CAP_REVISION_2 : VFS_CAP_REVISION_3);
}

static int set_attribute(struct call *call, int handle, const char *name, void *value, size_t size,
			 int flags)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct may_file file;
	struct statx host;
	int status = faked_look(call->jail, handle, &host, &file);

	if (status < 0)
		return status;
	if (is_acl(name))
		return set_acl(call, handle, &host, &file, name, value, size);
	/* KERNEL: vfs_setxattr() looks at what it is before it asks who sets it. */
	if (size > 0 && strcmp(name, CAPABILITY) == 0 && !is_capability(value, size))
		return -EINVAL;
	status = may_xattr(call->member->creds, &file, name, true);
	if (status < 0)
		return status;
	if (has_none(handle, &file))
		return -EOPNOTSUPP;
	if (!is_faked(name)) {
		status = set_on_host(call, handle, name, value, size, flags);
		if (status != -EOPNOTSUPP || !begins(name, "user."))
			return status;
	}
	if (strcmp(name, CAPABILITY) == 0 && !is_capability(value, size))
		return -EINVAL;
	status = changed(handle, owners_set_xattr(owners, &host, name, value, size, flags));
	/* Somebody may have it open, whose writes take it. */
	if (status == 0 && strcmp(name, CAPABILITY) == 0)
		faked_opened_for_writing(call, handle);
	return status;
}

int faked_removexattr(struct call *call, int handle, const char *name)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct handle_name object = handle_name(handle);
	struct may_file file;
	struct statx host;
	int status = faked_look(call->jail, handle, &host, &file);

	if (status == 0 && is_acl(name))
		return set_acl(call, handle, &host, &file, name, NULL, 0);
	if (status == 0)
		status = may_xattr(call->member->creds, &file, name, true);
	if (status < 0)
		return status;
	if (has_none(handle, &file))
		return -EOPNOTSUPP;
	status = changed(handle, owners_remove_xattr(owners, &host, name));
	if (status != -ENODATA || is_faked(name))
		return status;
	if (removexattr(object.text, name) == 0)
		return 0;
	if (errno != EACCES)
		return -errno;
	if (faked_unlock(call, handle) < 0)
		return -EACCES;
	return removexattr(object.text, name) < 0 ? -errno : 0;
}

/* KERNEL: what is larger is not kept by any file system. */
static ssize_t read_host(struct call *call, int handle, const char *name, const void **ret_value)
{
	struct handle_name object = handle_name(handle);
	void *buffer = talloc_size(call->pool, XATTR_SIZE_MAX);
	ssize_t length;

	if (buffer == NULL)
		return -ENOMEM;
	length = name == NULL ? listxattr(object.text, buffer, XATTR_SIZE_MAX)
			      : getxattr(object.text, name, buffer, XATTR_SIZE_MAX);
	*ret_value = buffer;
	return length < 0 ? -errno : length;
}

ssize_t faked_getxattr(struct call *call, int handle, const char *name, const void **ret_value)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct may_file file;
	struct statx host;
	ssize_t length;
	size_t size;
	int status = faked_look(call->jail, handle, &host, &file);

	if (status == 0)
		status = may_xattr(call->member->creds, &file, name, false);
	if (status < 0)
		return status;
	if (is_faked(name) && has_none(handle, &file))
		return -EOPNOTSUPP;
	if (owners_get_xattr(owners, &host, name, ret_value, &size) == 0)
		return (ssize_t)size;
	length = read_host(call, handle, name, ret_value);
	if (length == -EACCES && faked_unlock(call, handle) == 0)
		length = read_host(call, handle, name, ret_value);
	/* A placeholder is no device to the host. */
	if (length == -EOPNOTSUPP && (is_faked(name) || begins(name, "user.")))
		return S_ISLNK(file.mode) && is_acl(name) ? -EOPNOTSUPP : -ENODATA;
	return length;
}

/* Listings show attributes in the order in which they were set. */
static void place(struct call *call, int handle, const struct statx *host, const char *name)
{
	const void *own;
	ssize_t length = read_host(call, handle, NULL, &own);
	const char *names = own;
	size_t count = 0;

	for (ssize_t at = 0; at < length; at += (ssize_t)strlen(names + at) + 1)
		count++;
	owners_place_xattr(call->jail->fake_root->owners, host, name, count);
}

int faked_setxattr(struct call *call, int handle, const char *name, void *value, size_t size,
		   int flags)
{
	const void *old;
	size_t old_size;
	struct statx host;
	bool fresh = (is_faked(name) || is_acl(name)) && faked_host(handle, &host) == 0 &&
		     owners_get_xattr(call->jail->fake_root->owners, &host, name, &old, &old_size) <
			     0;
	int status = set_attribute(call, handle, name, value, size, flags);

	if (status == 0 && fresh)
		place(call, handle, &host, name);
	return status;
}

static bool has_name(const char *names, size_t size, const char *name)
{
	for (size_t at = 0; at < size; at += strlen(names + at) + 1) {
		if (strcmp(names + at, name) == 0)
			return true;
	}
	return false;
}

/* The file's own names, and between them those of the database that it does not have itself. */
struct listing {
	const char *own;
	size_t own_size, own_at, own_count; /* so much of it is in `names`, and so many */
	char *names;
	size_t used;
};

/* Until `count` of the file's own are there. */
static void add_own(struct listing *listing, size_t count)
{
	while (listing->own_at < listing->own_size && listing->own_count < count) {
		const char *name = listing->own + listing->own_at;
		size_t size = strlen(name) + 1;

		memcpy(listing->names + listing->used, name, size);
		listing->used += size;
		listing->own_at += size;
		listing->own_count++;
	}
}

ssize_t faked_listxattr(struct call *call, int handle, const void **ret_names)
{
	struct owners *owners = call->jail->fake_root->owners;
	bool privileged = creds_capable(call->member->creds, CAP_SYS_ADMIN);
	struct listing listing = { 0 };
	const void *own;
	struct statx host;
	char *more;
	size_t more_size;
	ssize_t length;
	int status = faked_host(handle, &host);

	if (status == 0)
		status = owners_list_xattrs(call->pool, owners, &host, &more, &more_size);
	if (status < 0)
		return status;
	length = read_host(call, handle, NULL, &own);
	if (length == -EOPNOTSUPP)
		length = 0;
	if (length < 0)
		return length;
	listing.own = own;
	listing.own_size = (size_t)length;
	listing.names = talloc_size(call->pool, listing.own_size + more_size + 1);
	if (listing.names == NULL)
		return -ENOMEM;
	for (size_t at = 0; at < more_size; at += strlen(more + at) + 1) {
		size_t size = strlen(more + at) + 1;

		/* KERNEL: simple_xattr_list(), ext4_xattr_trusted_list(): not for everybody. */
		if ((begins(more + at, "trusted.") && !privileged) ||
		    has_name(own, listing.own_size, more + at))
			continue;
		add_own(&listing, owners_xattr_place(owners, &host, more + at));
		memcpy(listing.names + listing.used, more + at, size);
		listing.used += size;
	}
	add_own(&listing, SIZE_MAX);
	*ret_names = listing.names;
	return (ssize_t)listing.used;
}
