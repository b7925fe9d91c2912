/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See annex.h. What is read here is the guest's and may be forged: it decides about nothing
 * but the guest's own registers, and which of its own descriptors is closed.
 */
#include "tracer/annex.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "arch/site.h"
#include "tracer/memory.h"
#include "tracer/patch.h"
#include "tracer/remote.h"
#include "util/broken.h"

/* KERNEL: -ERESTARTSYS .. -ERESTART_RESTARTBLOCK */
static bool is_restart(long result)
{
	return result <= -512 && result >= -516;
}

struct visit {
	uint64_t annex;
	uint64_t frame_address;
	struct gate_frame frame;
	uint32_t number;
	bool restarts; /* the guest's open was interrupted: frame.result says how */
};

/* Where the annex lies, which its loader said once; 0: it has none, or not yet. */
static uint64_t find_annex(struct tracee *tracee)
{
	struct gate_private head;

	if (tracee->annex == 0 && patch_read_private(tracee, &head) == 0)
		tracee->annex = head.annex;
	return tracee->annex;
}

/* Whether the thread is inside, and how far it came. */
static bool find_visit(struct tracee *tracee, struct visit *ret)
{
	const struct gate_inside_head *code = gate_inside(tracee->engine->inside);
	uint64_t annex = find_annex(tracee);
	uint64_t at = regs_ip(&tracee->regs) - annex;
	long result = regs_result(&tracee->regs);

	if (annex == 0)
		return false;
	if (at < code->serve_start || at >= code->serve_end)
		return false;
	*ret = (struct visit){ .annex = annex, .frame_address = regs_frame(&tracee->regs) };
	if (memory_read(tracee, ret->frame_address, &ret->frame, sizeof(ret->frame)) < 0 ||
	    ret->frame.index >= GATE_STUB_COUNT)
		return false;
	/* About to make the guest's call, perhaps again: EINTR is the kernel's. */
	if (ARCH_SET_BACK != 0 && at == code->made - ARCH_SET_BACK && ret->frame.fd < 0)
		return false;
	ret->number = (uint32_t)ret->frame.number;
	if (at >= code->opened && at < code->held && result >= 0)
		ret->frame.fd = (int32_t)result;
	/* KERNEL: close() has closed, whatever it answers. */
	if (at >= code->closed && at < code->forgotten)
		ret->frame.fd = -1;
	if (at >= code->made && at < code->kept) {
		ret->frame.done = result >= 0;
		ret->frame.result = result;
		ret->restarts = is_restart(result);
	}
	return true;
}

/*
 * Transient is a mere name, or a directory. KERNEL: who closes the last end of a pipe waits for who
 * splices from it, and so would the loop; the link's mode tells what a descriptor is for, that of
 * O_PATH nothing.
 */
static bool may_be_transient(const struct tracee *tracee, int fd)
{
	struct stat link, info;
	char name[48];

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%d", tracee->tid, fd);
	return BROKEN_ASIDE || lstat(name, &link) < 0 || (link.st_mode & 0700) == 0 ||
	       (stat(name, &info) == 0 && S_ISDIR(info.st_mode));
}

/*
 * Closes the transient descriptor and comes back to a signal-delivery stop, from which the
 * signal goes on as it was. Not what is protected: the number is the guest's word.
 */
static int abandon(struct tracee *tracee, int fd)
{
	const struct gate_config *config = gate_inside_config(tracee->engine->inside);
	const uint64_t args[6] = { (uint32_t)fd };
	siginfo_t info;
	long ignored;
	int status;

	if ((uint32_t)fd - config->fd_base < config->fd_count || !may_be_transient(tracee, fd))
		return 0;
	if (ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) < 0)
		return -ESRCH;
	tracee->original = tracee->regs;
	status = remote_call(tracee, SYS_close, args, &ignored);
	if (status == 0)
		status = remote_fault(tracee);
	tracee->where = AT_NOWHERE;
	if (status < 0)
		return status;
	return ptrace(PTRACE_SETSIGINFO, tracee->tid, NULL, &info) < 0 ? -ESRCH : 0;
}

/* Takes the thread off the lists of those who hold and give descriptors (gate/inside_turns.h). */
static void strike_off(const struct tracee *tracee, uint64_t frame)
{
	uint64_t private = gate_address(tracee->engine->inside) + GATE_SIZE;
	uint64_t at = private + offsetof(struct gate_private, holders);
	uint64_t lists[GATE_HOLDERS + GATE_GIVERS];
	const uint64_t nobody = 0;

	_Static_assert(offsetof(struct gate_private, givers) ==
			       offsetof(struct gate_private, holders) +
				       GATE_HOLDERS * sizeof(uint64_t),
		       "read at once");
	if (memory_read(tracee, at, lists, sizeof(lists)) < 0)
		return;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (lists[i] == frame &&
		    memory_write(tracee, at + i * sizeof(lists[0]), &nobody, sizeof(nobody)) < 0)
			return;
}

/*
 * Calls that are made by turns. One that a signal undid begins again with in-process code, not as
 * it is: others may hold descriptors by then.
 */
