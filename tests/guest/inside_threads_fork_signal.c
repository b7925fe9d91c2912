/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Signals find a thread that forks and gives descriptors numbers while others look at files by
 * name: no child has a descriptor that its parent did not have, and each call is made once.
 */
#include "guest.h"

#define LOOKERS 2
#define FORKS 400
#define NUMBER 40

static _Atomic bool over;
static _Atomic unsigned int forks, wrong;
static unsigned int before;

static unsigned int count_open(void)
{
	unsigned int count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

static void look(void)
{
	struct stat info;

	if (stat("file", &info) < 0 || !S_ISREG(info.st_mode) || access("missing", F_OK) == 0)
		wrong++;
}

static void handle(int signal_number)
{
	int kept = errno;

	(void)signal_number;
	look();
	errno = kept;
}

static void *work_looking(void *arg)
{
	while (!over)
		look();
	return arg;
}

static void fork_once(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0)
		_exit(count_open() == before ? 0 : 1);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child < 0 || status != 0)
		wrong++;
	if (dup2(0, NUMBER) != NUMBER || dup3(0, NUMBER + 1, O_CLOEXEC) != NUMBER + 1 ||
	    dup2(NUMBER, NUMBER) != NUMBER || dup3(NUMBER, NUMBER, 0) >= 0 ||
	    dup2(NUMBER + 2, NUMBER) >= 0 || close_range(NUMBER, NUMBER + 1, 0) < 0 ||
	    dup2(NUMBER, 0) >= 0)
		wrong++;
}

static void *work_forking(void *arg)
{
	for (forks = 0; forks < FORKS; forks++)
		fork_once();
	return arg;
}

int main(void)
{
	struct sigaction action = { .sa_handler = handle };
	pthread_t lookers[LOOKERS];
	pthread_t forker;

	close(creat("file", 0644));
	before = count_open();
	sigaction(SIGUSR1, &action, NULL);
	for (int i = 0; i < LOOKERS; i++)
		pthread_create(&lookers[i], NULL, work_looking, NULL);
	pthread_create(&forker, NULL, work_forking, NULL);
	/* No more signals than forks, so that each comes to an end on a slow machine, too. */
	for (unsigned int seen = 0; seen < FORKS - 1;) {
		if (forks > seen) {
			seen = forks;
			pthread_kill(forker, SIGUSR1);
		}
		usleep(150);
	}
	pthread_join(forker, NULL);
	over = true;
	for (int i = 0; i < LOOKERS; i++)
		pthread_join(lookers[i], NULL);
	printf("wrong %u, as many open %d\n", wrong, count_open() == before);
	return 0;
}
