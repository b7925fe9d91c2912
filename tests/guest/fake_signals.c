/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Signals go by ids: a root's to all, others' to their own, SIGCONT within the session. */
#include "guest.h"

static pid_t sleeper(uid_t uid)
{
	pid_t pid;
	int ready[2];
	char byte;

	MUST(pipe(ready));
	pid = MUST(fork());
	if (pid == 0) {
		MUST(setresuid(uid, uid, uid));
		close(ready[0]);
		MUST(write(ready[1], "", 1));
		for (;;)
			pause();
	}
	close(ready[1]);
	MUST(read(ready[0], &byte, 1));
	close(ready[0]);
	return pid;
}

static void end(const char *who, pid_t pid, int number)
{
	int status;

	printf("%s: ", who);
	CALL(kill(pid, number));
	MUST(waitpid(pid, &status, 0));
	printf("%s ended by %d\n", who, WTERMSIG(status));
}

/* By a descriptor: who gets its signals may be refused or not, but none comes. */
static void by_descriptor(pid_t pid, int type)
{
	struct f_owner_ex owner = { type, pid };
	int ends[2];

	MUST(pipe(ends));
	(void)fcntl(ends[0], F_SETOWN, pid);
	(void)fcntl(ends[0], F_SETOWN_EX, &owner);
	(void)fcntl(ends[0], F_SETSIG, SIGKILL);
	(void)fcntl(ends[0], F_SETFL, O_ASYNC);
	MUST(write(ends[1], "", 1));
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	pid_t root = sleeper(0), five = sleeper(5), six = sleeper(6);
	pid_t pid;

	fflush(stdout);
	pid = MUST(fork());
	if (pid == 0) {
		MUST(setresuid(5, 5, 5));
		CALL(kill(root, 0));
		CALL(kill(root, SIGTERM));
		CALL(kill(root, 99));
		CALL(kill(root, SIGCONT));
		CALL(kill(six, SIGKILL));
		CALL(kill(five, 0));
		CALL(syscall(SYS_tgkill, six, six, SIGTERM));
		CALL(syscall(SYS_tkill, root, SIGTERM));
		by_descriptor(root, F_OWNER_PID);
		by_descriptor(six, F_OWNER_TID);
		fflush(stdout);
		_exit(0);
	}
	MUST(waitpid(pid, NULL, 0));
	end("root", root, SIGTERM);
	end("five", five, SIGKILL);
	end("six", six, SIGHUP);
	return 0;
}
