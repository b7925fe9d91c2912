/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Reading, writing, executing: generic_permission() of fs/namei.c with POSIX ACLs. See may.h. */
#include "fakeroot/may.h"

#include <endian.h>
#include <errno.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <linux/securebits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ALL_WANTED ((unsigned int)(R_OK | W_OK | X_OK))

struct acl_entry {
	unsigned int tag, permissions;
	uint32_t id;
};

/* The attribute's entries, if it is well-formed; it was when it was set. */
static size_t acl_count(const struct may_file *file)
{
	uint32_t version;

	if (file->acl == NULL || file->acl_size < sizeof(struct posix_acl_xattr_header) ||
	    (file->acl_size - sizeof(struct posix_acl_xattr_header)) %
			    sizeof(struct posix_acl_xattr_entry) != 0)
		return 0;
	memcpy(&version, file->acl, sizeof(version));
	if (le32toh(version) != POSIX_ACL_XATTR_VERSION)
		return 0;
	return (file->acl_size - sizeof(struct posix_acl_xattr_header)) /
	       sizeof(struct posix_acl_xattr_entry);
}

static struct acl_entry acl_entry(const struct may_file *file, size_t index)
{
	struct posix_acl_xattr_entry entry;

	memcpy(&entry,
	       (const char *)file->acl + sizeof(struct posix_acl_xattr_header) +
		       index * sizeof(entry),
	       sizeof(entry));
	return (struct acl_entry){ le16toh(entry.e_tag), le16toh(entry.e_perm),
				   le32toh(entry.e_id) };
}

static int acl_masked(const struct may_file *file, size_t index, unsigned int granted,
		      unsigned int want)
{
	for (size_t i = index + 1; i < acl_count(file); i++) {
		struct acl_entry entry = acl_entry(file, i);

		if (entry.tag == ACL_MASK)
			return (granted & entry.permissions & want) == want ? 0 : -EACCES;
	}
	return (granted & want) == want ? 0 : -EACCES;
}

/* KERNEL: posix_acl_permission(); the owner was looked at before. -EAGAIN: there is no ACL. */
static int check_acl(const struct creds *creds, const struct may_file *file, unsigned int want)
{
	size_t count = acl_count(file);
	bool found = false;

	for (size_t i = 0; i < count; i++) {
		struct acl_entry entry = acl_entry(file, i);
		gid_t gid = entry.tag == ACL_GROUP_OBJ ? file->gid : entry.id;

		switch (entry.tag) {
		case ACL_USER:
			if (entry.id == creds->uid.fs)
				return acl_masked(file, i, entry.permissions, want);
			break;
		case ACL_GROUP_OBJ:
		case ACL_GROUP:
			if (!creds_in_group(creds, gid))
				break;
			found = true;
			if ((entry.permissions & want) == want)
				return acl_masked(file, i, entry.permissions, want);
			break;
		case ACL_OTHER:
			return !found && (entry.permissions & want) == want ? 0 : -EACCES;
		default:
			break;
		}
	}
	return count == 0 ? -EAGAIN : -EACCES;
}

static int check_modes(const struct creds *creds, const struct may_file *file, unsigned int want)
{
	unsigned int mode = file->mode;

	if (creds->uid.fs == file->uid)
		return (want & ~(mode >> 6)) != 0 ? -EACCES : 0;
	if (file->acl != NULL && (mode & S_IRWXG) != 0) {
		int status = check_acl(creds, file, want);

		if (status != -EAGAIN)
			return status;
	}
	if (creds_in_group(creds, file->gid))
		mode >>= 3;
	return (want & ~mode) != 0 ? -EACCES : 0;
}

int may_access(const struct creds *creds, const struct may_file *file, unsigned int want)
{
	want &= ALL_WANTED;
	if (check_modes(creds, file, want) == 0)
		return 0;
	if (S_ISDIR(file->mode)) {
		if ((want & W_OK) == 0 && creds_capable(creds, CAP_DAC_READ_SEARCH))
			return 0;
		return creds_capable(creds, CAP_DAC_OVERRIDE) ? 0 : -EACCES;
	}
	if (want == R_OK && creds_capable(creds, CAP_DAC_READ_SEARCH))
		return 0;
	if (((want & X_OK) == 0 || (file->mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0) &&
	    creds_capable(creds, CAP_DAC_OVERRIDE))
		return 0;
	return -EACCES;
}

/* KERNEL: access_override_creds(). */
struct creds may_by_real_ids(const struct creds *creds)
{
	struct creds real = *creds;

	real.uid.fs = real.uid.real;
	real.gid.fs = real.gid.real;
	if ((real.securebits & SECBIT_NO_SETUID_FIXUP) == 0)
		real.caps.effective = real.uid.real == 0 ? real.caps.permitted : 0;
	return real;
}

/* What makes a root of somebody with files. */
#define FILE_CAPS                                                                                 \
	(CREDS_BIT(CAP_CHOWN) | CREDS_BIT(CAP_DAC_OVERRIDE) | CREDS_BIT(CAP_FOWNER) |             \
	 CREDS_BIT(CAP_FSETID))

bool may_pass(const struct creds *creds)
{
	struct creds real = may_by_real_ids(creds);

	return (creds->caps.effective & FILE_CAPS) == FILE_CAPS &&
	       (real.caps.effective & FILE_CAPS) == FILE_CAPS;
}

/* KERNEL: kill_ok_by_cred(). */
bool may_signal(const struct creds *sender, const struct creds *target)
{
	return sender->uid.effective == target->uid.saved ||
	       sender->uid.effective == target->uid.real ||
	       sender->uid.real == target->uid.saved || sender->uid.real == target->uid.real ||
	       creds_capable(sender, CAP_KILL);
}

/* KERNEL: cap_safe_nice(): nobody slows down who may do more than himself. */
static bool may_do_more(const struct creds *target, const struct creds *caller)
{
	return (target->caps.permitted & ~caller->caps.permitted) != 0;
}

/* KERNEL: set_one_prio_perm(), check_same_owner(). */
bool may_schedule(const struct creds *caller, const struct creds *target)
{
	if (creds_capable(caller, CAP_SYS_NICE))
		return true;
	return (caller->uid.effective == target->uid.real ||
		caller->uid.effective == target->uid.effective) &&
	       !may_do_more(target, caller);
}

/* KERNEL: set_task_ioprio(). */
bool may_schedule_io(const struct creds *caller, const struct creds *target)
{
	if (creds_capable(caller, CAP_SYS_NICE))
		return true;
	return (caller->uid.effective == target->uid.real ||
		caller->uid.real == target->uid.real) &&
	       !may_do_more(target, caller);
}

static bool are_all(const struct creds_ids *ids, uint32_t id)
{
	return ids->real == id && ids->effective == id && ids->saved == id;
}

/* KERNEL: __ptrace_may_access(), cap_ptrace_access_check(). */
bool may_trace(const struct creds *caller, const struct creds *target, bool dumpable)
{
	if (creds_capable(caller, CAP_SYS_PTRACE))
		return true;
	return dumpable && are_all(&target->uid, caller->uid.fs) &&
	       are_all(&target->gid, caller->gid.fs) &&
	       (target->caps.permitted & ~caller->caps.effective) == 0;
}

/* KERNEL: check_prlimit_permission(). */
bool may_limit(const struct creds *caller, const struct creds *target)
{
	return (are_all(&target->uid, caller->uid.real) &&
		are_all(&target->gid, caller->gid.real)) ||
	       creds_capable(caller, CAP_SYS_RESOURCE);
}
