/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * setuid(2) and its kin, as kernel/sys.c has them, and what they do to capabilities, as
 * cap_task_fix_setuid() in security/commoncap.c has it. See creds.h.
 */
#include <errno.h>
#include <linux/securebits.h>
#include <stdlib.h>
#include <string.h>

#include "fakeroot/creds.h"

#define NO_ID ((uint32_t)-1)

/* KERNEL: CAP_FS_SET: what goes and comes with the file system uid. */
#define FS_CAPS                                                                                   \
	(CREDS_BIT(CAP_CHOWN) | CREDS_BIT(CAP_MKNOD) | CREDS_BIT(CAP_DAC_OVERRIDE) |               \
	 CREDS_BIT(CAP_DAC_READ_SEARCH) | CREDS_BIT(CAP_FOWNER) | CREDS_BIT(CAP_FSETID) |          \
	 CREDS_BIT(CAP_LINUX_IMMUTABLE) | CREDS_BIT(CAP_MAC_OVERRIDE))

static bool any_root(const struct creds_ids *uid)
{
	return uid->real == 0 || uid->effective == 0 || uid->saved == 0;
}

/* KERNEL: cap_emulate_setxuid(). */
static void fix_capabilities(struct creds *creds, const struct creds_ids *old)
{
	struct creds_caps *caps = &creds->caps;

	if ((creds->securebits & SECBIT_NO_SETUID_FIXUP) != 0)
		return;
	if (any_root(old) && !any_root(&creds->uid)) {
		if ((creds->securebits & SECBIT_KEEP_CAPS) == 0)
			caps->permitted = caps->effective = 0;
		caps->ambient = 0;
	}
	if (old->effective == 0 && creds->uid.effective != 0)
		caps->effective = 0;
	if (old->effective != 0 && creds->uid.effective == 0)
		caps->effective = caps->permitted;
}

static int set_uids(struct creds *creds, struct creds_ids ids)
{
	struct creds_ids old = creds->uid;

	ids.fs = ids.effective;
	creds->uid = ids;
	fix_capabilities(creds, &old);
	return 0;
}

static int set_gids(struct creds *creds, struct creds_ids ids)
{
	ids.fs = ids.effective;
	creds->gid = ids;
	return 0;
}

/* setuid(2), setgid(2): with the capability all of them, else back to a known one. */
static int plan_set(struct creds_ids *ids, bool capable, uint32_t id)
{
	if (id == NO_ID)
		return -EINVAL;
	if (capable)
		ids->real = ids->saved = id;
	else if (id != ids->real && id != ids->saved)
		return -EPERM;
	ids->effective = id;
	return 0;
}

static int plan_set_re(struct creds_ids *ids, bool capable, uint32_t real, uint32_t effective)
{
	const struct creds_ids old = *ids;

	if (real != NO_ID) {
		if (real != old.real && real != old.effective && !capable)
			return -EPERM;
		ids->real = real;
	}
	if (effective != NO_ID) {
		if (effective != old.real && effective != old.effective &&
		    effective != old.saved && !capable)
			return -EPERM;
		ids->effective = effective;
	}
	if (real != NO_ID || (effective != NO_ID && effective != old.real))
		ids->saved = ids->effective;
	return 0;
}

static bool is_known(const struct creds_ids *ids, uint32_t id)
{
	return id == NO_ID || id == ids->real || id == ids->effective || id == ids->saved;
}

/* KERNEL: 5.19: what would change nothing leaves the file system id alone, too. */
static bool is_idle(const struct creds_ids *ids, uint32_t real, uint32_t effective,
		    uint32_t saved)
{
	return (real == NO_ID || real == ids->real) &&
	       (effective == NO_ID || (effective == ids->effective && effective == ids->fs)) &&
	       (saved == NO_ID || saved == ids->saved);
}

static int plan_set_res(struct creds_ids *ids, bool capable, uint32_t real, uint32_t effective,
			uint32_t saved)
{
	if (!capable &&
	    (!is_known(ids, real) || !is_known(ids, effective) || !is_known(ids, saved)))
		return -EPERM;
	if (real != NO_ID)
		ids->real = real;
	if (effective != NO_ID)
		ids->effective = effective;
	if (saved != NO_ID)
		ids->saved = saved;
	return 0;
}

int creds_setuid(struct creds *creds, uid_t uid)
{
	struct creds_ids ids = creds->uid;
	int status = plan_set(&ids, creds_capable(creds, CAP_SETUID), uid);

	return status < 0 ? status : set_uids(creds, ids);
}

