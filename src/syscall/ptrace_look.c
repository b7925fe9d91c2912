/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a member reads and writes of one that it traces and that is held. ptjail does the kernel's
 * request itself, on copies. Never on the gate, which to a guest is not there.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <linux/capability.h>
#include <linux/elf.h>
#include <linux/ptrace.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "arch/regs.h"
#include "fakeroot/creds.h"
#include "syscall/ptrace.h"
#include "tracer/guest_trace.h"

/* Larger than any register set of these architectures; what does not fit is cut, as by iov_len. */
#define SET_MAX       16384U
#define PEEK_INFO_MAX 32

#define REQUEST_ARCH_PRCTL 30 /* x86 */
#define ARCH_SET_GS_CODE   0x1001UL
#define ARCH_SET_FS_CODE   0x1002UL
#define ARCH_GET_FS_CODE   0x1003UL
#define ARCH_GET_GS_CODE   0x1004UL

/* The kernel's own request, without the C library's notion of PEEK. */
static long ask(const struct tracee *tracee, long request, uint64_t addr, void *data)
{
	long result = syscall(SYS_ptrace, request, tracee->tid, addr, data);

	return result < 0 ? -errno : result;
}

static long ask_word(const struct tracee *tracee, long request, uint64_t addr, uint64_t data)
{
	return ask(tracee, request, addr, (void *)(uintptr_t)data);
}

/* The word at `address` touches the gate or what lies behind it. */
static bool is_gate(const struct call *call, uint64_t address)
{
	uint64_t start = gate_address(call->jail->gate);
	uint64_t size = GATE_SIZE + GATE_BEHIND;

	return address + 7 - start < size || address - start < size;
}

/* KERNEL: ptrace_access_vm(): who became undumpable hides his memory also from his tracer. */
static bool hides_memory(const struct call *call, const struct tracee *tracee)
{
	const struct member *member = tracee->member;
	const struct creds *creds = call->member->creds;

	return member != NULL && !member->process->dumpable &&
	       (creds == NULL || !creds_capable(creds, CAP_SYS_PTRACE));
}

static long peek(struct call *call, struct tracee *tracee, long request)
{
	uint64_t word;
	long result;

	if (request != PTRACE_PEEKUSR &&
	    (is_gate(call, call->args[2]) || hides_memory(call, tracee)))
		return -EIO;
	result = ask(tracee, request, call->args[2], &word);
	if (result < 0)
		return result;
	return call_write(call, call->args[3], &word, sizeof(word));
}

static long poke(struct call *call, struct tracee *tracee, long request)
{
	if (request != PTRACE_POKEUSR &&
	    (is_gate(call, call->args[2]) || hides_memory(call, tracee)))
		return -EIO;
	return ask_word(tracee, request, call->args[2], call->args[3]);
}

/* A structure of fixed size at `data`, out of the tracee or into it. */
static long copy_out(struct call *call, struct tracee *tracee, long request, size_t size)
{
	char buffer[1024] = { 0 };
	long result = size > sizeof(buffer) ? -EIO : ask(tracee, request, call->args[2], buffer);

	return result < 0 ? result : call_write(call, call->args[3], buffer, size);
}

static long copy_in(struct call *call, struct tracee *tracee, long request, size_t size)
{
	char buffer[1024];
	int status = size > sizeof(buffer) ? -EIO : call_read(call, call->args[3], buffer, size);

	return status < 0 ? status : ask(tracee, request, call->args[2], buffer);
}

static long register_set(struct call *call, struct tracee *tracee, long request)
{
	bool writes = request == PTRACE_SETREGSET;
	struct iovec guest;
	struct iovec own;
	char *buffer = talloc_zero_size(call->pool, SET_MAX);
	long result = call_read(call, call->args[3], &guest, sizeof(guest));

	if (result < 0)
		return result;
	if (buffer == NULL)
		return -ENOMEM;
	own.iov_base = buffer;
	own.iov_len = guest.iov_len < SET_MAX ? guest.iov_len : SET_MAX;
	if (writes)
		result = call_read(call, (uint64_t)(uintptr_t)guest.iov_base, buffer, own.iov_len);
	if (result == 0)
		result = ask(tracee, request, call->args[2], &own);
	if (result == 0 && !writes)
		result = call_write(call, (uint64_t)(uintptr_t)guest.iov_base, buffer, own.iov_len);
	if (result == 0)
		result = call_write(call, call->args[3] + sizeof(guest.iov_base), &own.iov_len,
				    sizeof(own.iov_len));
	return result;
}

