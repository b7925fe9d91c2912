/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* src/syscall/exec_plan.c: what the loader will read. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "syscall/exec_plan.h"

static struct gate_slot slot;

static const struct gate_plan *plan(void)
{
	return (const struct gate_plan *)(const void *)slot.data;
}

static const char *word(unsigned int index)
{
	return slot.data + plan()->words[index];
}

static void test_plain(void **state)
{
	(void)state;
	exec_plan_begin(&slot, GATE_PLAN_MUST_SEAL);
	assert_int_equal(plan()->magic, GATE_PLAN_MAGIC);
	assert_int_equal(plan()->flags, GATE_PLAN_MUST_SEAL);
	assert_int_equal(plan()->word_count, 0);
	assert_int_equal(plan()->interpreter.present, 0);
	assert_int_equal(exec_plan_set_name(&slot, "/bin/a-rather-long-name", "a-rather-long-name"),
			 0);
	assert_string_equal(slot.data + plan()->execfn, "/bin/a-rather-long-name");
	assert_string_equal(plan()->comm, "a-rather-long-n");
	assert_int_equal(exec_plan_set_window(&slot, EXEC_PLAN_PROGRAM, 5, 6, 1000, "bin/a"), 0);
	exec_plan_set_fd(&slot, EXEC_PLAN_INTERPRETER, 7, 8, 3);
	assert_int_equal(plan()->program.fd, -1);
	assert_int_equal(plan()->program.mount_fd, 1000);
	assert_string_equal(slot.data + plan()->program.path, "bin/a");
	assert_int_equal(plan()->interpreter.fd, 3);
	assert_int_equal(plan()->interpreter.present, 1);
	assert_int_equal(slot.data[plan()->size - 1], '\0');
}

/* s1 is "#!s2 a", s2 is "#!/bin/sh": sh s2 a s1 ... */
static void test_chain(void **state)
{
	(void)state;
	exec_plan_begin(&slot, 0);
	assert_int_equal(exec_plan_add_script(&slot, "s2", "a", "s1"), 0);
	assert_int_equal(exec_plan_add_script(&slot, "/bin/sh", NULL, "s1"), 0);
	assert_int_equal(plan()->drop_words, 1);
	assert_int_equal(plan()->word_count, 4);
	assert_string_equal(word(0), "/bin/sh");
	assert_string_equal(word(1), "s2");
	assert_string_equal(word(2), "a");
	assert_string_equal(word(3), "s1");
}

