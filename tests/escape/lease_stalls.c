/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E52: leases on files that the tracer opens, truncates, copies and executes for others: it never
 * waits for the holder, who never lets go.
 */
#include "escape.h"

static void hold(const char *name, int type)
{
	int fd = open(name, type == F_RDLCK ? O_RDONLY : O_RDWR);

	if (fcntl(fd, F_SETLEASE, type) < 0)
		_exit(77);
	signal(SIGIO, SIG_IGN);
	pause();
}

/* By the descriptor that has the lease, which is in nobody's way but its own. */
static void cut_own(int number)
{
	char name[64];
	int fd;

	snprintf(name, sizeof(name), "own%d", number);
	fd = open(name, O_RDWR | O_CREAT, 0600);
	unlink(name);
	signal(SIGIO, SIG_IGN);
	if (fcntl(fd, F_SETLEASE, F_WRLCK) < 0)
		_exit(77);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	(void)truncate(name, 3);
}

int main(void)
{
	double longest = 0;
	pid_t pids[2], others[7];
	int status;

	enter_scratch();
	make_file("read", "#!/bin/true\n");
	make_file("write", "#!/bin/true\n");
	chmod("read", 0755);
	chmod("write", 0755);
	for (int i = 0; i < 2; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			hold(i == 0 ? "read" : "write", i == 0 ? F_RDLCK : F_WRLCK);
	}
	usleep(100000);
	for (int i = 0; i < 7; i++) {
		others[i] = fork();
		if (others[i] == 0) {
			const char *name = i % 2 == 0 ? "read" : "write";

			prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (i >= 4) {
				cut_own(i);
			} else if (i < 2) {
				(void)truncate(name, 3);
				close(open(name, O_RDWR | O_TRUNC));
			} else {
				execl(name, name, NULL);
			}
			_exit(0);
		}
	}
	for (int i = 0; i < 100; i++) {
		double begin = now();

		(void)access("/etc/passwd", R_OK);
		close(open("/etc/passwd", O_RDONLY));
		if (now() - begin > longest)
			longest = now() - begin;
		usleep(3000);
	}
	for (int i = 0; i < 7; i++)
		kill(others[i], SIGKILL);
	for (int i = 0; i < 2; i++) {
		if (waitpid(pids[i], &status, WNOHANG) == pids[i] && WIFEXITED(status))
			skip("no leases");
		kill(pids[i], SIGKILL);
	}
	printf("at most %.0f ms\n", 1000 * longest);
	if (longest > HELD_UP_SECONDS)
		escaped("the tracer waited %.0f s for a lease", longest);
	contained();
}
