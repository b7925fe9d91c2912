/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every failure a user can cause has one sentence, and the exit status a shell would give. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/report.h"
#include "cli/report_cause.h"
#include "util/compiler.h"
#include "util/fd.h"

struct expected {
	enum report_stage stage;
	int error;
	int exit;
	const char *part; /* what the sentence must say */
};

static const struct expected cases[] = {
	{ REPORT_OPTIONS, EINVAL, 125, "SUBJECT" },
	{ REPORT_ROOTFS, ENOENT, 125, "\"SUBJECT\" does not exist" },
	{ REPORT_ROOTFS, ENOTDIR, 125, "is not a directory" },
	{ REPORT_ROOTFS, EACCES, 125, "may not be entered" },
	{ REPORT_ROOTFS, ELOOP, 125, "make it a directory" },
	{ REPORT_ROOTFS, EIO, 125, "cannot be used: Input/output error" },
	{ REPORT_BIND, ENOENT, 125, "does not exist on the host" },
	{ REPORT_BIND, EACCES, 125, "may not be reached" },
	{ REPORT_BIND, EINVAL, 125, "overlaps something writable" },
	{ REPORT_BIND, E2BIG, 125, "too many binds" },
	{ REPORT_BIND, EMFILE, 125, "too many binds" },
	{ REPORT_BIND, EIO, 125, "cannot be bound" },
	{ REPORT_BIND_PLACE, ENOTDIR, 125, "a file is in the way" },
	{ REPORT_BIND_PLACE, ELOOP, 125, "in a circle" },
	{ REPORT_BIND_PLACE, EIO, 125, "nothing can be bound at" },
	{ REPORT_SPOOL, ENOSPC, 125, "disk is full" },
	{ REPORT_SPOOL, EACCES, 125, "point TMPDIR" },
	{ REPORT_SPOOL, EIO, 125, "no private directory" },
	{ REPORT_CWD, ENOENT, 125, "does not exist inside the jail" },
	{ REPORT_CWD, ENOTDIR, 125, "is not a directory inside the jail" },
	{ REPORT_CWD, EACCES, 125, "cannot be entered" },
	{ REPORT_STANDARD_FD, EISDIR, 125, "is a directory, through which" },
	{ REPORT_STANDARD_FD, EINVAL, 125, "cannot be given to the program" },
	{ REPORT_PROGRAM, ENOENT, 127, "not found inside the root directory \"/tree\"" },
	{ REPORT_PROGRAM, ENOTDIR, 127, "not a directory inside the jail" },
	{ REPORT_PROGRAM, ELOOP, 127, "in a circle" },
	{ REPORT_PROGRAM, EISDIR, 126, "is a directory" },
	{ REPORT_PROGRAM, EACCES, 126, "chmod +rx" },
	{ REPORT_PROGRAM, ENOEXEC, 126, "neither an ELF program nor a script" },
	{ REPORT_PROGRAM, ELIBBAD, 126, "made for another kind of machine" },
	{ REPORT_PROGRAM, E2BIG, 126, "cannot be started" },
	{ REPORT_PROGRAM, ENOMEM, 125, "memory is used up" },
	{ REPORT_PROGRAM, EMFILE, 125, "too many files" },
	{ REPORT_PROGRAM, ELIBBAD, 126, "-q qemu-ARCH-static" },
	{ REPORT_EMULATOR, ENOENT, 125, "was not found on this host" },
	{ REPORT_EMULATOR, EACCES, 125, "may not be executed" },
	{ REPORT_EMULATOR, ENOEXEC, 125, "is no ELF program" },
	{ REPORT_EMULATOR, ELIBBAD, 125, "is itself made for another" },
	{ REPORT_EMULATOR, ELIBACC, 125, "is linked dynamically" },
	{ REPORT_EMULATOR, E2BIG, 125, "too many words" },
	{ REPORT_EMULATOR, EIO, 125, "cannot be used" },
	{ REPORT_INTERPRETER, ENOENT, 127, "is not in the root directory" },
	{ REPORT_INTERPRETER, EACCES, 126, "cannot be used" },
	{ REPORT_PTRACE, EPERM, 125, "ptrace" },
	{ REPORT_SECCOMP, EINVAL, 125, "no seccomp filters" },
	{ REPORT_SECCOMP, EACCES, 125, "forbidden here" },
	{ REPORT_SECCOMP, E2BIG, 125, "cannot be installed" },
	{ REPORT_GATE, ENOSPC, 125, "full" },
	{ REPORT_GATE, EPERM, 125, "shared memory cannot be made" },
	{ REPORT_PROCESS, EAGAIN, 125, "ulimit -u" },
	{ REPORT_PROCESS, ENOSYS, 125, "no process can be started" },
	{ REPORT_LOOP, EIO, 125, "the jail was ended, with all in it, because SUBJECT" },
	{ REPORT_LOOP, ENOMEM, 125, "memory is used up" },
};

