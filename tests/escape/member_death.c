/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Members die in the middle of judged calls, of what is done in their name and of execs: nobody's
 * call goes unjudged for it, nothing hangs. ATTACK MAY DIE
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

static void *work(void *data)
{
	struct sockaddr_un address;

	(void)data;
	unix_address(&address, "socket");
	for (;;) {
		int sock = socket(AF_UNIX, SOCK_DGRAM, 0);

		if (is_secret(open(outside("secret"), O_RDONLY)))
			_exit(99);
		(void)chdir("/tmp");
		(void)connect(sock, (void *)&address, sizeof(address));
		(void)kill(0, 0);
		close(sock);
		close(open("/proc/self/status", O_RDONLY));
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };

	(void)argv;
	if (argc > 1)
		work(NULL);
	while (racing(&race)) {
		pid_t pids[4];
		int status;

		for (int i = 0; i < 4; i++) {
			pids[i] = fork();
			if (pids[i] == 0) {
				start(work, NULL);
				start(work, NULL);
				if (i % 2 == 0)
					execl("/proc/self/exe", "attack", "child", NULL);
				work(NULL);
			}
		}
		usleep((useconds_t)(race.rounds * 701 % 20000));
		for (int i = 0; i < 4; i++)
			kill(pids[i], SIGKILL);
		for (int i = 0; i < 4; i++)
			if (waitpid(pids[i], &status, 0) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 99)
				escaped("a dying member");
	}
	contained();
}
