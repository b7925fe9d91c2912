/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Births in every order: threads that fork while others exec, end and are killed. Children that
 * nobody claims, or calls that slip through in between, would read the secret.
 * ATTACK BROKEN: STOPS
 */
#include "escape.h"

static void *busy(void *data)
{
	const char *secret = outside("secret");

	(void)data;
	for (int i = 0; i < 40; i++) {
		pid_t pid = i % 2 == 0 ? fork() : vfork();

		if (pid == 0) {
			int fd = open(secret, O_RDONLY);

			if (i % 4 < 2)
				execl("/proc/self/exe", "attack", "child", NULL);
			_exit(fd >= 0 ? 99 : 0);
		}
		refuse_secret(open(secret, O_RDONLY), "a thread");
		if (i % 3 == 0 && pid > 0)
			kill(pid, SIGKILL);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	int status;

	(void)argv;
	if (argc > 1) {
		int fd = open(outside("secret"), O_RDONLY);

		_exit(fd >= 0 ? 99 : 0);
	}
	while (racing(&race)) {
		pid_t pid = fork();

		if (pid == 0) {
			for (int i = 0; i < 6; i++)
				start(busy, NULL);
			usleep((useconds_t)(race.rounds * 1013 % 40000));
			if (race.rounds % 3 == 0)
				execl("/proc/self/exe", "attack", "child", NULL);
			_exit(0);
		}
		while (wait(&status) > 0)
			if (WIFEXITED(status) && WEXITSTATUS(status) == 99)
				escaped("a child of the storm");
	}
	contained();
}
