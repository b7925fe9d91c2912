/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See peer_ids.h. Judges nothing: what is told here gives nobody a right on the host. */
#include "syscall/peer_ids.h"

#include <errno.h>
#include <linux/stat.h>
#include <signal.h>
#include <sys/ptrace.h>

#include "fakeroot/creds.h"
#include "fakeroot/fake_root.h"
#include "fakeroot/owners.h"
#include "tracer/remote.h"

#define ENDED_MAX 1024U

/* The last processes that ended: their parents hear of it, and peers ask, afterwards. */
struct ended_ids {
	unsigned int next;
	struct ended_process {
		pid_t pid;
		struct peer_ids real, effective;
	} processes[ENDED_MAX];
};

static struct peer_ids real_ids(const struct creds *creds)
{
	return (struct peer_ids){ creds->uid.real, creds->gid.real, true };
}

static struct peer_ids effective_ids(const struct creds *creds)
{
	return (struct peer_ids){ creds->uid.effective, creds->gid.effective, true };
}

void peer_ids_note(struct call *call, enum peer_moment moment)
{
	if (call->jail->fake_root != NULL)
		call->member->process->noted[moment] = effective_ids(call->member->creds);
}

void peer_ids_claim(struct call *call, uid_t uid, gid_t gid)
{
	const struct creds *creds = call->member->creds;

	call->member->process->claimed =
		(struct peer_ids){ uid, gid, uid != creds->uid.real || gid != creds->gid.real };
}

void peer_ids_ended(const struct member *member)
{
	struct jail *jail = member->jail;
	struct ended_ids *ended = jail->ended;

	if (jail->fake_root == NULL || member->tracee->tid != member->tracee->tgid ||
	    member->creds == NULL)
		return;
	if (ended == NULL)
		ended = jail->ended = talloc_zero(jail, struct ended_ids);
	if (ended == NULL)
		return;
	ended->processes[ended->next] = (struct ended_process){ member->tracee->tgid,
								real_ids(member->creds),
								effective_ids(member->creds) };
	ended->next = (ended->next + 1) % ENDED_MAX;
}

/* Also one that has ended, and is still to be handled. */
static const struct member *find_member(const struct jail *jail, pid_t pid)
{
	const struct tracee *tracee = engine_find(jail->engine, pid);

	return tracee == NULL ? NULL : tracee->member;
}

static const struct ended_process *find_ended(const struct jail *jail, pid_t pid)
{
	const struct ended_ids *ended = jail->ended;

	for (unsigned int i = 1; ended != NULL && i <= ENDED_MAX; i++) {
		unsigned int at = (ended->next + ENDED_MAX - i) % ENDED_MAX;

		if (ended->processes[at].pid == pid)
			return &ended->processes[at];
	}
	return NULL;
}

/* Somebody outside: as files of the host's user are shown. */
static void show_outsider(const struct jail *jail, struct ucred *ids)
{
	struct statx shown = { .stx_uid = ids->uid, .stx_gid = ids->gid };

	if (ids->uid == (uid_t)-1)
		return; /* nobody: no peer */
	owners_show_unknown(jail->fake_root->owners, &shown);
	ids->uid = shown.stx_uid;
	ids->gid = shown.stx_gid;
}

static void tell(struct ucred *ids, struct peer_ids known)
{
	ids->uid = known.uid;
	ids->gid = known.gid;
}

void peer_ids_effective(const struct jail *jail, enum peer_moment moment, struct ucred *ids)
{
	const struct member *member = ids->pid > 0 ? find_member(jail, ids->pid) : NULL;
	const struct ended_process *ended;

	if (member != NULL && moment != PEER_NOW && member->process->noted[moment].known) {
		tell(ids, member->process->noted[moment]);
	} else if (member != NULL) {
		tell(ids, effective_ids(member->creds));
	} else {
		ended = ids->pid > 0 ? find_ended(jail, ids->pid) : NULL;
		if (ended != NULL)
			tell(ids, ended->effective);
		else
			show_outsider(jail, ids);
	}
}

void peer_ids_sent(const struct jail *jail, struct ucred *ids)
{
	const struct member *member = ids->pid > 0 ? find_member(jail, ids->pid) : NULL;
	const struct ended_process *ended = NULL;

	if (member != NULL) {
		tell(ids, member->process->claimed.known ? member->process->claimed
							 : real_ids(member->creds));
		return;
	}
	if (ids->pid > 0)
		ended = find_ended(jail, ids->pid);
	if (ended != NULL)
		tell(ids, ended->real);
	else if (ids->pid > 0)
		show_outsider(jail, ids);
}

uid_t peer_ids_real(const struct jail *jail, pid_t pid, uid_t uid)
{
	const struct member *member = find_member(jail, pid);
	const struct ended_process *ended = member == NULL ? find_ended(jail, pid) : NULL;
	struct ucred ids = { .pid = pid, .uid = uid };

	if (member != NULL)
		return member->creds->uid.real;
	if (ended != NULL)
		return ended->real.uid;
	show_outsider(jail, &ids);
	return ids.uid;
}

void peer_ids_on_signal(void *user, struct tracee *tracee, int number)
{
	const struct jail *jail = user;
	siginfo_t info;
	uid_t uid;

	if (jail->fake_root == NULL || number <= 0 ||
	    ptrace(PTRACE_GETSIGINFO, tracee->tid, 0, &info) < 0)
		return;
	/* KERNEL: what rt_sigqueueinfo sends is the sender's own text, faked ids in it. */
	if (info.si_code != SI_USER && info.si_code != SI_TKILL &&
	    !(number == SIGCHLD && info.si_code > 0))
		return;
	if (info.si_pid <= 0)
		return;
	uid = peer_ids_real(jail, info.si_pid, info.si_uid);
	if (uid == info.si_uid)
		return;
	info.si_uid = uid;
	/* It may have been killed meanwhile: then nobody reads it. */
	if (ptrace(PTRACE_SETSIGINFO, tracee->tid, 0, &info) < 0)
		return;
}
