/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * seccomp: a guest's own filter. When the tracer puts another call in place of the guest's,
 * the kernel runs all filters once more, on the call that it was replaced by. The guest's
 * filter has let the original pass and knows nothing of openat2 from a slot: it would
 * refuse or kill. So it is installed with a prologue in front (jumps are relative), which
 * lets pass what bears the tracer's mark: an argument that lies in the gate's slots, either
 * a pointer that the call takes or the sixth argument of a call that has none.
 *
 * Why that widens nothing. For the jail: a filter only ever adds refusals, and the jail's own
 * is asked again. For the guest's own sandbox: code in it may make a marked call itself and
 * pass its filter, but the jail's filter stops all of these that could give it anything,
 * since what it admits without a stop lies outside of the slots, and a guest's call that
 * comes with the mark is refused at its stop (guest_filter_is_forged). Some that do not stop
 * remain: on descriptors that the code holds already (close, dup, fcntl, recvmsg) and on the
 * caller itself (a lower priority, a limit, memory sealed, its name). They open nothing and reach
 * nobody.
 *
 * The loader of a program that is executed under a filter makes its calls under it, too. What it
 * would not notice to be left undone, the sealing of the gate, it marks itself; so it does prctl
 * and getrandom, which lists of what is allowed leave out. What maps the program has to be allowed.
 *
 * A program that returns RET_TRACE has no tracer of its own: ENOSYS, as on Linux, is
 * written in its place, else the call would stop here as one of ours. What it returns from
 * the register is looked at by an epilogue, which its RET_A instructions become jumps to.
 */
#include "syscall/guest_filter.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>

#include "fakeroot/creds.h"
#include "syscall/inside.h"
#include "syscall/prctl.h"
#include "syscall/strict.h"
#include "tracer/bpf.h"

#ifndef SECCOMP_RET_ACTION_FULL
#define SECCOMP_RET_ACTION_FULL 0xffff0000U
#endif

/* What does not change who hears of calls. */
#define FLAGS_KNOWN                                                                                \
	(SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_LOG | SECCOMP_FILTER_FLAG_SPEC_ALLOW |    \
	 SECCOMP_FILTER_FLAG_TSYNC_ESRCH)

#define MARK 5U /* the last argument; calls with six arguments cannot bear the mark there */

/* The argument that must lie in the slots. */
static const struct {
	enum call_id id;
	unsigned int argument;
} passing[] = {
	/* Without a stop where the `how` is of the gate's table, which lies below the slots. */
	{ CALL_openat2, 2 },
	{ CALL_sendto, 4 },
	/* Opens, and what acts on what was opened. */
	{ CALL_openat, MARK },
	{ CALL_execveat, MARK },
	{ CALL_fchdir, MARK },
	{ CALL_memfd_create, MARK },
	{ CALL_close, MARK },
	{ CALL_close_range, MARK },
	{ CALL_dup, MARK },
	{ CALL_dup3, MARK },
	{ CALL_fcntl, MARK },
	{ CALL_ioctl, MARK },
	{ CALL_umask, MARK },
	{ CALL_inotify_add_watch, MARK },
	/* Sockets and queues. */
	{ CALL_connect, MARK },
	{ CALL_bind, MARK },
	{ CALL_sendmsg, MARK },
	{ CALL_mq_open, MARK },
	{ CALL_socketpair, MARK },
	{ CALL_recvmsg, MARK },
	{ CALL_munmap, MARK },
	{ CALL_mlock2, MARK },
	{ CALL_mlockall, MARK },
	{ CALL_shmget, MARK },
	{ CALL_semget, MARK },
	{ CALL_msgget, MARK },
	/* Other processes. */
	{ CALL_kill, MARK },
	{ CALL_tgkill, MARK },
	{ CALL_rt_sigqueueinfo, MARK },
	{ CALL_rt_tgsigqueueinfo, MARK },
	{ CALL_prlimit64, MARK },
	{ CALL_setpriority, MARK },
	{ CALL_getpriority, MARK },
	{ CALL_ioprio_set, MARK },
	{ CALL_ioprio_get, MARK },
	{ CALL_capget, MARK },
	{ CALL_seccomp, MARK },
	/* Whether it was done only the kernel knows: what a filter says of it is believed. */
	{ CALL_mseal, MARK },
	{ CALL_unshare, MARK },
	/* The loader's. */
	{ CALL_prctl, MARK },
	{ CALL_getrandom, MARK },
};

