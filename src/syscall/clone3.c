/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * clone3: its arguments lie in memory, so a copy is judged, and the kernel is given clone(2) with
 * what the copy says; a form that clone cannot say is never passed on. What shares memory is
 * ENOSYS: C libraries then make their threads by clone, which does not stop.
 */
#include <errno.h>
#include <limits.h>
#include <linux/sched.h>
#include <string.h>

#include "syscall/clone.h"

#define SIZE_FIRST     64U   /* KERNEL: 5.3 CLONE_ARGS_SIZE_VER0 */
#define SIZE_LARGEST   4096U /* a page */
#define PARTS_MAX      128U
#define TIDS_MAX       32U     /* MAX_PID_NS_LEVEL */
#define PID_LIMIT      4194304 /* PID_MAX_LIMIT */
#define SIGNAL_MAX     64U
#define EXIT_SIGNAL    0xffU /* CSIGNAL */
#define LEGACY_FLAGS   0xffffffffULL
#define TIME_NAMESPACE 0x80U /* CLONE_NEWTIME, in the exit signal's bits */

/* KERNEL: copy_struct_from_user(): what nobody knows yet has to be 0. */
static int read_arguments(struct call *call, uint64_t address, uint64_t size,
			  struct clone_args *ret_args)
{
	char rest[PARTS_MAX];
	uint64_t done = sizeof(*ret_args) < size ? sizeof(*ret_args) : size;
	int status = 0;

	memset(ret_args, 0, sizeof(*ret_args));
	for (uint64_t at = done; at < size && status == 0; at += sizeof(rest)) {
		uint64_t length = size - at < sizeof(rest) ? size - at : sizeof(rest);

		status = call_read(call, address + at, rest, length);
		for (uint64_t i = 0; i < length && status == 0; i++)
			status = rest[i] != 0 ? -E2BIG : 0;
	}
	return status < 0 ? status : call_read(call, address, ret_args, done);
}

static bool are_tids_wrong(const struct clone_args *args)
{
	return args->set_tid_size > TIDS_MAX || (args->set_tid == 0) != (args->set_tid_size == 0);
}

static bool is_stack_wrong(const struct clone_args *args)
{
	if (args->stack == 0 || args->stack_size == 0)
		return args->stack != args->stack_size;
	return args->stack + args->stack_size < args->stack ||
	       args->stack + args->stack_size > (uint64_t)LONG_MAX;
}

/* KERNEL: kernel/fork.c copy_clone_args_from_user(), clone3_args_valid(). */
static bool is_wrong(const struct clone_args *args, uint64_t size)
{
	uint64_t flags = args->flags;

	if (are_tids_wrong(args) || is_stack_wrong(args))
		return true;
	if ((args->exit_signal & ~(uint64_t)EXIT_SIGNAL) != 0 || args->exit_signal > SIGNAL_MAX)
		return true;
	if ((flags & CLONE_INTO_CGROUP) != 0 && (args->cgroup > INT_MAX || size < sizeof(*args)))
		return true;
	if ((flags & ~(LEGACY_FLAGS | CLONE_CLEAR_SIGHAND | CLONE_INTO_CGROUP)) != 0 ||
	    (flags & (CLONE_DETACHED | (EXIT_SIGNAL & ~TIME_NAMESPACE))) != 0)
		return true;
	if ((flags & CLONE_SIGHAND) != 0 && (flags & CLONE_CLEAR_SIGHAND) != 0)
		return true;
	return (flags & (CLONE_THREAD | CLONE_PARENT)) != 0 && args->exit_signal != 0;
}

/*
 * KERNEL: kernel/pid.c alloc_pid(): a number that none can have is refused before it is asked
 * who wants it; of several, the first is the innermost namespace's. How deep that is nobody tells.
 */
static int judge_tids(struct call *call, const struct clone_args *args)
{
	int tids[TIDS_MAX];
	int status = call_read(call, args->set_tid, tids, args->set_tid_size * sizeof(tids[0]));

	if (status < 0)
		return -status;
	return tids[0] < 1 || tids[0] >= PID_LIMIT ? EINVAL : EPERM;
}

/* What clone can say, or who may not. 0, or the errno. */
static int judge(struct call *call, const struct clone_args *args)
{
	uint64_t flags = args->flags;

	if ((flags & (CLONE_FS | CLONE_NEWNS)) == (CLONE_FS | CLONE_NEWNS) ||
	    (flags & (CLONE_FS | CLONE_NEWUSER)) == (CLONE_FS | CLONE_NEWUSER) ||
	    ((flags & CLONE_THREAD) != 0 && (flags & CLONE_SIGHAND) == 0) ||
	    ((flags & CLONE_SIGHAND) != 0 && (flags & CLONE_VM) == 0))
		return EINVAL;
	/* KERNEL: kernel_clone(): both would be written there. */
	if ((flags & (CLONE_PIDFD | CLONE_PARENT_SETTID)) == (CLONE_PIDFD | CLONE_PARENT_SETTID) &&
	    args->pidfd == args->parent_tid)
		return EINVAL;
	if ((flags & TIME_NAMESPACE) != 0)
		return EPERM;
	if (args->set_tid != 0)
		return judge_tids(call, args);
	/* No member has a descriptor of a cgroup. */
	if ((flags & CLONE_INTO_CGROUP) != 0)
		return EBADF;
	return (flags & (CLONE_VM | CLONE_CLEAR_SIGHAND)) != 0 ? ENOSYS : 0;
}

/* clone has one place for both; that of the child's number is written when it is known. */
static long finish_parent_tid(struct call *call, long result)
{
	const uint64_t *address = call->finish_data;
	int tid = (int)result;

	/* KERNEL: kernel_clone() minds no address that cannot be written. */
	if (result > 0 && call_write(call, *address, &tid, sizeof(tid)) == -ESRCH)
		return -ESRCH;
	return result;
}

struct outcome on_clone3(struct call *call)
{
	uint64_t size = call_long(call, 1);
	uint64_t *parent_tid = talloc_zero(call->pool, uint64_t);
	struct clone_words words = { 0 };
	struct clone_args args;
	int status;

	if (parent_tid == NULL)
		return outcome_fail(ENOMEM);
	if (size > SIZE_LARGEST || size < SIZE_FIRST)
		return outcome_fail(size < SIZE_FIRST ? EINVAL : E2BIG);
	status = read_arguments(call, call_long(call, 0), size, &args);
	if (status == 0)
		status = is_wrong(&args, size) ? EINVAL : judge(call, &args);
	if (status != 0)
		return outcome_fail(status);
	words.flags = args.flags | args.exit_signal;
	words.stack = args.stack + args.stack_size;
	words.parent_tid = args.parent_tid;
	words.child_tid = args.child_tid;
	words.tls = args.tls;
	if ((args.flags & CLONE_PIDFD) != 0) {
		words.flags &= ~(uint64_t)CLONE_PARENT_SETTID;
		words.parent_tid = args.pidfd;
	}
	*parent_tid = args.parent_tid;
	return clone_judged(call, &words,
			    words.flags == (args.flags | args.exit_signal) ? NULL
									   : finish_parent_tid,
			    parent_tid);
}
