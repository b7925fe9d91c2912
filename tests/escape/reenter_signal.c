/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A signal arrives between what the tracer does in a tracee's name and the judged call that
 * follows: the first call of the handler must not pass for the judged one.
 * ATTACK MAY DIE
 * ATTACK MODES: landlock,patch landlock default landlock,seccomp
 * ATTACK BROKEN: REENTRY
 */
#include "escape.h"

static const char *secret;
static volatile int found = -1;
static volatile unsigned int served;

static void handler(int number)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, secret, O_RDONLY);

	(void)number;
	if (fd >= 0)
		found = fd;
	served++;
}

/* At every moment of a round, not in a storm: then nothing but handlers would ever run. */
static void *shoot(void *data)
{
	pthread_t target = *(pthread_t *)data;
	unsigned int seed = 1;

	for (unsigned int sent = 1;; sent = served + 1) {
		pthread_kill(target, SIGUSR1);
		for (int i = 0; served != sent && i < 1000; i++)
			linger(1000);
		linger(rand_r(&seed) % 200000);
	}
	return NULL;
}

int main(void)
{
	struct sigaction action = { .sa_handler = handler };
	pthread_t self = pthread_self();
	struct sockaddr_un address;
	struct race race = { 0 };
	pid_t other;
	int listener = socket(AF_UNIX, SOCK_DGRAM, 0);

	secret = outside("secret");
	enter_scratch();
	unix_address(&address, "socket");
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0)
		broken("bind");
	sigaction(SIGUSR1, &action, NULL);
	sigaddset(&action.sa_mask, SIGUSR1);
	other = fork();
	if (other == 0)
		for (;;)
			pause();
	start(shoot, &self);
	while (racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_DGRAM, 0);

		/* Where the judged call's registers came back after it, only its number is taken. */
		refuse_secret(fcntl(sock + 1, F_GETFD) >= 0 ? sock + 1 : found,
			      "a handler's call in place of a judged one");
		/* To a group: first by the tracer to the other, then by itself. */
		if (race.rounds % 2 == 0)
			(void)kill(0, SIGCONT);
		else
			(void)connect(sock, (struct sockaddr *)&address, sizeof(address));
		close(sock);
		/* Its handler did not return then. */
		sigprocmask(SIG_UNBLOCK, &action.sa_mask, NULL);
	}
	kill(other, SIGKILL);
	contained();
}
