/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code may no longer do (inside.h): all members, when a peer comes or somebody
 * enters /proc; one process, whose cwd, root, rights or filter are not the jail's. Must never let
 * the call go on that brings a peer while an old look from a number may still be on its way.
 */
#include "syscall/inside.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/may.h"
#include "tracer/drain.h"
#include "tracer/gate_words.h"
#include "tracer/patch.h"
#include "util/broken.h"
#include "util/compiler.h"

static void shut_words(struct jail *jail)
{
	gate_words_void(gate_words(jail->gate));
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags, ~GATE_MAY_REMOVE,
					 __ATOMIC_SEQ_CST);
}

/* A stand-in's mode keeps members from removing it, but not while the tracer changes it. */
void inside_proc_entered(struct jail *jail)
{
	if (!jail->proc_entered)
		shut_words(jail);
	jail->proc_entered = true;
	if (jail->engine->inside != NULL)
		__atomic_store_n(&gate_inside_config(jail->gate)->proc_entered, 1,
				 __ATOMIC_SEQ_CST);
}

void inside_watched(struct jail *jail)
{
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags, ~GATE_UNWATCHED,
					 __ATOMIC_SEQ_CST);
}

static void shut_windows(struct jail *jail)
{
	gate_void_any(jail->gate);
	gate_unname_fds(jail->gate);
	shut_words(jail);
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags,
					 ~(GATE_MAY_OPEN_AT | GATE_MAY_WRITE_AT |
					   GATE_MAY_CREATE_AT | GATE_MAY_ALTER),
					 __ATOMIC_SEQ_CST);
}

bool inside_expect_peers(struct call *call)
{
	/* What the kernel does with a descriptor of the guest's as a directory. */
	static const enum call_id ids[] = { CALL_openat2,   CALL_openat,    CALL_fchdir,
					    CALL_unlinkat,  CALL_fchmodat2, CALL_fchownat,
					    CALL_utimensat, CALL_getxattr,  CALL_listxattr };
	static long numbers[ARRAY_SIZE(ids)];
	struct jail *jail = call->jail;

	if (!jail->has_peers) {
		for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
			numbers[i] = table_native_number(ids[i]);
		jail->has_peers = true;
		shut_windows(jail);
		drain_begin(jail->engine, call->tracee, numbers, ARRAY_SIZE(numbers));
	}
	call->waits = !drain_is_over(jail->engine);
	return !call->waits;
}

/* --- processes ------------------------------------------------------------------------------- */

static bool stands_in_stand_in(const struct member *member)
{
	const struct jail *jail = member->jail;
	struct stat info;

	if (!jail->proc_entered)
		return false;
	return member->fs->cwd_stands_in || member->fs->cwd_stale ||
	       fstat(member->fs->cwd, &info) < 0 || info.st_dev == jail->spool_dev;
}

struct standing {
	const struct tracee *tracee;
	const struct fs *looked_at; /* by the one before: threads mostly share it */
	bool odd;
};

static bool look_at_standing(struct member *member, void *data)
{
	struct standing *standing = data;
	uint64_t memory = standing->tracee->memory_id;

	if (member->fs == standing->looked_at ||
	    (member->tracee != standing->tracee &&
	     (memory == 0 || member->tracee->memory_id != memory)))
		return true;
	standing->looked_at = member->fs;
	standing->odd = stands_in_stand_in(member);
	return !standing->odd;
}

/* Who shares memory shares the flag, wherever each of them stands (vfork, unshare). */
static bool copy_cwd(struct member *member, void *data)
{
	struct standing standing = { .tracee = member->tracee };
	const struct member *changed = data;

	if (member->fs != changed->fs)
		return true;
	jail_each_member(member->jail, look_at_standing, &standing);
	patch_change_flags(member->tracee, standing.odd ? GATE_PRIVATE_CWD_ODD : 0,
			   standing.odd ? 0 : GATE_PRIVATE_CWD_ODD);
	return true;
}

void inside_cwd_changed(struct member *member)
{
	if (member->jail->proc_entered && member->jail->engine->inside != NULL)
		jail_each_member(member->jail, copy_cwd, member);
}

void inside_off(struct member *member)
{
	member->process->inside_off = true;
	patch_change_flags(member->tracee, GATE_PRIVATE_OFF, 0);
}

/* --- whom modes may stop ---------------------------------------------------------------------- */

/* Windows of a faked root's, and what makes something that shall not be his. */
static const enum call_id shut[] = { CALL_openat2,   CALL_utimensat,  CALL_fchown,      CALL_fchmod,
				     CALL_fgetxattr, CALL_flistxattr, CALL_pipe,        CALL_pipe2,
				     CALL_socket,    CALL_socketpair, CALL_memfd_create };

/* Stops what the jail's own filter may let pass; all else is left to that one. */
static int shut_windows_of(struct call *call)
{
	struct sock_filter code[2 * ARRAY_SIZE(shut) + 2];
	struct sock_fprog program = { .len = 0 };
	const struct slot *slot = call_slot(call);
	long result;
	int status;

	if (slot == NULL)
		return -EAGAIN;
	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
							   offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < ARRAY_SIZE(shut); i++) {
		long number = table_native_number(shut[i]);

		if (number < 0)
			continue;
		code[program.len++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
								   (uint32_t)number, 0, 1);
		code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
								   SECCOMP_RET_TRACE);
	}
	code[program.len++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	_Static_assert(sizeof(program) + sizeof(code) <= sizeof(slot->memory->path), "room");
	program.filter = (struct sock_filter *)(uintptr_t)slot_address(
		slot, slot->memory->path + sizeof(program));
	memcpy(slot->memory->path, &program, sizeof(program));
	memcpy(slot->memory->path + sizeof(program), code, sizeof(code));
	status = call_remote(
		call, CALL_seccomp,
		(uint64_t[6]){ SECCOMP_SET_MODE_FILTER, 0, slot_address(slot, slot->memory->path) },
		&result);
	return status < 0 ? status : (int)result;
}

int inside_follow_creds(struct call *call, const struct creds *creds)
{
	const struct jail *jail = call->jail;
	struct member *member = call->member;
	int status;

	if (!jail->features.seccomp || member->windows_shut || BROKEN_WINDOWS ||
	    ((!jail->root_windows || may_pass(creds)) &&
	     fake_root_makes_plain(jail->fake_root, creds)))
		return 0;
	status = shut_windows_of(call);
	if (status < 0)
		return status;
	member->windows_shut = true;
	patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES | GATE_PRIVATE_NOT_ROOT, 0);
	return 0;
}

static bool shut_names(struct member *member, void *data)
{
	const struct member *changed = data;

	if (member->fs == changed->fs)
		patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES, 0);
	return true;
}

void inside_root_changed(struct member *member)
{
	if (member->jail->engine->inside != NULL)
		jail_each_member(member->jail, shut_names, member);
}

uint32_t inside_plan_flags(const struct call *call)
{
	if (call->jail->engine->inside == NULL || call->jail->trace != NULL ||
	    call->member->process->inside_off || call->tracee->trace != NULL)
		return 0;
	return GATE_PLAN_INSIDE | (stands_in_stand_in(call->member) ? GATE_PLAN_CWD_ODD : 0) |
	       (call->member->windows_shut ? GATE_PLAN_NOT_ROOT : 0) |
	       (call->member->windows_shut || call->member->fs->root >= 0 ? GATE_PLAN_NO_NAMES : 0);
}
