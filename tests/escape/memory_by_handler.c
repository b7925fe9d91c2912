/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E2: the writer is a signal handler of the caller's own, which runs while the call waits or is
 * restarted: an open that sleeps on a FIFO is begun again with the name changed.
 * ATTACK BROKEN: RESTART
 */
#include "flip.h"

static char name[PATH_MAX], outside_name[PATH_MAX];
static volatile unsigned long rounds;

static void handler(int number)
{
	(void)number;
	strcpy(name, outside_name);
}

/* Once a round; again, after a while, where the handler came before the name was written. */
static void *shoot(void *data)
{
	for (;;) {
		unsigned long before = rounds;

		pthread_kill(*(pthread_t *)data, SIGUSR1);
		for (int i = 0; rounds == before && i < 1000; i++)
			usleep(50);
		usleep(300);
	}
	return NULL;
}

int main(void)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };
	pthread_t self = pthread_self();
	unsigned long restarted = 0;
	struct race race = { 0 };
	char fifo[PATH_MAX];

	enter_scratch();
	getcwd(fifo, sizeof(fifo));
	strcat(fifo, "/fifo");
	mkfifo("fifo", 0600);
	strcpy(outside_name, outside("secret"));
	sigaction(SIGUSR1, &action, NULL);
	start(shoot, &self);
	while (racing(&race)) {
		int fd;

		rounds++;
		strcpy(name, fifo);
		/* Sleeps until the handler has come, then looks for what the handler wrote. */
		fd = open(name, O_RDONLY);
		restarted += fd < 0 && errno == ENOENT;
		refuse_secret(fd, "a restart with another name");
	}
	printf("%lu of %lu were begun again\n", restarted, race.rounds);
	if (restarted == 0)
		broken("nothing was restarted");
	contained();
}
