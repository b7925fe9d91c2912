/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Whose signals and deaths, as signalfd, sigwaitinfo, handlers and waitid tell it; ids and
 * capabilities in status, of oneself and of others. */
#include "as_user.h"

static int told_uid;

static void handler(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	told_uid = (int)info->si_uid;
}

static void block(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGRTMIN);
	MUST(sigprocmask(SIG_BLOCK, &set, NULL));
}

/* A child of these ids sends `number` to its parent, and ends. */
static pid_t sender(uid_t real, uid_t effective, int number)
{
	pid_t child = MUST(fork());

	if (child == 0) {
		MUST(setgroups(0, NULL));
		MUST(setresgid(effective, effective, effective));
		MUST(setresuid(real, effective, 0));
		_exit(number != 0 && kill(getppid(), number) ? 1 : 0);
	}
	return child;
}

static void by_signalfd(void)
{
	struct signalfd_siginfo info;
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	fd = MUST(signalfd(-1, &set, SFD_CLOEXEC));
	for (int i = 0; i < 2; i++) {
		pid_t child = sender(0, i ? 1000 : 0, SIGUSR1);

		for (int k = 0; k < 2; k++) {
			MUST(read(fd, &info, sizeof(info)));
			/* Not ssi_uid: reads do not stop, and tell the host's. */
			printf("signalfd: %s, the child's %d\n", sig_name((int)info.ssi_signo),
			       (pid_t)info.ssi_pid == child);
		}
		show_wait("sender", child);
	}
	close(fd);
}

static void by_wait(void)
{
	siginfo_t info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (int i = 0; i < 2; i++) {
		pid_t child = sender(i ? 1000 : 0, 0, 0);

		memset(&info, 0, sizeof(info));
		MUST(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT));
		printf("waitid: %u\n", info.si_uid);
		MUST(sigwaitinfo(&set, &info));
		printf("sigwaitinfo: %s of %u\n", sig_name(info.si_signo), info.si_uid);
		show_wait("child", child);
	}
}

static void by_handler(void)
{
	struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO };
	sigset_t none;

	sigemptyset(&none);
	MUST(sigaction(SIGRTMIN, &action, NULL));
	for (int i = 0; i < 2; i++) {
		pid_t child = sender(i ? 1000 : 0, 0, SIGRTMIN);
		siginfo_t info;

		MUST(waitid(P_PID, (id_t)child, &info, WEXITED));
		CALL(sigsuspend(&none));
		printf("handler: %d\n", told_uid);
	}
}

static void show_lines(const char *path)
{
	char line[512];
	FILE *file = fopen(path, "r");

	if (!file) {
		printf("status: %s\n", err_name(errno));
		return;
	}
	while (fgets(line, sizeof(line), file))
		if (!strncmp(line, "Uid", 3) || !strncmp(line, "Gid", 3) ||
		    !strncmp(line, "Groups", 6) || !strncmp(line, "CapI", 4) ||
		    !strncmp(line, "CapA", 4))
			fputs(line, stdout);
	fclose(file);
}

static void by_status(void)
{
	static const gid_t groups[] = { 7, 5, 6 };
	int ready[2];
	char byte, path[64];
	pid_t child;

	show_lines("/proc/self/status");
	MUST(pipe(ready));
	child = MUST(fork());
	if (child == 0) {
		MUST(setgroups(3, groups));
		MUST(setresgid(10, 11, 12));
		MUST(setresuid(20, 21, 0));
		MUST(write(ready[1], "x", 1));
		pause();
		_exit(0);
	}
	MUST(read(ready[0], &byte, 1));
	snprintf(path, sizeof(path), "/proc/%d/status", child);
	show_lines(path);
	AS(1000, 1000, show_lines(path));
	MUST(kill(child, SIGKILL));
	show_wait("child", child);
}

int main(void)
{
	block();
	by_signalfd();
	by_wait();
	by_handler();
	by_status();
	return 0;
}