static void every_failure_has_its_sentence(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		for (int sign = -1; sign <= 1; sign += 2) {
			const struct report report = { .stage = cases[i].stage,
						       .error = sign * cases[i].error,
						       .subject = "SUBJECT",
						       .rootfs = "/tree",
						       .fd = -1 };
			int status = 0;
			char *sentence = report_explain(NULL, &report, &status);

			assert_non_null(sentence);
			if (strstr(sentence, cases[i].part) == NULL)
				fail_msg("case %zu: \"%s\" lacks \"%s\"", i, sentence,
					 cases[i].part);
			assert_int_equal(status, cases[i].exit);
			assert_null(strchr(sentence, '\n'));
			assert_int_not_equal(sentence[strlen(sentence) - 1], '.');
			talloc_free(sentence);
		}
	}
}

/* A memfd with an ELF header of that machine. */
static int make_elf(unsigned char class, Elf64_Half machine)
{
	Elf64_Ehdr header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, class },
			      .e_machine = machine };
	int fd = memfd_create("elf", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, &header, sizeof(header)), sizeof(header));
	return fd;
}

static void check_program(int error, int fd, const char *part)
{
	const struct report report = {
		.stage = REPORT_PROGRAM, .error = error, .subject = "prog", .fd = fd
	};
	char *sentence = report_explain(NULL, &report, NULL);

	assert_non_null(sentence);
	if (strstr(sentence, part) == NULL)
		fail_msg("\"%s\" lacks \"%s\"", sentence, part);
	talloc_free(sentence);
}

static void rule_is_named(void **state)
{
	const struct report report = { .stage = REPORT_PROGRAM,
				       .error = EACCES,
				       .subject = "prog",
				       .rule = "--deny /",
				       .fd = -1 };
	int status = 0;
	char *sentence = report_explain(NULL, &report, &status);

	(void)state;
	assert_string_equal(sentence,
			    "the program \"prog\" may not be executed: --deny / refuses it");
	assert_int_equal(status, 126);
	talloc_free(sentence);
}

/* Nobody sees a carriage return, and what stands before it is there. */
static void dos_line_is_named(void **state)
{
	const struct report report = {
		.stage = REPORT_INTERPRETER, .error = ENOENT, .subject = "/bin/sh\r", .fd = -1
	};
	int status = 0;
	char *sentence = report_explain(NULL, &report, &status);

	(void)state;
	assert_non_null(strstr(sentence, "after \"/bin/sh\""));
	assert_null(strchr(sentence, '\r'));
	assert_int_equal(status, 127);
	talloc_free(sentence);
}

static void wrong_machine_is_named(void **state)
{
	CLEANUP_FD int arm = make_elf(ELFCLASS32, EM_ARM);
	CLEANUP_FD int i386 = make_elf(ELFCLASS32, EM_386);
	CLEANUP_FD int odd = make_elf(ELFCLASS64, 4711);
	CLEANUP_FD int x86 = make_elf(ELFCLASS64, EM_X86_64);
	CLEANUP_FD int aarch64 = make_elf(ELFCLASS64, EM_AARCH64);
	bool here_x86 = strcmp(PTJAIL_ARCH, "x86_64") == 0;

	(void)state;
	check_program(ENOEXEC, arm, "made for 32-bit ARM");
	check_program(ENOEXEC, i386, "made for 32-bit x86");
	check_program(ENOEXEC, odd, "another kind of machine");
	check_program(ENOEXEC, here_x86 ? aarch64 : x86, here_x86 ? "for aarch64" : "for x86_64");
	/* our own machine's header is no reason: the file is broken in another way */
	check_program(ENOEXEC, here_x86 ? x86 : aarch64, "neither an ELF program");
}

static void cause_of_eacces_is_found(void **state)
{
	CLEANUP_FD int directory = open("/", O_PATH | O_CLOEXEC);
	CLEANUP_FD int noexec = open("/proc/version", O_PATH | O_CLOEXEC);

	(void)state;
	check_program(EACCES, directory, "is a directory");
	if (report_file_is_noexec(noexec)) /* /proc is, nearly everywhere */
		check_program(EACCES, noexec, "mounted noexec");
}

/* A FIFO with no writer would hang who opens it plainly. */
static void odd_files_do_not_block(void **state)
{
	CLEANUP_FD int fd = -1;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_null(report_file_foreign_machine(ends[0]));
	close(ends[0]);
	close(ends[1]);
	assert_null(report_file_foreign_machine(-1));
	assert_false(report_file_is_directory(-1));
	fd = memfd_create("empty", MFD_CLOEXEC);
	assert_null(report_file_foreign_machine(fd));
}

static int wait_status_of(int code, int signal_number)
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (signal_number != 0)
			(void)kill(getpid(), signal_number);
		_exit(code);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

static void exit_statuses(void **state)
{
	(void)state;
	assert_int_equal(report_exit_status(wait_status_of(0, 0)), 0);
	assert_int_equal(report_exit_status(wait_status_of(7, 0)), 7);
	assert_int_equal(report_exit_status(wait_status_of(255, 0)), 255);
	assert_int_equal(report_exit_status(wait_status_of(0, SIGKILL)), 137);
	assert_int_equal(report_exit_status(wait_status_of(0, SIGTERM)), 143);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_failure_has_its_sentence),
		cmocka_unit_test(rule_is_named),
		cmocka_unit_test(dos_line_is_named),
		cmocka_unit_test(wrong_machine_is_named),
		cmocka_unit_test(cause_of_eacces_is_found),
		cmocka_unit_test(odd_files_do_not_block),
		cmocka_unit_test(exit_statuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
