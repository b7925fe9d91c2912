/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The table against the kernel's headers, and its classification against what must not slip. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syscall/list.h"
#include "syscall/table.h"
#include "util/compiler.h"

#define HIGHEST_NUMBER 600

/* Rows, but for those that the headers of an older kernel cannot know. */
struct seen {
	bool numbers[HIGHEST_NUMBER];
	unsigned int count;
};

static void check_number(enum table_arch arch, const char *name, long number, struct seen *seen)
{
	const struct syscall_row *row = table_by_name(name);

	if (row == NULL)
		fail_msg("%s (%ld) has no row", name, number);
	if (row->number[arch] != number)
		fail_msg("%s is %ld, its row says %d", name, number, row->number[arch]);
	assert_ptr_equal(table_by_number(arch, number), row);
	seen->numbers[number] = true;
	seen->count++;
}

/* Every number up to the header's highest has a row exactly if the header knows it. */
static void check_no_invention(enum table_arch arch, const struct seen *seen)
{
	long highest = 0;

	for (long number = 0; number < HIGHEST_NUMBER; number++)
		highest = seen->numbers[number] ? number : highest;
	for (long number = 0; number <= highest; number++) {
		const struct syscall_row *row = table_by_number(arch, number);

		/* KERNEL: 6.11, 6.18; their numbers lie in a gap of older headers. */
		if (row != NULL && (row->id == CALL_uretprobe || row->id == CALL_uprobe))
			continue;
		if ((row != NULL) != seen->numbers[number])
			fail_msg("number %ld: row %s, header %d", number, row ? row->name : "-",
				 seen->numbers[number]);
	}
}

static FILE *open_header(const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		FILE *file = fopen(*paths, "re");

		if (file != NULL)
			return file;
	}
	return NULL;
}

static void test_numbers_of_x86_64(void **state)
{
	static const char *const paths[] = { "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
					     "/usr/include/asm/unistd_64.h",
					     "/usr/x86_64-linux-gnu/include/asm/unistd_64.h",
					     NULL };
	FILE *file = open_header(paths);
	struct seen seen = { 0 };
	char line[256], name[128];
	long number;

	(void)state;
	if (file == NULL)
		skip();
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "#define __NR_%127s %ld", name, &number) == 2)
			check_number(TABLE_X86_64, name, number, &seen);
	}
	fclose(file);
	assert_true(seen.count >= 360);
	check_no_invention(TABLE_X86_64, &seen);
}

/* What aarch64 does not have of the generic list: the 32-bit calls with 64-bit times. */
static bool is_generic_only(const char *name, long number)
{
	return (number >= 403 && number <= 423) || strcmp(name, "arch_specific_syscall") == 0 ||
	       strcmp(name, "syscalls") == 0 || strcmp(name, "sync_file_range2") == 0;
}

static void test_numbers_of_aarch64(void **state)
{
	static const char *const paths[] = { "/usr/include/asm-generic/unistd.h",
					     "/usr/aarch64-linux-gnu/include/asm-generic/unistd.h",
					     NULL };
	FILE *file = open_header(paths);
	long shared[HIGHEST_NUMBER];
	char shared_names[64][64], line[256], name[128], alias[128];
	size_t shared_count = 0;
	struct seen seen = { 0 };
	bool wide = false;
	long number;

	(void)state;
	if (file == NULL)
		skip();
	while (fgets(line, sizeof(line), file) != NULL) {
		/* Numbers that 32 and 64 bits share get their names at the end, 64 bits first. */
		if (strncmp(line, "#if __BITS_PER_LONG == 64 && !defined(__SYSCALL_COMPAT)", 55) ==
		    0)
			wide = true;
		else if (strncmp(line, "#else", 5) == 0)
			wide = false;
		if (sscanf(line, "#define __NR3264_%127s %ld", name, &number) == 2) {
			assert_true(shared_count < ARRAY_SIZE(shared_names));
			snprintf(shared_names[shared_count], sizeof(*shared_names), "%.63s", name);
			shared[shared_count++] = number;
		} else if (sscanf(line, "#define __NR_%127s %ld", name, &number) == 2) {
			if (!is_generic_only(name, number))
				check_number(TABLE_AARCH64, name, number, &seen);
		} else if (wide &&
			   sscanf(line, "#define __NR_%127s __NR3264_%127s", name, alias) == 2) {
			for (size_t i = 0; i < shared_count; i++) {
				if (strcmp(shared_names[i], alias) == 0)
					check_number(TABLE_AARCH64, name, shared[i], &seen);
			}
		}
	}
	fclose(file);
	assert_true(seen.count >= 300);
	check_no_invention(TABLE_AARCH64, &seen);
}

