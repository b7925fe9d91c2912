/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any seccomp program that a guest installs, as it is installed behind the prologue: the
 * kernel takes it if it took the guest's own; calls with the tracer's mark pass, all
 * others get the guest's own answer, and none stops as if it were one of the jail's.
 */
#include "fake_guest.h"

#include <errno.h>
#include <sys/syscall.h>

#include "syscall/guest_filter.h"
#include "tracer/bpf.h"

#define PROGRAM_OFFSET 16U

#ifndef SECCOMP_RET_ACTION_FULL
#define SECCOMP_RET_ACTION_FULL 0xffff0000U
#endif

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	guest_setup();
	return 0;
}

/* What a call gets natively: a tracer that would be asked does not exist. */
static uint32_t native_answer(const struct bpf_program *program, const struct seccomp_data *facts)
{
	uint32_t answer = bpf_eval(program, facts);

	return (answer & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_TRACE ? SECCOMP_RET_ERRNO | ENOSYS
								       : answer;
}

static void check_installed(const struct bpf_program *own, const struct seccomp_data *facts)
{
	const struct gate_slot *slot = guest.tracee->slot->memory;
	struct sock_fprog installed;
	struct bpf_program program;
	uint64_t marked[6];
	struct seccomp_data call = *facts;

	memcpy(&installed, slot->reserved, sizeof(installed));
	program.count = installed.len;
	program.insns = (struct sock_filter *)(uintptr_t)slot->path;
	INSIST(installed.len > own->count);
	INSIST((bpf_check(&program) == 0) == (bpf_check(own) == 0));
	if (bpf_check(own) < 0)
		return;
	for (unsigned int i = 0; i < 6; i++) /* far from the gate */
		call.args[i] &= 0x7fffffffU;
	INSIST(bpf_eval(&program, &call) == native_answer(own, &call));
	call.nr = SYS_openat2;
	call.args[2] = slot_address(guest.tracee->slot, &slot->how);
	INSIST(bpf_eval(&program, &call) == SECCOMP_RET_ALLOW);
	guest.jail->guest_filters = true;
	memset(marked, 0, sizeof(marked));
	guest_filter_mark(guest.jail, CALL_close, marked);
	memcpy(call.args, marked, sizeof(marked));
	call.nr = SYS_close;
	INSIST(bpf_eval(&program, &call) == SECCOMP_RET_ALLOW);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	uint64_t args[6] = { SECCOMP_SET_MODE_FILTER, 0, GUEST_MEMORY };
	struct sock_fprog asked = { 0 };
	struct bpf_program own;
	struct seccomp_data facts;
	uint8_t answers[32] = { 7 }; /* below 16: seen as success */

	guest_begin(&input);
	guest.answers = (struct input){ answers, sizeof(answers) };
	((struct member *)guest.tracee->member)->no_new_privs = true;
	input_copy(&input, &facts, sizeof(facts));
	own.count = input.left / sizeof(struct sock_filter);
	if (own.count == 0 || own.count > (GUEST_MEMORY_SIZE - PROGRAM_OFFSET) / sizeof(*own.insns))
		return 0;
	input.left = own.count * sizeof(struct sock_filter);
	own.insns = (struct sock_filter *)(void *)input_rest(&input, 0);
	asked.len = (unsigned short)own.count;
	asked.filter = (struct sock_filter *)(uintptr_t)(GUEST_MEMORY + PROGRAM_OFFSET);
	memcpy(guest.memory, &asked, sizeof(asked));
	memcpy(guest.memory + PROGRAM_OFFSET, own.insns, input.left);
	if (guest_call(SYS_seccomp, args) == VERDICT_ANSWER && guest.tracee->slot != NULL &&
	    guest.jail->guest_filters)
		check_installed(&own, &facts);
	free(own.insns);
	return 0;
}
