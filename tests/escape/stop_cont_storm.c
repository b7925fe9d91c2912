/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-03: members stop and continue one another all the time while they make judged calls: nobody
 * stays stopped, no call goes unjudged, and a member beside them is served.
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

int main(void)
{
	struct race race = { 0 };
	unsigned long served = 0;
	pid_t pids[4];

	for (int i = 0; i < 4; i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;) {
				refuse_secret(open(outside("secret"), O_RDONLY), "a stopped member");
				(void)chdir("/tmp");
				close(open("/etc/passwd", O_RDONLY));
			}
		}
	}
	while (racing(&race)) {
		for (int i = 0; i < 4; i++)
			kill(pids[i], race.rounds & 1 ? SIGSTOP : SIGCONT);
		if (race.rounds % 3 == 0)
			kill(pids[race.rounds % 4], SIGTSTP);
		served += access("/etc/passwd", R_OK) == 0;
	}
	for (int i = 0; i < 4; i++) {
		int status;

		kill(pids[i], SIGCONT);
		kill(pids[i], SIGKILL);
		if (waitpid(pids[i], &status, 0) < 0 ||
		    (WIFEXITED(status) && WEXITSTATUS(status) == 1))
			escaped("a member that was stopped");
	}
	printf("%lu served\n", served);
	if (served != race.rounds - 1)
		broken("a call failed");
	contained();
}
