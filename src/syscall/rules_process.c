// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about processes: who may be named (pid 0 is the caller; all others are judged),
 * what clone and unshare may share, and the options of prctl. Lists of options are
 * allow-lists: what nobody classified is answered as a kernel that does not know it.
 */
#include "syscall/rules.h"

#include <errno.h>
#include <linux/prctl.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "util/compiler.h"

/* CLONE_NEWTIME lies in clone's exit signal, where it is none: only unshare takes it. */
#define NAMESPACES                                                                                 \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET)

/* KERNEL: kernel/fork.c check_unshare_flags() */
#define UNSHARED (CLONE_THREAD | CLONE_FS | CLONE_SIGHAND | CLONE_VM | CLONE_FILES | CLONE_SYSVSEM)

/* KERNEL: kernel/fork.c copy_process(): what does not go together is told first. */
static void refuse_together(struct rule *rule, uint32_t bits, uint32_t set)
{
	bpf_emit_load_low(rule->assembler, 0);
	bpf_emit_and(rule->assembler, bits);
	bpf_emit_if_equal(rule->assembler, set, rule_refuse(rule, EINVAL), BPF_NEXT);
}

/* CLONE_PARENT makes the caller's parent, perhaps the tracer, the parent of its child. */
void rule_clone(struct rule *rule)
{
	refuse_together(rule, CLONE_NEWNS | CLONE_FS, CLONE_NEWNS | CLONE_FS);
	refuse_together(rule, CLONE_NEWUSER | CLONE_FS, CLONE_NEWUSER | CLONE_FS);
	refuse_together(rule, CLONE_THREAD | CLONE_SIGHAND, CLONE_THREAD);
	refuse_together(rule, CLONE_SIGHAND | CLONE_VM, CLONE_SIGHAND);
	refuse_together(rule, CLONE_THREAD | CLONE_NEWUSER, CLONE_THREAD | CLONE_NEWUSER);
	refuse_together(rule, CLONE_THREAD | CLONE_NEWPID, CLONE_THREAD | CLONE_NEWPID);
	rule_if_bits(rule, 0, NAMESPACES, rule_refuse(rule, EPERM), BPF_NEXT);
	rule_if_bits(rule, 0, CLONE_UNTRACED | CLONE_PARENT, rule_trace(rule), BPF_NEXT);
	if (rule->config->births_counted)
		rule_end_trace(rule);
	else
		rule_end_allow(rule);
}

/* The rest stops: who shares cwd, root and umask with whom is kept track of. */
void rule_unshare(struct rule *rule)
{
	rule_if_bits(rule, 0, ~(uint32_t)(UNSHARED | NAMESPACES | CLONE_NEWTIME),
		     rule_refuse(rule, EINVAL), BPF_NEXT);
	rule_if_bits(rule, 0, NAMESPACES | CLONE_NEWTIME, rule_refuse(rule, EPERM), BPF_NEXT);
	rule_end_trace(rule);
}

void rule_self_or_trace(struct rule *rule)
{
	rule_if_int(rule, 0, 0, rule_allow(rule), BPF_NEXT);
	rule_end_trace(rule);
}

/* The argument, of 64 bits, is below `end`; else `otherwise`. */
static void if_below(struct rule *rule, unsigned int argument, uint32_t end, unsigned int then,
		     unsigned int otherwise)
{
	bpf_emit_load_high(rule->assembler, argument);
	bpf_emit_if_equal(rule->assembler, 0, BPF_NEXT, otherwise);
	bpf_emit_load_low(rule->assembler, argument);
	bpf_emit_if_at_least(rule->assembler, end, otherwise, then);
}

void rule_move_pages(struct rule *rule)
{
	rule_if_int(rule, 0, 0, BPF_NEXT, rule_trace(rule));
	if_below(rule, 1, MOVED_PAGES_MOST + 1, rule_allow(rule), rule_trace(rule));
	rule_end_trace(rule);
}

void rule_submit(struct rule *rule)
{
	if_below(rule, 1, SUBMITTED_MOST + 1, rule_allow(rule), rule_trace(rule));
	rule_end_trace(rule);
}

/* Whose affinity the tracer has changed has to have its own back first. */
void rule_affinity(struct rule *rule)
{
	if (rule->config->affinity_kept)
		rule_end_trace(rule);
	else
		rule_self_or_trace(rule);
}

