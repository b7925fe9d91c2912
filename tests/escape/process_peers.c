/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* G-06, E22: memory, tables and state of outsiders: by ptrace and all that asks for its rights. */
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "escape.h"

int main(void)
{
	pid_t outsiders[] = { given_pid("ESCAPE_PID"), getppid(), 1 };
	char text[64];
	struct iovec local = { text, 8 }, remote = { (void *)0x400000, 8 };

	for (size_t i = 0; i < 3; i++) {
		pid_t pid = outsiders[i];

		must_fail(ptrace(PTRACE_ATTACH, pid, NULL, NULL), "PTRACE_ATTACH");
		must_fail(ptrace(PTRACE_SEIZE, pid, NULL, NULL), "PTRACE_SEIZE");
		must_fail(syscall(SYS_process_vm_readv, pid, &local, 1, &remote, 1, 0), "process_vm_readv");
		must_fail(syscall(SYS_process_vm_writev, pid, &local, 1, &remote, 1, 0), "process_vm_writev");
		must_fail(syscall(SYS_kcmp, pid, getpid(), 0, 0, 0), "kcmp");
		must_fail(syscall(SYS_kcmp, getpid(), pid, 0, 0, 0), "kcmp");
		must_fail(syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, pid, 0), 0, 0), "pidfd_getfd");
		must_fail(syscall(SYS_process_madvise, syscall(SYS_pidfd_open, pid, 0), &remote, 1, 21, 0),
			  "process_madvise");
		must_fail(syscall(SYS_process_mrelease, syscall(SYS_pidfd_open, pid, 0), 0), "process_mrelease");
		must_fail(syscall(SYS_perf_event_open, text, pid, -1, -1, 0), "perf_event_open");
	}
	must_fail(syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, getpid(), 0), find_protected(), 0),
		  "pidfd_getfd of a protected descriptor");
	must_fail(ptrace(PTRACE_TRACEME, 0, NULL, NULL), "PTRACE_TRACEME");
	contained();
}
