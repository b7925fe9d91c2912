/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* PTRACE_SYSCALL: every call stops twice, with its number, arguments and result. */
#include "traced.h"

static char place[] = "there";

static int run(void)
{
	int fds[2];

	/* Three arguments for each: what a register happens to hold, an address, is shown too. */
	syscall(SYS_getpid, 0, 0, 0);
	syscall(SYS_openat, AT_FDCWD, "nowhere", O_RDONLY, 0);
	syscall(SYS_openat, AT_FDCWD, place, O_CREAT | O_WRONLY, 0600);
	syscall(SYS_close, 99, 0, 0);
	syscall(SYS_mkdirat, AT_FDCWD, "dir", 0700);
	syscall(SYS_chdir, "dir", 0, 0);
	syscall(SYS_openat, AT_FDCWD, "../there", O_RDONLY, 0);
	syscall(SYS_kill, getpid(), 0, 0);
	syscall(SYS_pipe2, fds, 0, 0);
	syscall(SYS_unlinkat, AT_FDCWD, "nowhere", 0);
	syscall(SYS_faccessat, AT_FDCWD, "..", R_OK);
	syscall(SYS_sched_getaffinity, getppid(), 0, NULL);
	syscall(9999, 0, 0, 0);
	return 5;
}

int main(void)
{
	pid_t child = traced_child(run);
	int status;

	CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD));
	CALL(ptrace(PTRACE_SYSCALL, child, NULL, NULL));
	for (;;) {
		struct ptrace_syscall_info info;
		unsigned long message = 0;

		MUST(waitpid(child, &status, 0));
		if (!WIFSTOPPED(status))
			break;
		info = call_info(child);
		ptrace(PTRACE_GETEVENTMSG, child, NULL, &message);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			printf("call %d (message %lu): args 0 and 2: %d %d\n", (int)info.entry.nr,
			       message,
			       info.entry.args[0] == (unsigned long)child ||
					       info.entry.args[0] == (unsigned long)getpid()
				       ? -1
				       : (int)(info.entry.args[0] < 1000 ||
					       (int)info.entry.args[0] == AT_FDCWD),
			       (int)(info.entry.args[2] & 0xffff));
		else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
			printf("  = %s (message %lu)\n",
			       info.exit.is_error        ? err_name((int)-info.exit.rval)
			       : info.exit.rval == child ? "the child"
							 : "done",
			       message);
		else
			show_stop("odd", status);
		ptrace(PTRACE_SYSCALL, child, NULL, NULL);
	}
	show_status("child", status);
	show_path("there");
	return 0;
}