#define ENTRY_SIZE    8U /* instructions for each of them */
#define PROLOGUE_SIZE (2 + ARRAY_SIZE(passing) * ENTRY_SIZE)
_Static_assert(PROLOGUE_SIZE <= GUEST_FILTER_PROLOGUE_MAX, "room for the prologue");
#define EPILOGUE_SIZE 6U
#define SLOTS_SIZE    ((uint32_t)(GATE_SIZE - GATE_SLOTS_OFFSET))

/* The program lies in the slot's path and data, which follow each other. */
#define PROGRAM_ROOM                                                                               \
	((sizeof(struct gate_slot) - offsetof(struct gate_slot, path)) / sizeof(struct sock_filter))

static uint64_t slots_start(const struct jail *jail)
{
	return gate_address(jail->gate) + GATE_SLOTS_OFFSET;
}

static bool in_slots(const struct jail *jail, uint64_t address)
{
	return address - slots_start(jail) < SLOTS_SIZE;
}

void guest_filter_mark(const struct jail *jail, enum call_id id, uint64_t args[6])
{
	/* RACE: who is let go before a sibling's filter is installed may make the call under it. */
	if (table_row(id)->nargs <= MARK)
		args[MARK] = slots_start(jail);
}

bool guest_filter_is_forged(const struct call *call)
{
	if (!call->jail->guest_filters || call->row == NULL)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(passing); i++) {
		if (passing[i].id == table_id(call->row) &&
		    in_slots(call->jail, call->args[passing[i].argument]))
			return true;
	}
	return false;
}

static uint32_t word_of_argument(unsigned int argument, bool high)
{
	bool second = high == (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

	return (uint32_t)(offsetof(struct seccomp_data, args) + argument * 8UL +
			  (second ? 4U : 0U));
}

/*
 * Enters with the number in A and leaves so. The slots lie within one 4 GiB block, as the
 * whole gate does.
 */
static size_t write_entry(struct sock_filter *code, uint32_t number, unsigned int argument,
			  uint64_t start)
{
	const struct sock_filter entry[ENTRY_SIZE] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 7),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, word_of_argument(argument, true)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(start >> 32), 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, word_of_argument(argument, false)),
		BPF_STMT(BPF_ALU | BPF_SUB | BPF_K, (uint32_t)start),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SLOTS_SIZE, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
	};

	memcpy(code, entry, sizeof(entry));
	return ENTRY_SIZE;
}

size_t guest_filter_write_prologue(uint64_t start, struct sock_filter *code)
{
	size_t count = 0;

	code[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						     offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < ARRAY_SIZE(passing); i++) {
		long number = table_native_number(passing[i].id);

		if (number >= 0)
			count += write_entry(code + count, (uint32_t)number, passing[i].argument,
					     start);
	}
	/* KERNEL: a classic program begins with A and X zero. */
	code[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_IMM, 0);
	return count;
}

/* RET_A, but for RET_TRACE. X is nobody's any more. */
static size_t write_epilogue(struct sock_filter *code)
{
	const struct sock_filter epilogue[EPILOGUE_SIZE] = {
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, SECCOMP_RET_ACTION_FULL),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SECCOMP_RET_TRACE, 2, 0),
		BPF_STMT(BPF_MISC | BPF_TXA, 0),
		BPF_STMT(BPF_RET | BPF_A, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
	};

	memcpy(code, epilogue, sizeof(epilogue));
	return EPILOGUE_SIZE;
}

/* `code` is followed by the epilogue. */
static void replace_trace(struct sock_filter *code, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (code[i].code == (BPF_RET | BPF_A))
			code[i] = (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA,
							       (uint32_t)(count - i - 1));
		else if (code[i].code == (BPF_RET | BPF_K) &&
			 (code[i].k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_TRACE)
			code[i].k = SECCOMP_RET_ERRNO | ENOSYS;
	}
}

/* KERNEL: seccomp_prepare_filter(). */
static bool may_filter(struct member *member)
{
	return *prctl_no_new_privs(member) ||
	       (member->creds != NULL && creds_capable(member->creds, CAP_SYS_ADMIN));
}