static void test_longest_chain(void **state)
{
	(void)state;
	exec_plan_begin(&slot, 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(exec_plan_add_script(&slot, "i", "a", "s"), 0);
	assert_int_equal(plan()->word_count, 11);
	while (plan()->word_count + 2 <= GATE_PLAN_WORDS_MAX)
		assert_int_equal(exec_plan_add_script(&slot, "i", "a", "s"), 0);
	assert_int_equal(exec_plan_add_script(&slot, "i", "a", "s"), -E2BIG);
	assert_true(plan()->word_count <= GATE_PLAN_WORDS_MAX);
}

static const char *const emulator[] = { "qemu", "-cpu", "max", "-0" };

/* qemu -cpu max -0 ARGV0 /bin/p ...; and nothing of it in /proc/PID/cmdline */
static void test_emulator(void **state)
{
	(void)state;
	exec_plan_begin(&slot, 0);
	assert_int_equal(exec_plan_add_emulator(&slot, emulator, 4, "/bin/p"), 0);
	assert_int_equal(plan()->drop_words, 0);
	assert_int_equal(plan()->word_count, 5);
	assert_int_equal(plan()->words_before, 4);
	assert_int_equal(plan()->words_hidden, 5);
	assert_string_equal(word(0), "qemu");
	assert_string_equal(word(3), "-0");
	assert_string_equal(word(4), "/bin/p");
}

/* qemu -cpu max -0 /bin/i /bin/i a s ... */
static void test_emulator_of_script(void **state)
{
	(void)state;
	exec_plan_begin(&slot, 0);
	assert_int_equal(exec_plan_add_script(&slot, "/bin/i", "a", "s"), 0);
	assert_int_equal(plan()->words_before, 3);
	assert_int_equal(plan()->words_hidden, 0);
	assert_int_equal(exec_plan_add_emulator(&slot, emulator, 4, "/bin/i"), 0);
	assert_int_equal(plan()->drop_words, 1);
	assert_int_equal(plan()->word_count, 8);
	assert_int_equal(plan()->words_before, 8);
	assert_int_equal(plan()->words_hidden, 5);
	assert_string_equal(word(3), "-0");
	assert_string_equal(word(4), "/bin/i");
	assert_string_equal(word(5), "/bin/i");
	assert_string_equal(word(6), "a");
	assert_string_equal(word(7), "s");
}

/* The longest chain of scripts and the most options at once have room. */
static void test_emulator_of_longest_chain(void **state)
{
	const char *words[13];

	(void)state;
	for (unsigned int i = 0; i < 13; i++)
		words[i] = "w";
	exec_plan_begin(&slot, 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(exec_plan_add_script(&slot, "i", "a", "s"), 0);
	assert_int_equal(exec_plan_add_emulator(&slot, words, 13, "i"), 0);
	assert_int_equal(exec_plan_add_emulator(&slot, words, 13, "i"), -E2BIG);
}

static void test_full_slot(void **state)
{
	char name[4096];

	(void)state;
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	exec_plan_begin(&slot, 0);
	/* What one exec can need at most: its name, two files, a chain of script lines. */
	assert_int_equal(exec_plan_set_name(&slot, name, "c"), 0);
	assert_int_equal(exec_plan_set_window(&slot, EXEC_PLAN_PROGRAM, 1, 1, 1, name), 0);
	assert_int_equal(exec_plan_set_window(&slot, EXEC_PLAN_INTERPRETER, 1, 1, 1, name), 0);
	assert_int_equal(exec_plan_add_script(&slot, name + 4096 - 256, name + 4096 - 256, name),
			 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(
			exec_plan_add_script(&slot, name + 4096 - 256, name + 4096 - 256, name), 0);
	while (exec_plan_set_window(&slot, EXEC_PLAN_PROGRAM, 1, 1, 1, name) == 0)
		assert_true(plan()->size <= sizeof(slot.data));
	assert_int_equal(exec_plan_set_window(&slot, EXEC_PLAN_PROGRAM, 1, 1, 1, name), -E2BIG);
	assert_true(plan()->size <= sizeof(slot.data));
}

/* Aligned behind the strings; no word of it where there is no room. */
static void test_joined(void **state)
{
	struct gate_patch patches[GATE_PATCHES_MAX] = { { .address = 7 } };
	char name[4096];

	(void)state;
	exec_plan_begin(&slot, 0);
	assert_false(exec_plan_is_inside(&slot));
	exec_plan_begin(&slot, GATE_PLAN_INSIDE);
	assert_true(exec_plan_is_inside(&slot));
	assert_int_equal(exec_plan_set_name(&slot, "12", "c"), 0);
	assert_true(exec_plan_set_joined(&slot, 65536, 99, patches, GATE_PATCHES_MAX));
	assert_int_equal(plan()->joined, 65536);
	assert_int_equal(plan()->joined_entry, 99);
	assert_int_equal(plan()->patch_count, GATE_PATCHES_MAX);
	assert_int_equal(plan()->patches % _Alignof(struct gate_patch), 0);
	assert_memory_equal(slot.data + plan()->patches, patches, sizeof(patches));
	assert_int_equal(plan()->size, plan()->patches + sizeof(patches));
	assert_string_equal(slot.data + plan()->execfn, "12");
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	exec_plan_begin(&slot, GATE_PLAN_INSIDE);
	while (exec_plan_set_name(&slot, name, "c") == 0)
		continue;
	while (exec_plan_set_name(&slot, name + sizeof(name) - 100, "c") == 0)
		continue;
	assert_false(exec_plan_set_joined(&slot, 65536, 99, patches, GATE_PATCHES_MAX));
	assert_int_equal(plan()->patch_count, 0);
	assert_int_equal(plan()->joined, 0);
	assert_true(plan()->size <= sizeof(slot.data));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_longest_chain),
		cmocka_unit_test(test_emulator),
		cmocka_unit_test(test_emulator_of_script),
		cmocka_unit_test(test_emulator_of_longest_chain),
		cmocka_unit_test(test_full_slot),
		cmocka_unit_test(test_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
