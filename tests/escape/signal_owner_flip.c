/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E24 in a race: the owner lies in memory (F_SETOWN_EX, FIOSETOWN, SIOCSPGRP) and turns from the
 * caller to a process outside, which tells if it is signalled.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

#include <sys/ioctl.h>

static struct {
	volatile int type, pid;
} owner;
static volatile int number;
static int outsider;

static void *flip(void *data)
{
	int self = getpid();

	(void)data;
	for (;;) {
		owner.pid = number = outsider;
		linger(100);
		owner.pid = number = self;
		linger(200);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long set = 0;
	int pair[2];

	signal(SIGUSR2, SIG_IGN);
	signal(SIGIO, SIG_IGN);
	outsider = given_pid("ESCAPE_PID");
	owner.type = 1; /* F_OWNER_PID */
	owner.pid = number = getpid();
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		broken("socketpair");
	(void)fcntl(pair[0], F_SETFL, O_ASYNC | O_NONBLOCK);
	start(flip, NULL);
	while (racing(&race)) {
		char byte;

		set += fcntl(pair[0], 15 /* F_SETOWN_EX */, &owner) == 0;
		(void)!write(pair[1], "x", 1);
		set += ioctl(pair[0], 0x8901 /* FIOSETOWN */, &number) == 0;
		(void)!write(pair[1], "x", 1);
		set += ioctl(pair[0], 0x8902 /* SIOCSPGRP */, &number) == 0;
		(void)!write(pair[1], "x", 1);
		if (fcntl(pair[0], F_GETOWN) == outsider)
			escaped("a process outside owns a descriptor");
		while (read(pair[0], &byte, 1) == 1)
			;
	}
	printf("%lu of %lu set\n", set, 3 * race.rounds);
	contained();
}