/* The guest's program behind our prologue, in the slot: *ret_count instructions. */
static int copy_program(struct call *call, struct slot *slot, uint64_t address,
			unsigned short *ret_count)
{
	struct sock_filter *code = talloc_array(call->pool, struct sock_filter,
						PROLOGUE_SIZE + BPF_MAXINSNS + EPILOGUE_SIZE);
	struct sock_fprog program;
	size_t prologue;
	int status = call_read(call, address, &program, sizeof(program));

	if (status < 0)
		return status;
	if (program.len == 0 || program.len > BPF_MAXINSNS)
		return -EINVAL;
	if (!may_filter(call->member))
		return -EACCES;
	if (code == NULL)
		return -ENOMEM;
	prologue = guest_filter_write_prologue(slots_start(call->jail), code);
	if (prologue + program.len + EPILOGUE_SIZE > PROGRAM_ROOM)
		return -ENOMEM;
	status = call_read(call, (uint64_t)(uintptr_t)program.filter, code + prologue,
			   program.len * sizeof(*code));
	if (status < 0)
		return status;
	/* As it is: an epilogue behind it would make jumps beyond its end good. */
	status = bpf_check(&(struct bpf_program){ code + prologue, program.len });
	if (status < 0)
		return status;
	replace_trace(code + prologue, program.len);
	prologue += write_epilogue(code + prologue + program.len);
	*ret_count = (unsigned short)(prologue + program.len);
	memcpy((char *)slot->memory + offsetof(struct gate_slot, path), code,
	       *ret_count * sizeof(*code));
	return 0;
}

/* `count` instructions lie in the slot. */
static struct outcome install(struct call *call, struct slot *slot, unsigned int flags,
			      unsigned short count, call_finish *finish)
{
	const struct sock_fprog program = {
		count,
		(struct sock_filter *)(uintptr_t)(slot->address + offsetof(struct gate_slot, path)),
	};

	memcpy(slot->memory->reserved, &program, sizeof(program));
	return call_rewrite(call, CALL_seccomp,
			    (uint64_t[6]){ SECCOMP_SET_MODE_FILTER, flags,
					   slot_address(slot, slot->memory->reserved) },
			    finish, NULL);
}

struct outcome guest_filter_install(struct call *call, unsigned int flags, uint64_t address)
{
	unsigned short count;
	struct slot *slot;
	int status;

	/*
	 * Without the kernel's seccomp the tracer looks at a call first, and the guest's filter
	 * would never see the original. EINVAL: as a kernel without CONFIG_SECCOMP_FILTER.
	 */
	if (call->jail->engine->without_seccomp)
		return outcome_fail(EINVAL);
	slot = call_slot(call);
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = copy_program(call, slot, address, &count);
	if (status < 0)
		return outcome_fail(status);
	/* RACE: others may bear it (TSYNC), and their children, before this call's end is told. */
	call->jail->guest_filters = true;
	inside_off(call->member);
	return install(call, slot, flags, count, NULL);
}

struct outcome guest_filter_install_own(struct call *call, const struct sock_filter *code,
					unsigned short count, call_finish *finish)
{
	struct slot *slot = call_slot(call);

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	memcpy((char *)slot->memory + offsetof(struct gate_slot, path), code,
	       count * sizeof(*code));
	return install(call, slot, 0, count, finish);
}

/*
 * What the kernel offers, but for RET_TRACE: no tracer among the members is told of it. Whoever
 * would build on it (a ptjail, say) does without.
 */
static struct outcome tell_action(struct call *call)
{
	uint32_t action;
	int status;

	if (call_uint(call, 1) != 0)
		return outcome_fail(EINVAL);
	status = call_read(call, call_long(call, 2), &action, sizeof(action));
	if (status < 0)
		return outcome_fail(status);
	if (action == SECCOMP_RET_TRACE)
		return outcome_fail(EOPNOTSUPP);
	return outcome_native();
}

struct outcome on_seccomp(struct call *call)
{
	if (call_uint(call, 0) == SECCOMP_GET_ACTION_AVAIL)
		return tell_action(call);
	if (call_uint(call, 0) == SECCOMP_SET_MODE_STRICT)
		return call_uint(call, 1) != 0 || call_long(call, 2) != 0 ? outcome_fail(EINVAL)
									  : strict_begin(call);
	if (call_uint(call, 0) != SECCOMP_SET_MODE_FILTER)
		return outcome_fail(EINVAL);
	if ((call_uint(call, 1) & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0)
		return outcome_fail(EBUSY);
	if ((call_uint(call, 1) & ~(unsigned int)FLAGS_KNOWN) != 0)
		return outcome_fail(EINVAL);
	return guest_filter_install(call, call_uint(call, 1), call_long(call, 2));
}