/* KERNEL: ptrace_do_notify(); a plain group stop says nothing. */
static long find_info(const struct tracee *tracee, siginfo_t *ret_info)
{
	const struct guest_trace *trace = tracee->trace;
	int number = trace->stop == GUEST_AT_GROUP ? trace->code & 0xff : SIGTRAP;

	if (trace->stop == GUEST_AT_SIGNAL)
		return ask(tracee, PTRACE_GETSIGINFO, 0, ret_info);
	if (trace->stop == GUEST_AT_MADE) {
		*ret_info = trace->made;
		return 0;
	}
	if (trace->stop == GUEST_AT_GROUP && !trace->seized)
		return -EINVAL;
	memset(ret_info, 0, sizeof(*ret_info));
	ret_info->si_signo = number;
	ret_info->si_code = trace->code;
	ret_info->si_pid = tracee->tid;
	ret_info->si_uid = getuid();
	return 0;
}

static long get_info(struct call *call, struct tracee *tracee)
{
	siginfo_t info;
	long result = find_info(tracee, &info);

	return result < 0 ? result : call_write(call, call->args[3], &info, sizeof(info));
}

static long set_info(struct call *call, struct tracee *tracee)
{
	siginfo_t info;
	long result = find_info(tracee, &info);

	if (result == 0)
		result = call_read(call, call->args[3], &info, sizeof(info));
	if (result < 0)
		return result;
	if (tracee->trace->stop == GUEST_AT_MADE)
		tracee->trace->made = info;
	return tracee->trace->stop == GUEST_AT_SIGNAL ? ask(tracee, PTRACE_SETSIGINFO, 0, &info)
						      : 0;
}

static long peek_infos(struct call *call, struct tracee *tracee)
{
	struct __ptrace_peeksiginfo_args {
		uint64_t off;
		uint32_t flags;
		int32_t nr;
	} args;
	siginfo_t infos[PEEK_INFO_MAX];
	long result = call_read(call, call->args[2], &args, sizeof(args));

	if (result < 0)
		return result;
	if (args.nr > PEEK_INFO_MAX)
		args.nr = PEEK_INFO_MAX;
	result = ask(tracee, PTRACE_PEEKSIGINFO, (uint64_t)(uintptr_t)&args, infos);
	/* KERNEL: ptrace_peek_siginfo(): those that there was room for count. */
	for (long i = 0; i < result; i++) {
		int status = call_write(call, call->args[3] + (uint64_t)i * sizeof(*infos),
					&infos[i], sizeof(*infos));

		if (status < 0)
			return i > 0 ? i : status;
	}
	return result;
}

/* KERNEL: 5.3 PTRACE_EVENTMSG_SYSCALL_ENTRY and _EXIT. */
static long get_message(struct call *call, const struct tracee *tracee)
{
	unsigned long message = tracee->trace->message;

	if (tracee->trace->stop == GUEST_AT_ENTRY || tracee->trace->stop == GUEST_AT_EXIT)
		message = tracee->trace->stop == GUEST_AT_ENTRY ? 1 : 2;
	return call_write(call, call->args[3], &message, sizeof(message));
}

static bool is_error(long result)
{
	return result < 0 && result >= -4095;
}

