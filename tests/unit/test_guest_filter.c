/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The prologue of guests' filters: passes the tracer's own calls, and by every bit only them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <linux/seccomp.h>
#include <string.h>

#include "arch/regs.h" /* ARCH_AUDIT */
#include "gate/gate.h"
#include "syscall/guest_filter.h"
#include "tracer/bpf.h"
#include "tracer/gate_map.h"

#define GATE      UINT64_C(0x7ea000000000)
#define SLOTS     (GATE + GATE_SLOTS_OFFSET)
#define SLOTS_END (GATE + GATE_SIZE)

static struct sock_filter code[GUEST_FILTER_PROLOGUE_MAX + 4];
static struct bpf_program program = { .insns = code };

/* The guest's program: kills when A is 0, as it is at the start; refuses otherwise. */
static int setup(void **state)
{
	static const struct sock_filter guest[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
	};
	size_t length = guest_filter_write_prologue(SLOTS, code);

	(void)state;
	assert_true(length <= GUEST_FILTER_PROLOGUE_MAX);
	memcpy(code + length, guest, sizeof(guest));
	program.count = length + 3;
	return bpf_check(&program);
}

static bool passes(enum call_id id, unsigned int argument, uint64_t value)
{
	struct seccomp_data data = { .nr = (int)table_native_number(id), .arch = ARCH_AUDIT };
	uint32_t action;

	data.args[argument] = value;
	action = bpf_eval(&program, &data);
	if (action == SECCOMP_RET_ALLOW)
		return true;
	assert_int_equal(action, SECCOMP_RET_KILL_PROCESS);
	return false;
}

static void test_slots_only(void **state)
{
	(void)state;
	assert_true(passes(CALL_openat2, 2, SLOTS));
	assert_true(passes(CALL_openat2, 2, SLOTS_END - 1));
	assert_false(passes(CALL_openat2, 2, SLOTS - 1));
	assert_false(passes(CALL_openat2, 2, SLOTS_END));
	assert_false(passes(CALL_openat2, 2, SLOTS + (UINT64_C(1) << 32)));
	assert_false(passes(CALL_openat2, 2, (uint32_t)SLOTS));
	assert_false(passes(CALL_openat2, 2, 0));
}

/* What the jail's filter admits without a stop must not pass a guest's own by our doing. */
static void test_window_does_not_pass(void **state)
{
	(void)state;
	for (uint64_t offset = 0; offset < GATE_SLOTS_OFFSET; offset += 8)
		assert_false(passes(CALL_openat2, 2, GATE + offset));
	assert_false(passes(CALL_openat2, 1, SLOTS));
	assert_false(passes(CALL_openat2, 5, SLOTS));
}

static void test_marked_calls(void **state)
{
	static const enum call_id marked[] = { CALL_openat,   CALL_close,   CALL_execveat,
					       CALL_connect,  CALL_sendmsg, CALL_kill,
					       CALL_tgkill,   CALL_seccomp, CALL_fchdir,
					       CALL_mseal,    CALL_unshare, CALL_prctl,
					       CALL_getrandom };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(marked); i++) {
		assert_true(passes(marked[i], 5, SLOTS));
		assert_false(passes(marked[i], 5, SLOTS - 1));
		for (unsigned int argument = 0; argument < 5; argument++)
			assert_false(passes(marked[i], argument, SLOTS));
	}
	assert_true(passes(CALL_sendto, 4, SLOTS + 64));
	assert_false(passes(CALL_sendto, 5, SLOTS));
}

/* Every other call reaches the guest's program, whatever it bears. */
static void test_all_others(void **state)
{
	unsigned int passing = 0;

	(void)state;
	for (int number = 0; number < 600; number++) {
		const struct syscall_row *row = table_by_number(table_native_arch(), number);
		bool passed = false;

		for (unsigned int argument = 0; row != NULL && argument < 6; argument++)
			passed = passed || passes(table_id(row), argument, SLOTS);
		passing += passed;
		if (passed)
			assert_int_not_equal(row->route, ROUTE_DENY);
	}
	assert_in_range(passing, 20, 41);
	assert_false(passes(CALL_write, 1, SLOTS));
	assert_false(passes(CALL_read, 5, SLOTS));
	assert_false(passes(CALL_mkdirat, 5, SLOTS));
}

/* Also before there is a filter: it may be there by the time that the call is made. */
static void test_marks_always(void **state)
{
	struct jail jail = { .guest_filters = false };
	uint64_t args[6] = { 0 };

	(void)state;
	assert_int_equal(gate_new(NULL, false, -1, &jail.gate), 0);
	guest_filter_mark(&jail, CALL_unshare, args);
	assert_in_range(args[5], gate_address(jail.gate) + GATE_SLOTS_OFFSET,
			gate_address(jail.gate) + GATE_SIZE - 1);
	talloc_free(jail.gate);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slots_only),   cmocka_unit_test(test_window_does_not_pass),
		cmocka_unit_test(test_marked_calls), cmocka_unit_test(test_all_others),
		cmocka_unit_test(test_marks_always),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
