/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E24, E44: a descriptor that somebody outside handed in, and whose signals are his: nobody inside
 * chooses which signal that is, nor has any sent.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 */
#include <sys/ioctl.h>

#include "handed_in.h"

static struct handed_in handed;

static void attack(const char *how)
{
	int end = handed.pipe[0], on = 1;
	char bytes[64];

	must_fail(fcntl(end, F_SETSIG, SIGUSR1), how);
	must_fail(fcntl(end, F_SETFL, O_ASYNC | O_NONBLOCK), how);
	must_fail(ioctl(end, FIOASYNC, &on), how);
	must_fail(fcntl(handed.directory, F_SETSIG, SIGUSR1), how);
	must_fail(fcntl(handed.directory, F_NOTIFY, DN_CREATE | DN_MULTISHOT), how);
	/* Were it so, he would hear of this. */
	(void)!write(handed.pipe[1], "x", 1);
	(void)!read(end, bytes, sizeof(bytes));
	/* What is one's own is as ever. */
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, handed.pipe) < 0 ||
	    fcntl(handed.pipe[0], F_SETSIG, SIGURG) < 0 ||
	    fcntl(handed.pipe[0], F_SETOWN, getpid()) < 0 ||
	    fcntl(handed.pipe[0], F_SETFL, O_ASYNC) < 0 || fcntl(handed.pipe[0], F_SETSIG, 0) < 0)
		broken("a socket of one's own has no owner");
}

static void *idle(void *data)
{
	pause();
	return data;
}

int main(void)
{
	handed = take_handed_in();
	attack("a process alone");
	handed = take_handed_in();
	start(idle, NULL);
	attack("a process with threads");
	contained();
}