static bool takes_turns(uint32_t number)
{
#ifdef SYS_dup2
	if (number == SYS_dup2)
		return true;
#endif
	return number == SYS_dup3 || number == SYS_close_range || number == SYS_clone;
}

/* A fault that the processor raised, not a signal that somebody sent. */
static bool is_fault(const struct tracee *tracee, int signal_number)
{
	siginfo_t info;

	return (signal_number == SIGSEGV || signal_number == SIGBUS) &&
	       ptrace(PTRACE_GETSIGINFO, tracee->tid, NULL, &info) == 0 && info.si_code > 0;
}

/*
 * The stub that the thread has come by, if it stands at the probe or at the stub's first
 * instruction; nothing of it is left in the registers then.
 */
static bool find_probe(struct tracee *tracee, uint64_t annex, uint64_t *ret_index)
{
	const struct gate_inside_head *code = gate_inside(tracee->engine->inside);
	uint64_t at = regs_ip(&tracee->regs) - annex;
	uint64_t pushed[ARCH_PROBE_PUSHED + 1];

	*ret_index = (at - code->stubs) / GATE_STUB_SIZE;
	if (at == code->probe) {
		*ret_index = regs_stub_index(&tracee->regs);
		if (ARCH_PROBE_PUSHED != 0 &&
		    memory_read(tracee, regs_sp(&tracee->regs), pushed,
				ARCH_PROBE_PUSHED * sizeof(pushed[0])) < 0)
			return false;
		regs_leave_probe(&tracee->regs, pushed);
	} else if ((at - code->stubs) % GATE_STUB_SIZE != 0) {
		return false;
	}
	return *ret_index < GATE_STUB_COUNT;
}

/*
 * A thread whose stack is too small for in-process code, as its first instructions have found: its
 * call is made as it is.
 */
static int leave_probe(struct tracee *tracee, bool *ret_left)
{
	uint64_t private = gate_address(tracee->engine->inside) + GATE_SIZE;
	uint64_t annex = find_annex(tracee);
	struct gate_entry entry;
	uint64_t index;
	uint64_t word;

	*ret_left = false;
	if (annex == 0 || !find_probe(tracee, annex, &index) ||
	    memory_read(tracee,
			private + offsetof(struct gate_private, entries) + index * sizeof(entry),
			&entry, sizeof(entry)) < 0)
		return 0;
	if ((entry.number & GATE_ENTRY_CWD) != 0)
		regs_set_arg(&tracee->regs, 0, (uint32_t)AT_FDCWD);
	if (entry.number == GATE_ENTRY_ANY) {
		if (memory_read(tracee, regs_sp(&tracee->regs) + sizeof(word), &word,
				sizeof(word)) < 0)
			return 0;
		regs_set_arg(&tracee->regs, 5, word);
	}
	regs_again(&tracee->regs, regs_stub_call(&tracee->regs, entry.number),
		   annex + gate_inside(tracee->engine->inside)->stubs + index * GATE_STUB_SIZE +
			   ARCH_STUB_CALL);
	*ret_left = true;
	return regs_store(tracee->tid, &tracee->regs);
}

int annex_leave(struct tracee *tracee, int signal_number, bool *ret_consumed)
{
	struct visit visit;
	uint64_t stub;
	int status;

	*ret_consumed = false;
	if (tracee->engine->inside == NULL)
		return 0;
	status = regs_fetch(tracee->tid, &tracee->regs);
	if (status < 0)
		return status;
	if (is_fault(tracee, signal_number)) {
		status = leave_probe(tracee, ret_consumed);
		if (status < 0 || *ret_consumed)
			return status;
	}
	if (!find_visit(tracee, &visit))
		return 0;
	if (visit.frame.fd >= 0 &&
	    (visit.frame.done == 0 || visit.frame.result != visit.frame.fd)) {
		status = abandon(tracee, visit.frame.fd);
		if (status < 0)
			return status;
	}
	strike_off(tracee, visit.frame_address);
	if ((visit.number & GATE_ENTRY_CWD) != 0)
		visit.frame.args[0] = (uint32_t)AT_FDCWD;
	visit.number &= ~GATE_ENTRY_CWD;
	stub = visit.annex + gate_inside(tracee->engine->inside)->stubs +
	       visit.frame.index * GATE_STUB_SIZE;
	regs_leave_frame(&tracee->regs, &visit.frame, visit.frame_address);
	*ret_consumed = visit.frame.done == 0 && !visit.restarts && is_fault(tracee, signal_number);
	if (visit.frame.done == 0 && !*ret_consumed && takes_turns(visit.number)) {
		regs_again(&tracee->regs, (long)visit.number, stub);
	} else if (visit.frame.done != 0 || visit.restarts) {
		/* Over; or begun again by the kernel, from the instruction before. */
		regs_set_result(&tracee->regs, visit.frame.result);
		regs_set_sysno(&tracee->regs, visit.restarts ? (long)visit.number : -1);
		regs_set_ip(&tracee->regs, stub + ARCH_STUB_BACK);
	} else {
		regs_again(&tracee->regs, (long)visit.number, stub + ARCH_STUB_CALL);
	}
	return regs_store(tracee->tid, &tracee->regs);
}
