/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * getuid, setresuid, setgroups and all their kin, where ids are faked (-0, -i): only
 * member->creds changes. The kernel is never asked for any of it, so that nothing of it is
 * true outside of the jail. Without fake root these calls do not stop.
 */
#include <errno.h>
#include <sys/prctl.h>

#include "fakeroot/creds.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"

/* getresuid(2), getresgid(2) */
static struct outcome tell_ids(struct call *call, const struct creds_ids *ids)
{
	const uint32_t values[3] = { ids->real, ids->effective, ids->saved };
	int status = 0;

	for (unsigned int i = 0; i < 3 && status == 0; i++)
		status = call_write(call, call_long(call, i), &values[i], sizeof(values[i]));
	return outcome_status(status);
}

struct outcome on_get_ids(struct call *call)
{
	const struct creds *creds = call->member->creds;

	if (creds == NULL)
		return outcome_native();
	switch ((int)table_id(call->row)) {
	case CALL_getuid:
		return outcome_done(creds->uid.real);
	case CALL_geteuid:
		return outcome_done(creds->uid.effective);
	case CALL_getgid:
		return outcome_done(creds->gid.real);
	case CALL_getegid:
		return outcome_done(creds->gid.effective);
	case CALL_getresuid:
		return tell_ids(call, &creds->uid);
	case CALL_getresgid:
		return tell_ids(call, &creds->gid);
	default:
		return outcome_fail(ENOSYS);
	}
}

static struct outcome set_ids(const struct call *call, struct creds *creds)
{
	uint32_t first = call_uint(call, 0);
	uint32_t second = call_uint(call, 1);
	uint32_t third = call_uint(call, 2);

	switch ((int)table_id(call->row)) {
	case CALL_setuid:
		return outcome_status(creds_setuid(creds, first));
	case CALL_setgid:
		return outcome_status(creds_setgid(creds, first));
	case CALL_setreuid:
		return outcome_status(creds_setreuid(creds, first, second));
	case CALL_setregid:
		return outcome_status(creds_setregid(creds, first, second));
	case CALL_setresuid:
		return outcome_status(creds_setresuid(creds, first, second, third));
	case CALL_setresgid:
		return outcome_status(creds_setresgid(creds, first, second, third));
	case CALL_setfsuid:
		return outcome_done(creds_setfsuid(creds, first));
	case CALL_setfsgid:
		return outcome_done(creds_setfsgid(creds, first));
	default:
		return outcome_fail(ENOSYS);
	}
}

/* KERNEL: commit_creds(): who becomes somebody else is looked into by root only. */
static bool hides(const struct creds *old, const struct creds *new)
{
	return old->uid.effective != new->uid.effective ||
	       old->gid.effective != new->gid.effective || old->uid.fs != new->uid.fs ||
	       old->gid.fs != new->gid.fs || (new->caps.permitted & ~old->caps.permitted) != 0;
}

/*
 * What commit_creds() takes from who hides: the signal at his parent's death. Not where a filter
 * of some member's own could kill him for the call.
 */
static int forget_death_signal(struct call *call)
{
	const uint64_t args[6] = { PR_SET_PDEATHSIG };
	long result;

	return call->jail->guest_filters ? 0 : call_remote(call, CALL_prctl, args, &result);
}

struct outcome on_set_ids(struct call *call)
{
	struct creds next;
	struct outcome outcome;
	int status;

	if (call->member->creds == NULL)
		return outcome_native();
	/* The groups stay: they may be borrowed. */
	next = *call->member->creds;
	outcome = set_ids(call, &next);
	status = inside_follow_creds(call, &next);
	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (status < 0)
		return outcome_fail(status);
	if (hides(call->member->creds, &next)) {
		status = forget_death_signal(call);
		if (status < 0)
			return outcome_fail(status);
		call->member->process->dumpable = false;
	}
	*call->member->creds = next;
	return outcome;
}

static struct outcome get_groups(struct call *call, const struct creds *creds)
{
	size_t count = creds->groups == NULL ? 0 : creds->groups->count;
	int room = call_int(call, 0);
	int status = 0;

	if (room < 0)
		return outcome_fail(EINVAL);
	if (room == 0)
		return outcome_done((long)count);
	if ((size_t)room < count)
		return outcome_fail(EINVAL);
	if (count > 0)
		status = call_write(call, call_long(call, 1), creds->groups->gids,
				    count * sizeof(gid_t));
	return outcome_done(status < 0 ? status : (long)count);
}

static struct outcome set_groups(struct call *call, struct creds *creds)
{
	unsigned int count = call_uint(call, 0);
	int status = creds_may_setgroups(creds);
	gid_t *gids;

	if (status < 0)
		return outcome_fail(status);
	if (count > CREDS_GROUPS_MAX)
		return outcome_fail(EINVAL);
	gids = talloc_array(call->pool, gid_t, count + 1);
	if (gids == NULL)
		return outcome_fail(ENOMEM);
	if (count > 0)
		status = call_read(call, call_long(call, 1), gids, count * sizeof(gid_t));
	if (status < 0)
		return outcome_fail(status);
	return outcome_status(creds_setgroups(creds, gids, count));
}

struct outcome on_groups(struct call *call)
{
	struct creds *creds = call->member->creds;

	if (creds == NULL)
		return outcome_native();
	return table_id(call->row) == CALL_getgroups ? get_groups(call, creds)
						     : set_groups(call, creds);
}
