/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What an exec makes of credentials: bprm_fill_uid() of fs/exec.c and
 * cap_bprm_creds_from_file() of security/commoncap.c, Linux 6.18. See creds.h.
 */
#include <endian.h>
#include <errno.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/stat.h>

#include "fakeroot/creds.h"

struct file_caps {
	uint64_t permitted, inheritable;
	bool effective;
	bool found;
};

static uint32_t word_at(const void *bytes, size_t index)
{
	uint32_t word;

	memcpy(&word, (const char *)bytes + index * sizeof(word), sizeof(word));
	return le32toh(word);
}

/* KERNEL: get_vfs_caps_from_disk(). An attribute of some user namespace's root is none here. */
static int read_file_caps(const struct creds_program *program, struct file_caps *ret_caps)
{
	const void *value = program->capability;
	size_t size = program->capability_size;
	uint32_t magic;
	bool wide = true;

	*ret_caps = (struct file_caps){ .found = false };
	if (value == NULL || program->no_suid)
		return 0;
	if (size < sizeof(magic))
		return -EINVAL;
	magic = word_at(value, 0);
	switch (magic & VFS_CAP_REVISION_MASK) {
	case VFS_CAP_REVISION_1:
		if (size != XATTR_CAPS_SZ_1)
			return -EINVAL;
		wide = false;
		break;
	case VFS_CAP_REVISION_2:
		if (size != XATTR_CAPS_SZ_2)
			return -EINVAL;
		break;
	case VFS_CAP_REVISION_3:
		if (size != XATTR_CAPS_SZ_3)
			return -EINVAL;
		if (word_at(value, 5) != 0)
			return 0;
		break;
	default:
		return -EINVAL;
	}
	ret_caps->permitted = word_at(value, 1);
	ret_caps->inheritable = word_at(value, 2);
	if (wide) {
		ret_caps->permitted |= (uint64_t)word_at(value, 3) << 32;
		ret_caps->inheritable |= (uint64_t)word_at(value, 4) << 32;
	}
	ret_caps->permitted &= CREDS_ALL_CAPS;
	ret_caps->inheritable &= CREDS_ALL_CAPS;
	ret_caps->effective = (magic & VFS_CAP_FLAGS_EFFECTIVE) != 0;
	ret_caps->found = true;
	return 0;
}

/* bprm_fill_uid(). */
static void take_ids(struct creds *creds, const struct creds_program *program)
{
	if (program->no_suid || creds->no_new_privs)
		return;
	if ((program->mode & S_ISUID) != 0)
		creds->uid.effective = program->uid;
	if ((program->mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP))
		creds->gid.effective = program->gid;
}

/* handle_privileged_root(); *effective: the program gets what it is permitted at once. */
static void take_roots_caps(struct creds *new, const struct creds *old,
			    const struct file_caps *file, bool *effective)
{
	if ((new->securebits & SECBIT_NOROOT) != 0)
		return;
	if (file->found && new->uid.real != 0 && new->uid.effective == 0)
		return;
	if (new->uid.real == 0 || new->uid.effective == 0)
		new->caps.permitted = old->caps.bounding | old->caps.inheritable;
	if (new->uid.effective == 0)
		*effective = true;
}

/* They get no more than they had. */
static void downgrade(struct creds *new, const struct creds *old)
{
	if (!creds_capable(old, CAP_SETUID) || old->no_new_privs) {
		new->uid.effective = new->uid.real;
		new->gid.effective = new->gid.real;
	}
	new->caps.permitted &= old->caps.permitted;
}

int creds_exec(struct creds *creds, const struct creds_program *program, bool *ret_secure)
{
	const struct creds old = *creds;
	struct creds new = *creds;
	struct file_caps file;
	bool id_changed, effective;
	int status = read_file_caps(program, &file);

	if (status < 0)
		return status;
	take_ids(&new, program);
	effective = file.effective;
	new.caps.permitted = (new.caps.bounding & file.permitted) |
			     (new.caps.inheritable & file.inheritable);
	if (effective && (file.permitted & ~new.caps.permitted) != 0)
		return -EPERM;
	take_roots_caps(&new, &old, &file, &effective);
	/* KERNEL: 6.17 asks for groups; before, a changed id counted even if it was had already. */
	id_changed = new.uid.effective != old.uid.effective ||
		     !creds_in_group(&old, new.gid.effective);
	if ((id_changed || (new.caps.permitted & ~old.caps.permitted) != 0) &&
	    (old.no_new_privs || program->shared_fs))
		downgrade(&new, &old);
	new.uid.saved = new.uid.fs = new.uid.effective;
	new.gid.saved = new.gid.fs = new.gid.effective;
	if (file.found || id_changed)
		new.caps.ambient = 0;
	new.caps.permitted |= new.caps.ambient;
	new.caps.effective = effective ? new.caps.permitted : new.caps.ambient;
	new.securebits &= ~SECBIT_KEEP_CAPS;
	*ret_secure = id_changed || new.uid.effective != old.uid.real ||
		      new.gid.effective != old.gid.real ||
		      (new.uid.real != 0 &&
		       (effective || (new.caps.permitted & ~new.caps.ambient) != 0));
	*creds = new;
	return 0;
}