/* What Linux answers with EPERM to all but root. */
void rule_fake_root(struct rule *rule)
{
	if (rule->config->fake_root)
		rule_end_trace(rule);
	else
		rule_end_refuse(rule, EPERM);
}

/*
 * A faked root may raise what its host's user may not, and is told of it. KERNEL: a deadline is
 * refused to who has an affinity.
 */
void rule_sched(struct rule *rule)
{
	if (rule->config->fake_root || rule->config->affinity_kept)
		rule_end_trace(rule);
	else
		rule_self_or_trace(rule);
}

void rule_setpgid(struct rule *rule)
{
	rule_if_int(rule, 0, 0, BPF_NEXT, rule_trace(rule));
	rule_if_int(rule, 1, 0, rule_allow(rule), BPF_NEXT);
	rule_end_trace(rule);
}

void rule_priority(struct rule *rule)
{
	if (!rule->config->fake_root) {
		rule_if_int(rule, 0, PRIO_PROCESS, BPF_NEXT, rule_trace(rule));
		rule_if_int(rule, 1, 0, rule_allow(rule), BPF_NEXT);
	}
	rule_end_trace(rule);
}

#define IOPRIO_WHO_PROCESS 1U /* linux/ioprio.h */

void rule_ioprio(struct rule *rule)
{
	if (!rule->config->fake_root) {
		rule_if_int(rule, 0, IOPRIO_WHO_PROCESS, BPF_NEXT, rule_trace(rule));
		rule_if_int(rule, 1, 0, rule_allow(rule), BPF_NEXT);
	}
	rule_end_trace(rule);
}

/*
 * A core file, or a root's pipe handler, comes outside of any mediation (SECURITY.md E51); the
 * other two are not as the kernel has them (limits.c).
 */
static void trace_told_limits(struct rule *rule, unsigned int arg)
{
	rule_if_int(rule, arg, RLIMIT_CORE, rule_trace(rule), BPF_NEXT);
	rule_if_int(rule, arg, RLIMIT_AS, rule_trace(rule), BPF_NEXT);
	rule_if_int(rule, arg, RLIMIT_SIGPENDING, rule_trace(rule), BPF_NEXT);
}

void rule_getrlimit(struct rule *rule)
{
	trace_told_limits(rule, 0);
	if (rule->config->fake_root)
		rule_if_int(rule, 0, RLIMIT_STACK, BPF_NEXT, rule_trace(rule));
	rule_end_allow(rule);
}

void rule_setrlimit(struct rule *rule)
{
	trace_told_limits(rule, 0);
	if (rule->config->fake_root)
		rule_end_trace(rule);
	else
		rule_end_allow(rule);
}

void rule_prlimit(struct rule *rule)
{
	rule_if_int(rule, 0, 0, BPF_NEXT, rule_trace(rule));
	trace_told_limits(rule, 1);
	if (rule->config->fake_root) {
		/* Which every program asks for; nothing but the kernel's own is told of it. */
		rule_if_int(rule, 1, RLIMIT_STACK, BPF_NEXT, rule_trace(rule));
		rule_if_null(rule, 2, rule_allow(rule), rule_trace(rule));
	}
	rule_end_allow(rule);
}

/*
 * A look at one process (WNOHANG). KERNEL: exit_notify(): its pidfd can be read before the tracer
 * has seen its end, and before that its parent finds nothing.
 */
void rule_wait4(struct rule *rule)
{
	rule_if_bits(rule, 2, WNOHANG, BPF_NEXT, rule_allow(rule));
	rule_if_bits(rule, 0, 0x80000000U, rule_allow(rule), BPF_NEXT);
	rule_if_int(rule, 0, 0, rule_allow(rule), BPF_NEXT);
	rule_end_trace(rule);
}

void rule_waitid(struct rule *rule)
{
	if (!rule->config->fake_root) {
		rule_if_bits(rule, 3, WNOHANG, BPF_NEXT, rule_allow(rule));
		rule_if_int(rule, 0, P_ALL, rule_allow(rule), BPF_NEXT);
	}
	rule_end_trace(rule);
}

/*
 * Clock ids: below 0 they name a descriptor (low bits 3, harmless) or the CPU clock of
 * process ~(id >> 3), where 0 is the caller.
 */
