/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: who opens a named pipe waits for who splices from it, to a socket that nobody reads, and is
 * in that call for as long as they like. Who binds a socket to a path, for which calls under way are
 * waited for, does not wait along.
 * ATTACK BROKEN: ASIDE
 */
#include "escape.h"

static int full[2];

/* Lest nobody can tell what happened. */
static void let_go_later(void)
{
	char bytes[4096];

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	sleep(8);
	while (recv(full[1], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
	_exit(0);
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length = unix_address(&address, "socket");
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	char bytes[4096] = { 0 };
	double begin;
	int named;

	enter_scratch();
	if (sock < 0 || mkfifo("pipe", 0600) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, full) < 0)
		broken("no pipe or sockets");
	while (send(full[0], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
	named = open("pipe", O_RDWR);
	if (named < 0 || write(named, "some", 4) != 4)
		broken("no pipe");
	if (fork() == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)splice(named, NULL, full[0], NULL, 4096, 0);
		_exit(0);
	}
	usleep(200000);
	if (fork() == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)open("pipe", O_RDONLY | O_NONBLOCK);
		_exit(0);
	}
	usleep(200000);
	if (fork() == 0)
		let_go_later();
	begin = now();
	if (bind(sock, (const struct sockaddr *)&address, length) < 0)
		broken("bind");
	if (now() - begin > 4)
		escaped("bind waits for who splices from a pipe");
	contained();
}
