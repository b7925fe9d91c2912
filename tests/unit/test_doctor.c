/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* --doctor must find what is there, and miss what a seccomp filter takes away. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/doctor.h"

/* From here on this process gets `error` for one call. */
static bool take_away(long number, int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned int)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { ARRAY_SIZE(code), code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* The line of `feature`, without the blanks before it. */
static char *find_line(TALLOC_CTX *ctx, const char *text, const char *feature)
{
	for (; *text != '\0'; text += strcspn(text, "\n") + 1) {
		const char *name = text + strspn(text, " ");

		name += strcspn(name, " ");
		name += strspn(name, " ");
		if (strncmp(name, feature, strlen(feature)) == 0)
			return talloc_strndup(ctx, text + strspn(text, " "),
					      strcspn(text, "\n") - 2);
	}
	return NULL;
}

struct lack {
	long number;
	const char *feature;
	const char *part;
	bool usable;
};

/* In a child: 0 if the doctor says what `lack` expects of a host without that call. */
static int examine_without(const struct lack *lack)
{
	TALLOC_CTX *ctx = talloc_named_const(NULL, 0, "test");
	bool usable = false;
	const char *text;
	const char *line;

	if (!take_away(lack->number, ENOSYS))
		return 77;
	text = doctor_examine(ctx, &usable);
	line = text != NULL ? find_line(ctx, text, lack->feature) : NULL;
	if (line != NULL && strncmp(line, "NO ", 3) == 0 && strstr(line, lack->part) != NULL &&
	    usable == lack->usable)
		return 0;
	print_error("without %s: usable %d, \"%s\"\n", lack->feature, usable,
		    line != NULL ? line : "no line");
	return 1;
}

static void lacks_are_found(void **state)
{
	static const struct lack lacks[] = {
		{ SYS_openat2, "openat2", "one name at a time", true },
		{ SYS_memfd_create, "memfd, executable", "an unlinked file", true },
		{ SYS_process_vm_readv, "process_vm_readv", "/proc/PID/mem", true },
		{ SYS_statx, "statx mount ids", "by device", true },
		{ SYS_ptrace, "ptrace", "nothing can be jailed", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lacks); i++) {
		int status = 0;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0)
			_exit(examine_without(&lacks[i]));
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		if (WEXITSTATUS(status) == 77)
			skip();
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

/* The verdict must follow from the lines, and no child may be left. */
static void verdict_follows_from_the_lines(void **state)
{
	bool usable = false;
	char *text = doctor_examine(NULL, &usable);
	char *ptrace_line;
	char *spool_line;

	(void)state;
	assert_non_null(text);
	ptrace_line = find_line(text, text, "ptrace");
	spool_line = find_line(text, text, "private directory");
	assert_non_null(ptrace_line);
	assert_non_null(spool_line);
	assert_int_equal(usable, ptrace_line[0] == 'y' && spool_line[0] == 'y');
	assert_non_null(strstr(text, usable ? "can work on this host" : "cannot work"));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	talloc_free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lacks_are_found),
		cmocka_unit_test(verdict_follows_from_the_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