void rule_clock(struct rule *rule)
{
	rule_if_bits(rule, 0, 0x80000000U, BPF_NEXT, rule_allow(rule));
	bpf_emit_load_low(rule->assembler, 0);
	bpf_emit_and(rule->assembler, ~7U);
	bpf_emit_if_equal(rule->assembler, ~7U, rule_allow(rule), BPF_NEXT);
	bpf_emit_load_low(rule->assembler, 0);
	bpf_emit_and(rule->assembler, 7U);
	bpf_emit_if_equal(rule->assembler, 3U, rule_allow(rule), BPF_NEXT);
	rule_end_trace(rule);
}

/* Options newer than the headers of Debian 12. */
#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_GET_MDWE 66
#endif
#ifndef PR_GET_AUXV
#define PR_GET_AUXV 0x41555856
#endif
#ifndef PR_TIMER_CREATE_RESTORE_IDS
#define PR_TIMER_CREATE_RESTORE_IDS 77
#endif
#ifndef PR_FUTEX_HASH
#define PR_FUTEX_HASH 78
#endif
#ifndef PR_GET_SHADOW_STACK_STATUS
#define PR_GET_SHADOW_STACK_STATUS  74
#define PR_LOCK_SHADOW_STACK_STATUS 76
#endif

/*
 * Not here, so EINVAL: syscall user dispatch (it hides calls from the tracer, E38),
 * PR_SCHED_CORE and PR_SET_PTRACER (they name other processes), KSM, what other
 * architectures have, PR_SET_SHADOW_STACK_STATUS (see rule_arch_prctl).
 */
static const uint32_t prctl_native[] = { PR_SET_PDEATHSIG,
					 PR_GET_PDEATHSIG,
					 PR_GET_KEEPCAPS,
					 PR_SET_KEEPCAPS,
					 PR_GET_TIMING,
					 PR_SET_TIMING,
					 PR_SET_NAME,
					 PR_GET_NAME,
					 PR_CAPBSET_READ,
					 PR_CAPBSET_DROP,
					 PR_GET_TSC,
					 PR_SET_TSC,
					 PR_GET_SECUREBITS,
					 PR_SET_SECUREBITS,
					 PR_SET_TIMERSLACK,
					 PR_GET_TIMERSLACK,
					 PR_TASK_PERF_EVENTS_DISABLE,
					 PR_TASK_PERF_EVENTS_ENABLE,
					 PR_MCE_KILL,
					 PR_MCE_KILL_GET,
					 PR_SET_CHILD_SUBREAPER,
					 PR_GET_CHILD_SUBREAPER,
					 PR_GET_TID_ADDRESS,
					 PR_SET_THP_DISABLE,
					 PR_GET_THP_DISABLE,
					 PR_CAP_AMBIENT,
					 PR_SVE_SET_VL,
					 PR_SVE_GET_VL,
					 PR_GET_SPECULATION_CTRL,
					 PR_SET_SPECULATION_CTRL,
					 PR_PAC_RESET_KEYS,
					 PR_PAC_SET_ENABLED_KEYS,
					 PR_PAC_GET_ENABLED_KEYS,
					 PR_SET_TAGGED_ADDR_CTRL,
					 PR_GET_TAGGED_ADDR_CTRL,
					 PR_SET_IO_FLUSHER,
					 PR_GET_IO_FLUSHER,
					 PR_SME_SET_VL,
					 PR_SME_GET_VL,
					 PR_SET_MDWE,
					 PR_GET_MDWE,
					 PR_GET_SHADOW_STACK_STATUS,
					 PR_LOCK_SHADOW_STACK_STATUS,
					 PR_TIMER_CREATE_RESTORE_IDS,
					 PR_FUTEX_HASH,
					 PR_SET_VMA,
					 PR_GET_AUXV };

static const uint32_t prctl_judged[] = {
	PR_GET_DUMPABLE, PR_SET_DUMPABLE,     PR_GET_SECCOMP,
	PR_SET_SECCOMP,  PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS
};

/* Where credentials are faked. */
static const uint32_t prctl_credentials[] = { PR_GET_KEEPCAPS, PR_SET_KEEPCAPS,   PR_CAPBSET_READ,
					      PR_CAPBSET_DROP, PR_GET_SECUREBITS, PR_SET_SECUREBITS,
					      PR_CAP_AMBIENT };

