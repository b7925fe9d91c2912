/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Whose pidfd can be read has ended, and is there to be waited for at once, without sleeping, also
 * while others keep everybody busy.
 */
#include "guest.h"

#define ROUNDS 80

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

static pid_t be_busy(void)
{
	pid_t pid = fork();

	while (pid == 0)
		(void)chdir("missing/way");
	return pid;
}

static bool is_there(pid_t pid, int pidfd, int way)
{
	siginfo_t info = { 0 };
	int status;

	switch (way) {
	case 0:
		return waitpid(pid, &status, WNOHANG) == pid && WIFEXITED(status) &&
		       WEXITSTATUS(status) == 7;
	case 1:
		return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG) == 0 &&
		       info.si_pid == pid && info.si_status == 7;
	default:
		return waitid(P_PIDFD, (id_t)pidfd, &info, WEXITED | WNOHANG) == 0 &&
		       info.si_pid == pid && info.si_status == 7;
	}
}

static int missed(int way)
{
	int count = 0;

	for (int i = 0; i < ROUNDS; i++) {
		pid_t pid = fork();
		struct pollfd end = { .events = POLLIN };

		if (pid == 0)
			_exit(7);
		end.fd = (int)syscall(SYS_pidfd_open, pid, 0);
		if (poll(&end, 1, -1) != 1 || !is_there(pid, end.fd, way)) {
			count++;
			(void)waitpid(pid, NULL, 0);
		}
		close(end.fd);
	}
	return count;
}

int main(void)
{
	pid_t busy[3];

	for (int i = 0; i < 3; i++)
		busy[i] = be_busy();
	for (int way = 0; way < 3; way++)
		printf("%d missed\n", missed(way));
	for (int i = 0; i < 3; i++) {
		kill(busy[i], SIGKILL);
		MUST(waitpid(busy[i], NULL, 0));
	}
	return 0;
}