int creds_setreuid(struct creds *creds, uid_t real, uid_t effective)
{
	struct creds_ids ids = creds->uid;
	int status = plan_set_re(&ids, creds_capable(creds, CAP_SETUID), real, effective);

	return status < 0 ? status : set_uids(creds, ids);
}

int creds_setresuid(struct creds *creds, uid_t real, uid_t effective, uid_t saved)
{
	struct creds_ids ids = creds->uid;
	int status;

	if (is_idle(&ids, real, effective, saved))
		return 0;
	status = plan_set_res(&ids, creds_capable(creds, CAP_SETUID), real, effective, saved);
	return status < 0 ? status : set_uids(creds, ids);
}

int creds_setgid(struct creds *creds, gid_t gid)
{
	struct creds_ids ids = creds->gid;
	int status = plan_set(&ids, creds_capable(creds, CAP_SETGID), gid);

	return status < 0 ? status : set_gids(creds, ids);
}

int creds_setregid(struct creds *creds, gid_t real, gid_t effective)
{
	struct creds_ids ids = creds->gid;
	int status = plan_set_re(&ids, creds_capable(creds, CAP_SETGID), real, effective);

	return status < 0 ? status : set_gids(creds, ids);
}

int creds_setresgid(struct creds *creds, gid_t real, gid_t effective, gid_t saved)
{
	struct creds_ids ids = creds->gid;
	int status;

	if (is_idle(&ids, real, effective, saved))
		return 0;
	status = plan_set_res(&ids, creds_capable(creds, CAP_SETGID), real, effective, saved);
	return status < 0 ? status : set_gids(creds, ids);
}

uid_t creds_setfsuid(struct creds *creds, uid_t uid)
{
	uid_t old = creds->uid.fs;
	struct creds_caps *caps = &creds->caps;

	if (uid == NO_ID || uid == old)
		return old;
	if (!is_known(&creds->uid, uid) && !creds_capable(creds, CAP_SETUID))
		return old;
	creds->uid.fs = uid;
	if ((creds->securebits & SECBIT_NO_SETUID_FIXUP) != 0)
		return old;
	if (old == 0)
		caps->effective &= ~FS_CAPS;
	else if (uid == 0)
		caps->effective |= caps->permitted & FS_CAPS;
	return old;
}

gid_t creds_setfsgid(struct creds *creds, gid_t gid)
{
	gid_t old = creds->gid.fs;

	if (gid != NO_ID && (is_known(&creds->gid, gid) || creds_capable(creds, CAP_SETGID)))
		creds->gid.fs = gid;
	return old;
}

int creds_may_setgroups(const struct creds *creds)
{
	return creds_capable(creds, CAP_SETGID) ? 0 : -EPERM;
}

static int compare_gids(const void *a, const void *b)
{
	const gid_t *first = a;
	const gid_t *second = b;

	return *first < *second ? -1 : *first > *second;
}

int creds_setgroups(struct creds *creds, const gid_t *gids, size_t count)
{
	struct creds_groups *groups = NULL;
	int status = creds_may_setgroups(creds);

	if (status < 0)
		return status;
	if (count > CREDS_GROUPS_MAX)
		return -EINVAL;
	for (size_t i = 0; i < count; i++) {
		if (gids[i] == NO_ID)
			return -EINVAL;
	}
	if (count > 0) {
		groups = talloc_size(NULL, sizeof(*groups) + count * sizeof(gid_t));
		if (groups == NULL)
			return -ENOMEM;
		groups->users = 1;
		groups->count = count;
		memcpy(groups->gids, gids, count * sizeof(gid_t));
		qsort(groups->gids, count, sizeof(gid_t), compare_gids);
	}
	if (creds->groups != NULL && --creds->groups->users == 0)
		talloc_free(creds->groups);
	creds->groups = groups;
	return 0;
}

static bool has_group(const struct creds *creds, gid_t gid)
{
	return creds->groups != NULL && bsearch(&gid, creds->groups->gids, creds->groups->count,
						sizeof(gid_t), compare_gids) != NULL;
}

bool creds_in_group(const struct creds *creds, gid_t gid)
{
	return gid == creds->gid.fs || has_group(creds, gid);
}

bool creds_in_egroup(const struct creds *creds, gid_t gid)
{
	return gid == creds->gid.effective || has_group(creds, gid);
}
