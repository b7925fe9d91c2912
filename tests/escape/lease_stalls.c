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

int main(void)
{
	double longest = 0;
	pid_t pids[2], others[4];
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
	for (int i = 0; i < 4; i++) {
		others[i] = fork();
		if (others[i] == 0) {
			const char *name = i % 2 == 0 ? "read" : "write";

			prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (i < 2) {
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
	for (int i = 0; i < 4; i++)
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
