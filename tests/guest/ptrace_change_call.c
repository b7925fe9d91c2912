/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A tracer changes a call's number and arguments at its entry and its result at the exit. */
#include "traced.h"

static char first[16] = "first", second[] = "second";

static int run(void)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, first, O_RDONLY, 0);
	char text[8] = "";

	printf("read %zd", read(fd, text, sizeof(text) - 1));
	printf(": %s\n", text);
	printf("getppid: %d\n", syscall(SYS_getppid) == getpid());
	printf("number -1: %s\n", syscall(SYS_getppid) == -1 ? err_name(errno) : "done");
	printf("result: %d\n", syscall(SYS_getuid) == 4711L);
	fflush(stdout);
	return 0;
}

/* The entry of the next call with this number. */
static void to_entry(pid_t child, long number)
{
	struct ptrace_syscall_info info;
	int status;

	do {
		ptrace(PTRACE_SYSCALL, child, NULL, NULL);
		MUST(waitpid(child, &status, 0));
		info = call_info(child);
	} while (WIFSTOPPED(status) &&
		 (info.op != PTRACE_SYSCALL_INFO_ENTRY || (long)info.entry.nr != number));
}

int main(void)
{
	struct user_regs_struct regs;
	pid_t child;
	int status;

	put_file("first", "one");
	put_file("second", "two");
	child = traced_child(run);
	CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD));
	/* The path, in memory. */
	to_entry(child, SYS_openat);
	for (size_t i = 0; i < sizeof(second); i += sizeof(long)) {
		long word;

		memcpy(&word, "second\0", sizeof(word));
		CALL(ptrace(PTRACE_POKEDATA, child, first + i, word));
	}
	to_entry(child, SYS_getppid);
	tracee_set_number(child, SYS_getpid);
	to_entry(child, SYS_getppid);
	tracee_set_number(child, -1);
	to_entry(child, SYS_getuid);
	MUST(ptrace(PTRACE_SYSCALL, child, NULL, NULL));
	next_stop("exit", child);
	regs = tracee_get(child);
	regs.TRACEE_RESULT = 4711;
	tracee_set(child, &regs);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	MUST(waitpid(child, &status, 0));
	show_status("child", status);
	return 0;
}
