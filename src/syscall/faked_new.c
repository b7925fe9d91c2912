/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See faked.h: files that are made. The host makes them as its user's; whose they are and in
 * which mode, by fsuid, set-gid directories, default ACLs and umask, is decided here.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "fakeroot/acl.h"
#include "fakeroot/fake_root.h"
#include "syscall/faked.h"

static bool has_hosts_acl(int directory)
{
	return getxattr(handle_name(directory).text, ACL_DEFAULT_NAME, NULL, 0) >= 0;
}

/*
 * KERNEL: posix_acl_create(): a default ACL takes the umask's place, but not for symlinks.
 * new->plain: there is none, or it is the host's directory's own, and the host's to apply.
 */
static int inherit(struct call *call, int handle, const struct statx *directory, mode_t *mode,
		   struct faked_new *new)
{
	struct owners *owners = call->jail->fake_root->owners;
	const void *value;
	size_t size;

	new->plain = owners_get_xattr(owners, directory, ACL_DEFAULT_NAME, &value, &size) < 0;
	if (new->plain) {
		new->mode_is_hosts = has_hosts_acl(handle);
		if (!new->mode_is_hosts)
			*mode &= ~call->member->fs->umask;
		return 0;
	}
	new->acl = talloc_memdup(call->pool, value, size);
	new->acl_size = size;
	if (S_ISDIR(*mode)) {
		new->default_acl = talloc_memdup(call->pool, value, size);
		new->default_acl_size = size;
	}
	if (new->acl == NULL || (S_ISDIR(*mode) && new->default_acl == NULL))
		return -ENOMEM;
	if (acl_create(new->acl, size, mode))
		new->acl = NULL;
	return 0;
}

int faked_plan(struct call *call, int directory, mode_t mode, struct faked_new *ret)
{
	const struct jail *jail = call->jail;
	struct may_file parent;
	struct statx host, made;
	int status = faked_look(jail, directory, &host, &parent);

	*ret = (struct faked_new){ .plain = true };
	if (status < 0)
		return status;
	/* KERNEL: vfs_prepare_mode(): the set-gid bit goes by the mode without the umask. */
	ret->file = may_new_file(call->member->creds, &parent, mode);
	if (!S_ISLNK(mode))
		status = inherit(call, directory, &host, &ret->file.mode, ret);
	if (status < 0)
		return status;
	ret->host_mode = faked_host_mode(ret->file.mode);
	if (ret->acl != NULL)
		ret->host_mode = acl_unnamed(ret->acl, ret->acl_size, ret->host_mode);
	made = (struct statx){ .stx_mode = (uint16_t)mode,
			       .stx_uid = jail->fake_root->host_uid,
			       .stx_gid = jail->fake_root->host_gid };
	owners_show_unknown(jail->fake_root->owners, &made);
	ret->plain = ret->plain && made.stx_uid == ret->file.uid && made.stx_gid == ret->file.gid &&
		     (ret->file.mode & 07000) == 0 && !owners_lack_births(jail->fake_root->owners);
	if (!ret->plain)
		owners_begin(jail->fake_root->owners);
	return 0;
}

static int enter(struct call *call, const struct statx *host, const struct faked_new *new)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct statx shown = *host;
	struct owner owner = { .uid = new->file.uid,
			       .gid = new->file.gid,
			       .mode = new->file.mode,
			       .rdev = new->device };
	int status;

	if (new->mode_is_hosts)
		owner.mode = (owner.mode & ~0777U) | (host->stx_mode & 0777U);
	owners_forget(owners, host);
	owners_show_unknown(owners, &shown);
	if (shown.stx_uid != owner.uid || shown.stx_gid != owner.gid)
		owner.known |= OWNER_IDS;
	if (!S_ISLNK(shown.stx_mode) && (shown.stx_mode & 07777) != (owner.mode & 07777))
		owner.known |= OWNER_MODE;
	/* Not the whiteout that a rename leaves, which anybody may make. */
	if ((S_ISCHR(owner.mode) || S_ISBLK(owner.mode)) && S_ISREG(host->stx_mode))
		owner.known |= OWNER_DEVICE;
	status = owners_set(owners, host, &owner);
	/* KERNEL: in this order, which listxattr() shows: ext4_init_acl(). */
	if (status == 0 && new->default_acl != NULL)
		status = owners_set_xattr(owners, host, ACL_DEFAULT_NAME, new->default_acl,
					  new->default_acl_size, 0);
	if (status == 0 && new->acl != NULL)
		status = owners_set_xattr(owners, host, ACL_ACCESS_NAME, new->acl, new->acl_size,
					  0);
	/* It may be open for writing already, and given its bits by who loses them by that. */
	if (status == 0)
		owners_may_be_written(owners, host, faked_takes(call, owner.gid));
	return status;
}

int faked_made(struct call *call, int handle, const struct faked_new *new)
{
	struct statx host;
	int status = faked_host(handle, &host);

	return status < 0 ? status : enter(call, &host, new);
}

int faked_made_nameless(struct call *call, int handle)
{
	const struct creds *creds = call->member->creds;
	struct faked_new new = { .file = { .uid = creds->uid.fs, .gid = creds->gid.fs } };
	struct statx host;
	int status = faked_host(handle, &host);

	if (status < 0)
		return status;
	new.file.mode = host.stx_mode;
	status = enter(call, &host, &new);
	return status < 0 ? status : owners_made(call->jail->fake_root->owners, &host);
}

int faked_made_at(struct call *call, int directory, const char *name, const struct faked_new *new)
{
	size_t length = strcspn(name, "/");
	char *plain = talloc_strndup(call->pool, name, length);
	struct statx host;
	int status;

	if (plain == NULL)
		return -ENOMEM;
	status = faked_host_at(directory, plain, AT_SYMLINK_NOFOLLOW, &host);
	return status < 0 ? status : enter(call, &host, new);
}
