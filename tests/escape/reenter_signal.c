/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A signal arrives between what the tracer does in a tracee's name and the judged call that
 * follows: the first call of the handler must not pass for the judged one.
 * ATTACK MAY DIE
 */
#include "escape.h"

static const char *secret;
static volatile int found = -1;

static void handler(int number)
{
	int fd = (int)syscall(SYS_openat, AT_FDCWD, secret, O_RDONLY);

	(void)number;
	if (fd >= 0)
		found = fd;
}

static void *shoot(void *data)
{
	pthread_t target = *(pthread_t *)data;

	for (;;)
		pthread_kill(target, SIGUSR1);
	return NULL;
}

int main(void)
{
	struct sigaction action = { .sa_handler = handler };
	pthread_t self = pthread_self();
	struct sockaddr_un address;
	struct race race = { 0 };
	int listener = socket(AF_UNIX, SOCK_DGRAM, 0);

	secret = outside("secret");
	enter_scratch();
	unix_address(&address, "socket");
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) < 0)
		broken("bind");
	sigaction(SIGUSR1, &action, NULL);
	start(shoot, &self);
	while (racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_DGRAM, 0);

		(void)connect(sock, (struct sockaddr *)&address, sizeof(address));
		close(sock);
		if (found >= 0)
			refuse_secret(found, "a handler's call in place of a judged one");
	}
	contained();
}
