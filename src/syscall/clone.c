/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * fork, clone and unshare, where the filter stopped them. No child may be born untraced: it would
 * outlive the tracer, and every call that the filter leaves alone would be its own
 * (SECURITY.md E28). New namespaces are refused by the filter and here.
 */
#include <errno.h>
#include <linux/sched.h>

#include "syscall/clone.h"
#include "tracer/limits.h"

#define NAMESPACES                                                                                 \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET)

/* fork and vfork stop only where members are counted. EAGAIN: as at RLIMIT_NPROC. */
struct outcome on_fork(struct call *call)
{
	if (!limits_reserve_birth(call->jail->engine, call->tracee))
		return outcome_fail(EAGAIN);
	return outcome_native();
}

/* 0, or what speaks against a clone with these flags. Reserves a birth. */
static int judge_clone(struct call *call, uint64_t flags)
{
	if ((flags & NAMESPACES) != 0)
		return EPERM;
	/*
	 * The first program's parent is ptjail: a sibling of it would be ptjail's child, and its
	 * exit signal ptjail's business. EINVAL: as the kernel answers to an init.
	 */
	if ((flags & CLONE_PARENT) != 0 && (flags & CLONE_THREAD) == 0 &&
	    call->tracee->tgid == call->jail->engine->main_tid)
		return EINVAL;
	call->tracee->makes_sibling = (flags & CLONE_PARENT) != 0;
	return limits_reserve_birth(call->jail->engine, call->tracee) ? 0 : EAGAIN;
}

struct outcome clone_judged(struct call *call, const struct clone_words *words, call_finish *finish,
			    void *finish_data)
{
	uint64_t args[6] = { words->flags & ~(uint64_t)CLONE_UNTRACED, words->stack,
			     words->parent_tid };
	int status = judge_clone(call, words->flags);

	args[ARCH_CLONE_CHILD_TID] = words->child_tid;
	args[ARCH_CLONE_TLS] = words->tls;
	return status != 0 ? outcome_fail(status)
			   : call_rewrite(call, CALL_clone, args, finish, finish_data);
}

struct outcome on_clone(struct call *call)
{
	uint64_t args[6];
	int status = judge_clone(call, call_long(call, 0));

	if (status != 0)
		return outcome_fail(status);
	if ((call_long(call, 0) & CLONE_UNTRACED) == 0)
		return outcome_native();
	for (unsigned int i = 0; i < 6; i++)
		args[i] = call->args[i];
	args[0] &= ~(uint64_t)CLONE_UNTRACED;
	return call_rewrite(call, CALL_clone, args, NULL, NULL);
}

/* The kernel has given the thread a cwd, root and umask of its own. */
static long finish_unshare_fs(struct call *call, long result)
{
	struct fs *own;

	if (result < 0 || call->member->fs->users <= 1)
		return result;
	own = fs_copy(call->jail, call->member->fs);
	/* Past the point of no return: a thread whose cwd is not known cannot go on (I4). */
	if (own == NULL) {
		engine_kill_all(call->jail->engine);
		return -ENOMEM;
	}
	/* RACE: another thread may have changed it since the kernel took its copy. */
	own->cwd_stale = true;
	fs_release(call->member->fs);
	call->member->fs = own;
	return result;
}

struct outcome on_unshare(struct call *call)
{
	uint64_t flags = call_long(call, 0);

	if ((flags & (NAMESPACES | CLONE_NEWTIME)) != 0)
		return outcome_fail(EPERM);
	if ((flags & CLONE_FS) == 0)
		return outcome_native();
	return call_rewrite(call, CALL_unshare, call->args, finish_unshare_fs, NULL);
}
