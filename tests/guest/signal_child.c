/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* SIGCHLD: handler, siginfo, SA_NOCLDSTOP, SA_NOCLDWAIT and SIG_IGN. */
#include "guest.h"

static volatile sig_atomic_t count, code, status, pid_right;
static volatile pid_t expected;

static void on_child(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	count++;
	code = info->si_code;
	status = info->si_status;
	pid_right = info->si_pid == expected;
}

int main(void)
{
	struct sigaction action = { .sa_sigaction = on_child, .sa_flags = SA_SIGINFO | SA_RESTART };
	sigset_t set, old;
	pid_t child;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &old);
	sigaction(SIGCHLD, &action, NULL);
	expected = child = MUST(fork());
	if (!child)
		_exit(23);
	sigsuspend(&old);
	printf("count %d code %d status %d pid %d\n", (int)count, (int)code, (int)status,
	       (int)pid_right);
	show_wait("child", child);
	action.sa_flags |= SA_NOCLDSTOP;
	sigaction(SIGCHLD, &action, NULL);
	count = 0;
	expected = child = MUST(fork());
	if (!child) {
		sigprocmask(SIG_SETMASK, &old, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	waitpid(child, NULL, WUNTRACED);
	sigprocmask(SIG_SETMASK, &old, NULL);
	printf("on stop %d\n", (int)count);
	kill(child, SIGKILL);
	show_wait("child", child);
	printf("on kill %d code %d status %d\n", (int)count, (int)code, (int)status);
	signal(SIGCHLD, SIG_IGN);
	child = MUST(fork());
	if (!child)
		_exit(0);
	CALL(waitpid(child, NULL, 0));
	return 0;
}