static void test_maps_agree_with_rows(void **state)
{
	(void)state;
	for (enum call_id id = 0; id < CALL_COUNT; id++) {
		const struct syscall_row *row = table_row(id);

		assert_int_equal(row->id, id);
		assert_int_equal(table_id(row), id);
		assert_ptr_equal(table_by_name(row->name), row);
		assert_true(row->number[TABLE_X86_64] >= 0 || row->number[TABLE_AARCH64] >= 0);
		for (unsigned int arch = 0; arch < TABLE_ARCH_COUNT; arch++) {
			if (row->number[arch] >= 0)
				assert_ptr_equal(table_by_number(arch, row->number[arch]), row);
		}
		assert_int_equal(table_native_number(id), row->number[table_native_arch()]);
	}
	assert_null(table_by_name("no_such_call"));
	assert_null(table_by_name(""));
	assert_null(table_by_number(TABLE_X86_64, -1));
	assert_null(table_by_number(TABLE_X86_64, 511));
	assert_null(table_by_number(TABLE_X86_64, 512));
	assert_null(table_by_number(TABLE_X86_64, 0x40000000));
	assert_null(table_by_number(TABLE_AARCH64, 0x100000000));
}

static void test_rows_are_whole(void **state)
{
	bool handlers[HANDLER_COUNT] = { [HANDLER_none] = true, [HANDLER_unknown] = true };
	bool rules[RULE_COUNT] = { 0 };

	(void)state;
	for (enum call_id id = 0; id < CALL_COUNT; id++) {
		const struct syscall_row *row = table_row(id);
		bool decided = row->route == ROUTE_NATIVE || row->route == ROUTE_DENY;

		handlers[row->handler] = true;
		if (row->route == ROUTE_RULE)
			rules[row->rule] = true;
		if (decided && row->handler != HANDLER_none)
			fail_msg("%s never stops and has a handler", row->name);
		if ((row->route == ROUTE_TRACE || row->route == ROUTE_NATIVE_UNLESS) &&
		    row->handler == HANDLER_none)
			fail_msg("%s stops and has no handler", row->name);
		assert_int_equal(row->refusal != 0, row->route == ROUTE_DENY);
		assert_int_equal(row->conditions != 0, row->route == ROUTE_NATIVE_UNLESS);
		for (unsigned int i = 0; i < TABLE_ARGS_MAX; i++)
			assert_int_equal(row->args[i] != ARG_NONE, i < row->nargs);
	}
	for (unsigned int i = 0; i < HANDLER_COUNT; i++)
		assert_true(handlers[i]);
	for (unsigned int i = 0; i < RULE_COUNT; i++)
		assert_true(rules[i]);
}

static bool takes(const struct syscall_row *row, enum arg_kind kind)
{
	for (unsigned int i = 0; i < row->nargs; i++) {
		if (row->args[i] == kind)
			return true;
	}
	return false;
}

/* Paths, addresses and processes are never the kernel's alone to interpret. */
static void test_no_name_is_native(void **state)
{
	(void)state;
	for (enum call_id id = 0; id < CALL_COUNT; id++) {
		const struct syscall_row *row = table_row(id);
		bool waits = id == CALL_wait4 || id == CALL_waitid; /* own children only */
		/* Refused by a handler, which tells what is wrong with the arguments first. */
		bool told = id == CALL_mount || id == CALL_umount2 || id == CALL_quotactl ||
			    id == CALL_quotactl_fd || id == CALL_setns;
		/* Refused by a handler, which tells a faked root that they are not there. */
		bool absent = id == CALL_open_tree || id == CALL_open_tree_attr ||
			      id == CALL_fsopen || id == CALL_fspick || id == CALL_mount_setattr;
		bool names = takes(row, ARG_PATH) || takes(row, ARG_PATH_NEW) ||
			     takes(row, ARG_DIRFD) || takes(row, ARG_SOCKADDR) ||
			     ((takes(row, ARG_PID) || takes(row, ARG_PGRP)) && !waits);

		if (names && (row->route == ROUTE_NATIVE || row->route == ROUTE_NATIVE_UNLESS))
			fail_msg("%s takes a name and is native", row->name);
		if (takes(row, ARG_MSGHDR) && strncmp(row->name, "send", 4) == 0)
			assert_int_equal(row->route, ROUTE_TRACE);
		if (row->class == CLASS_KERNEL && row->route != ROUTE_DENY)
			assert_true(id == CALL_uretprobe || id == CALL_uprobe ||
				    ((told || absent) && row->route == ROUTE_TRACE) ||
				    (row->route == ROUTE_RULE && row->rule == RULE_fake_root));
	}
}

