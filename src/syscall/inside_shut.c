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
#include <stdlib.h>
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

/* Who shares memory shares the flag, wherever each of them stands (vfork, unshare). */
struct standing {
	uint64_t memory;
	const struct fs *fs;
	const struct member *member;
};

struct standings {
	struct standing *list;
	size_t count, room;
	uint64_t only; /* members of this address space; 0: all */
};

static bool add_standing(struct member *member, void *data)
{
	struct standings *all = data;
	uint64_t memory = member->tracee->memory_id;

	if (all->count < all->room && (all->only == 0 || all->only == memory))
		all->list[all->count++] = (struct standing){ memory, member->fs, member };
	return true;
}

/* Those of one address space side by side, and in it those of one struct fs. */
static int compare_standings(const void *left, const void *right)
{
	const struct standing *a = left, *b = right;
	uintptr_t first = (uintptr_t)a->fs, second = (uintptr_t)b->fs;

	if (a->memory != b->memory)
		return a->memory > b->memory ? 1 : -1;
	return (first > second) - (first < second);
}

/* One address space: told by any of those who changed and is not ending. */
static void tell_memory(const struct standing *list, size_t count, const struct fs *changed)
{
	bool odd = false, told = false, concerned = false;

	for (size_t i = 0; i < count; i++)
		concerned = concerned || list[i].fs == changed;
	for (size_t i = 0; i < count && concerned && !odd; i++)
		odd = (i == 0 || list[i].fs != list[i - 1].fs) &&
		      stands_in_stand_in(list[i].member);
	for (size_t i = 0; i < count && concerned && !told; i++)
		told = list[i].fs == changed &&
		       patch_change_flags(list[i].member->tracee, odd ? GATE_PRIVATE_CWD_ODD : 0,
					  odd ? 0 : GATE_PRIVATE_CWD_ODD);
}

/* Nobody can say: then it is odd. */
static bool shut_cwd(struct member *member, void *data)
{
	const struct member *changed = data;

	if (member->fs == changed->fs)
		(void)patch_change_flags(member->tracee, GATE_PRIVATE_CWD_ODD, 0);
	return true;
}

/* All are looked at once, not once for each: there may be tens of thousands. */
void inside_cwd_changed(struct member *member)
{
	const struct jail *jail = member->jail;
	struct standings all = {
		.room = jail->engine->tracee_count,
		.only = member->fs->users == 1 ? member->tracee->memory_id : 0,
	};
	size_t end;

	if (!jail->proc_entered || jail->engine->inside == NULL)
		return;
	all.list = talloc_array(member, struct standing, all.room);
	if (all.list == NULL) {
		jail_each_member(jail, shut_cwd, member);
		return;
	}
	jail_each_member(jail, add_standing, &all);
	qsort(all.list, all.count, sizeof(*all.list), compare_standings);
	for (size_t start = 0; start < all.count; start = end) {
		end = start + 1;
		while (all.list[start].memory != 0 && end < all.count &&
		       all.list[end].memory == all.list[start].memory)
			end++;
		tell_memory(all.list + start, end - start, member->fs);
	}
	talloc_free(all.list);
}

void inside_off(struct member *member)
{
	member->process->inside_off = true;
	(void)patch_change_flags(member->tracee, GATE_PRIVATE_OFF, 0);
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
	(void)patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES | GATE_PRIVATE_NOT_ROOT, 0);
	return 0;
}

static bool shut_names(struct member *member, void *data)
{
	const struct member *changed = data;

	if (member->fs == changed->fs)
		(void)patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES, 0);
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
