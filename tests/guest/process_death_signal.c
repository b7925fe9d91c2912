/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* PR_SET_PDEATHSIG arrives when the parent dies. */
#include "guest.h"

static void on_signal(int signo)
{
	(void)signo;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_signal };
	int pipes[2];
	int ready[2];
	char byte = '-';

	MUST(pipe(pipes));
	MUST(pipe(ready));
	if (!MUST(fork())) {
		sigset_t set;
		int signo = 0;

		sigemptyset(&set);
		sigaddset(&set, SIGUSR1);
		sigprocmask(SIG_BLOCK, &set, NULL);
		sigaction(SIGUSR1, &action, NULL);
		if (fork()) {
			MUST(read(ready[0], &byte, 1));
			_exit(0);
		}
		prctl(PR_SET_PDEATHSIG, SIGUSR1);
		MUST(write(ready[1], "r", 1));
		sigwait(&set, &signo);
		MUST(write(pipes[1], signo == SIGUSR1 ? "y" : "n", 1));
		_exit(0);
	}
	MUST(wait(NULL));
	close(pipes[1]);
	CALL(read(pipes[0], &byte, 1));
	printf("%c\n", byte);
	return 0;
}