/* Calls that take a path (a list of its own, not derived from the rows) never run natively. */
static void test_path_calls_are_mediated(void **state)
{
	static const char *const names[] = {
		"open",
		"creat",
		"openat",
		"openat2",
		"stat",
		"lstat",
		"newfstatat",
		"statx",
		"access",
		"faccessat",
		"faccessat2",
		"readlink",
		"readlinkat",
		"statfs",
		"chdir",
		"chroot",
		"mkdir",
		"mkdirat",
		"rmdir",
		"unlink",
		"unlinkat",
		"mknod",
		"mknodat",
		"symlink",
		"symlinkat",
		"link",
		"linkat",
		"rename",
		"renameat",
		"renameat2",
		"chmod",
		"fchmodat",
		"fchmodat2",
		"chown",
		"lchown",
		"fchownat",
		"utime",
		"utimes",
		"futimesat",
		"utimensat",
		"truncate",
		"setxattr",
		"getxattr",
		"listxattr",
		"removexattr",
		"lsetxattr",
		"lgetxattr",
		"llistxattr",
		"lremovexattr",
		"setxattrat",
		"getxattrat",
		"listxattrat",
		"removexattrat",
		"execve",
		"execveat",
		"uselib",
		"inotify_add_watch",
		"fanotify_mark",
		"name_to_handle_at",
		"mount",
		"umount2",
		"pivot_root",
		"open_tree",
		"open_tree_attr",
		"move_mount",
		"fspick",
		"mount_setattr",
		"fsconfig",
		"swapon",
		"swapoff",
		"acct",
		"quotactl",
		"file_getattr",
		"file_setattr",
		"bpf",
		"mq_open",
		"mq_unlink",
		"bind",
		"connect",
		"sendto",
		"sendmsg",
		"sendmmsg",
		"landlock_add_rule",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct syscall_row *row = table_by_name(names[i]);

		assert_non_null(row);
		if (row->route == ROUTE_NATIVE || row->route == ROUTE_NATIVE_UNLESS)
			fail_msg("%s is native", names[i]);
	}
}

/* Kernel surface and other processes: refused, with this errno. */
static void test_surface_is_refused(void **state)
{
	static const struct {
		const char *name;
		int error;
	} refused[] = {
		{ "io_uring_setup", ENOSYS },
		{ "io_uring_enter", ENOSYS },
		{ "io_uring_register", ENOSYS },
		{ "process_madvise", EPERM },
		{ "userfaultfd", EPERM },
		{ "memfd_secret", ENOSYS },
		{ "bpf", EPERM },
		{ "perf_event_open", EACCES },
		{ "keyctl", ENOSYS },
		{ "add_key", ENOSYS },
		{ "request_key", ENOSYS },
		{ "pivot_root", EPERM },
		{ "fsmount", EPERM },
		{ "open_by_handle_at", EPERM },
		{ "fanotify_init", EPERM },
		{ "statmount", ENOSYS },
		{ "listmount", ENOSYS },
		{ "acct", EPERM },
		{ "swapon", EPERM },
		{ "kexec_load", EPERM },
		{ "init_module", EPERM },
		{ "iopl", EPERM },
		{ "ioperm", EPERM },
		{ "modify_ldt", ENOSYS },
		{ "uselib", ENOSYS },
		{ "landlock_restrict_self", ENOSYS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		const struct syscall_row *row = table_by_name(refused[i].name);

		assert_non_null(row);
		assert_int_equal(row->route, ROUTE_DENY);
		assert_int_equal(row->refusal, refused[i].error);
	}
}

/* What every program does all the time must not stop. */
static void test_hot_calls_are_native(void **state)
{
	static const char *const names[] = { "read",         "write",        "pread64",
					     "writev",       "lseek",        "futex",
					     "brk",          "getpid",       "getppid",
					     "getuid",       "poll",         "epoll_wait",
					     "nanosleep",    "rt_sigaction", "rt_sigprocmask",
					     "rt_sigreturn", "pipe2",        "splice",
					     "exit_group",   "getrandom",    "memfd_create" };
	static const char *const births[] = { "fork", "vfork" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct syscall_row *row = table_by_name(names[i]);

		if (row->route != ROUTE_NATIVE &&
		    (row->route != ROUTE_NATIVE_UNLESS ||
		     (row->conditions & ~(COND_FAKE_ROOT | COND_MEMORY_COUNTED | COND_LESSER)) !=
			     0))
			fail_msg("%s is not native", names[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(births); i++)
		assert_int_equal(table_by_name(births[i])->conditions, COND_BIRTHS_COUNTED);
}

static void test_list_names_every_call_once(void **state)
{
	char *text = NULL;
	size_t size = 0, lines = 0;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	assert_non_null(file);
	assert_int_equal(list_print(file), 0);
	assert_int_equal(fclose(file), 0);
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	assert_int_equal(lines, CALL_COUNT + 1); /* a line of headings */
	for (enum call_id id = 0; id < CALL_COUNT; id++) {
		char start[64];

		snprintf(start, sizeof(start), "\n%s ", table_row(id)->name);
		assert_non_null(strstr(text, start));
		assert_null(strstr(strstr(text, start) + 1, start));
	}
	assert_non_null(strstr(text, "\nadd_key "));
	assert_null(strstr(text, "(null)"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers_of_x86_64),
		cmocka_unit_test(test_numbers_of_aarch64),
		cmocka_unit_test(test_maps_agree_with_rows),
		cmocka_unit_test(test_rows_are_whole),
		cmocka_unit_test(test_no_name_is_native),
		cmocka_unit_test(test_path_calls_are_mediated),
		cmocka_unit_test(test_surface_is_refused),
		cmocka_unit_test(test_hot_calls_are_native),
		cmocka_unit_test(test_list_names_every_call_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
