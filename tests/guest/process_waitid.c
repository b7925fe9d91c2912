/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* waitid: fields of siginfo, WNOWAIT, WNOHANG and a pidfd. */
#include "guest.h"

static void show_info(const siginfo_t *info, pid_t child)
{
	printf("%s code %d status %d pid %d\n", sig_name(info->si_signo), info->si_code,
	       info->si_status, info->si_pid == child);
}

int main(void)
{
	siginfo_t info = { 0 };
	pid_t child = MUST(fork());
	int fd;

	if (!child)
		_exit(17);
	CALL(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
	show_info(&info, child);
	CALL(waitid(P_PID, child, &info, WEXITED));
	show_info(&info, child);
	CALL(waitid(P_PID, child, &info, WEXITED));
	CALL(waitid(P_ALL, 0, &info, 0));
	child = MUST(fork());
	if (!child) {
		for (;;)
			pause();
	}
	fd = MUST(syscall(SYS_pidfd_open, child, 0));
	memset(&info, 0, sizeof(info));
	CALL(waitid(P_PIDFD, fd, &info, WEXITED | WNOHANG));
	printf("pid %d\n", (int)info.si_pid);
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
	CALL(waitid(P_PIDFD, fd, &info, WEXITED));
	show_info(&info, child);
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
	return 0;
}