/* KERNEL: ptrace_get_syscall_info(); the size is that of what was to be told. */
static long syscall_info(struct call *call, struct tracee *tracee)
{
	struct ptrace_syscall_info info;
	struct regs regs;
	size_t size = offsetof(struct ptrace_syscall_info, entry);
	size_t room = call->args[2];
	int status = regs_fetch(tracee->tid, &regs);

	if (status < 0)
		return status;
	memset(&info, 0, sizeof(info));
	info.op = PTRACE_SYSCALL_INFO_NONE;
	info.arch = ARCH_AUDIT;
	info.instruction_pointer = regs_ip(&regs);
	info.stack_pointer = regs_sp(&regs);
	if (tracee->trace->stop == GUEST_AT_ENTRY) {
		info.op = PTRACE_SYSCALL_INFO_ENTRY;
		info.entry.nr = (uint64_t)regs_sysno(&regs);
		for (unsigned int i = 0; i < 6; i++)
			info.entry.args[i] = regs_arg(&regs, i);
		size = offsetof(struct ptrace_syscall_info, entry) + sizeof(info.entry);
	} else if (tracee->trace->stop == GUEST_AT_EXIT) {
		info.op = PTRACE_SYSCALL_INFO_EXIT;
		info.exit.rval = regs_result(&regs);
		info.exit.is_error = is_error(info.exit.rval);
		size = offsetof(struct ptrace_syscall_info, exit.is_error) + 1;
	}
	status = call_write(call, call->args[3], &info, size < room ? size : room);
	return status < 0 ? status : (long)size;
}

static long arch_prctl(struct call *call, struct tracee *tracee)
{
	uint64_t word;
	long result;

	switch (call->args[3]) {
	case ARCH_SET_GS_CODE:
	case ARCH_SET_FS_CODE:
		return ask_word(tracee, REQUEST_ARCH_PRCTL, call->args[2], call->args[3]);
	case ARCH_GET_FS_CODE:
	case ARCH_GET_GS_CODE:
		result = ask_word(tracee, REQUEST_ARCH_PRCTL, (uint64_t)(uintptr_t)&word,
				  call->args[3]);
		return result < 0 ? result : call_write(call, call->args[2], &word, sizeof(word));
	default:
		return -EINVAL;
	}
}

/* KERNEL: the size of the mask is the request's address. */
static long signal_mask(struct call *call, struct tracee *tracee, long request)
{
	if (call->args[2] != sizeof(uint64_t))
		return -EINVAL;
	return request == PTRACE_GETSIGMASK ? copy_out(call, tracee, request, sizeof(uint64_t))
					    : copy_in(call, tracee, request, sizeof(uint64_t));
}

static long old_request(struct call *call, struct tracee *tracee, long request)
{
	bool writes;
	size_t size = regs_old_request(request, &writes);

	if (size == 0)
		return -EIO;
	return writes ? copy_in(call, tracee, request, size)
		      : copy_out(call, tracee, request, size);
}

static long look(struct call *call, struct tracee *tracee, long request)
{
	switch (request) {
	case PTRACE_PEEKTEXT:
	case PTRACE_PEEKDATA:
	case PTRACE_PEEKUSR:
		return peek(call, tracee, request);
	case PTRACE_POKETEXT:
	case PTRACE_POKEDATA:
	case PTRACE_POKEUSR:
		return poke(call, tracee, request);
	case PTRACE_GETREGSET:
	case PTRACE_SETREGSET:
		return register_set(call, tracee, request);
	case PTRACE_GETSIGINFO:
		return get_info(call, tracee);
	case PTRACE_SETSIGINFO:
		return set_info(call, tracee);
	case PTRACE_PEEKSIGINFO:
		return peek_infos(call, tracee);
	case PTRACE_GETSIGMASK:
	case PTRACE_SETSIGMASK:
		return signal_mask(call, tracee, request);
	case PTRACE_GETEVENTMSG:
		return get_message(call, tracee);
	case PTRACE_GET_SYSCALL_INFO:
		return syscall_info(call, tracee);
	case REQUEST_ARCH_PRCTL:
		return arch_prctl(call, tracee);
	case PTRACE_SECCOMP_GET_FILTER:
	case PTRACE_SECCOMP_GET_METADATA:
		return -EACCES; /* KERNEL: without CAP_SYS_ADMIN */
	default:
		return old_request(call, tracee, request);
	}
}

struct outcome ptrace_look(struct call *call, struct tracee *tracee, long request)
{
	return outcome_status(look(call, tracee, request));
}