/*
 * PR_SET_MM_MAP is what the loader ends with. In a guest's hands it puts brk anywhere, and
 * a shrinking brk unmaps: a sealed gate stays (KERNEL: 6.10, brk is EPERM there; proven by
 * test_loader), an unsealed one does not, so then only the handler can tell the loader from
 * a guest. The other forms want CAP_SYS_RESOURCE.
 */
static const uint32_t set_mm_native[] = { PR_SET_MM_MAP_SIZE };

void rule_prctl(struct rule *rule)
{
	if (rule->config->fake_root)
		rule_if_among(rule, 0, prctl_credentials, ARRAY_SIZE(prctl_credentials),
			      rule_trace(rule));
	rule_if_among(rule, 0, prctl_native, ARRAY_SIZE(prctl_native), rule_allow(rule));
	rule_if_among(rule, 0, prctl_judged, ARRAY_SIZE(prctl_judged), rule_trace(rule));
	rule_if_int(rule, 0, PR_SET_MM, BPF_NEXT, rule_refuse(rule, EINVAL));
	rule_if_among(rule, 1, set_mm_native, ARRAY_SIZE(set_mm_native), rule_allow(rule));
	rule_if_int(rule, 1, PR_SET_MM_MAP,
		    rule->config->mseal_works ? rule_allow(rule) : rule_trace(rule),
		    rule_refuse(rule, EPERM));
	rule_end_refuse(rule, EPERM);
}

/*
 * x86_64's asm/prctl.h, by number so that every host can write the filter: FS and GS base,
 * CPUID faulting, vector state. Not here: address tagging (LAM), mapping the vDSO elsewhere, and
 * making a shadow stack: what a signal finds in in-process code is led out of it without a return.
 */
static const uint32_t arch_prctl_native[] = {
	0x1001, 0x1002, 0x1003, 0x1004, /* ARCH_{SET_GS,SET_FS,GET_FS,GET_GS} */
	0x1011, 0x1012,                 /* ARCH_{GET,SET}_CPUID */
	0x1021, 0x1022, 0x1023,         /* ARCH_{GET_XCOMP_SUPP,GET_XCOMP_PERM,REQ_XCOMP_PERM} */
	0x4001, 0x4003,                 /* ARCH_{GET_UNTAG_MASK,GET_MAX_TAG_BITS} */
	0x5002, 0x5003, 0x5005,         /* ARCH_SHSTK_{DISABLE,LOCK,STATUS} */
};

void rule_arch_prctl(struct rule *rule)
{
	rule_if_among(rule, 0, arch_prctl_native, ARRAY_SIZE(arch_prctl_native), rule_allow(rule));
	rule_end_refuse(rule, EINVAL);
}

/*
 * Other systems are names without an effect, and address limits one on 32-bit programs only. Not:
 * executable data, the other layout of the address space (the gate has its place in this one).
 */
#define PERSONALITY_NATIVE                                                                         \
	((uint32_t)PER_MASK | UNAME26 | ADDR_NO_RANDOMIZE | FDPIC_FUNCPTRS | MMAP_PAGE_ZERO |      \
	 ADDR_LIMIT_32BIT | ADDR_LIMIT_3GB | SHORT_INODE | WHOLE_SECONDS | STICKY_TIMEOUTS)
#define PERSONALITY_ASKS 0xffffffffU

void rule_personality(struct rule *rule)
{
	rule_if_int(rule, 0, PERSONALITY_ASKS, rule_allow(rule), BPF_NEXT);
	rule_if_bits(rule, 0, ~PERSONALITY_NATIVE, rule_refuse(rule, EPERM), BPF_NEXT);
	rule_end_allow(rule);
}

/*
 * A listener outranks TRACE and blinds the tracer (SECURITY.md): refused here, whatever
 * the handler thinks. EBUSY: as where another filter has a listener already.
 */
void rule_seccomp(struct rule *rule)
{
	rule_if_int(rule, 0, SECCOMP_GET_NOTIF_SIZES, rule_allow(rule), BPF_NEXT);
	rule_if_int(rule, 0, SECCOMP_SET_MODE_FILTER, BPF_NEXT, rule_trace(rule));
	rule_if_bits(rule, 1, SECCOMP_FILTER_FLAG_NEW_LISTENER, rule_refuse(rule, EBUSY), BPF_NEXT);
	rule_end_trace(rule);
}
