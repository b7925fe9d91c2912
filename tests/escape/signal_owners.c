/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * G-03, E24: descriptors signal their owner without kill: no outsider, no group with outsiders in
 * it becomes one, of pipes, sockets, terminals, files and queues, by any call.
 */
#include <mqueue.h>
#include <pty.h>
#include <sys/ioctl.h>

#include "escape.h"

static void try_owner(int fd, int id)
{
	struct {
		int type, pid;
	} owner = { 0, id < 0 ? -id : id };

	must_fail(fcntl(fd, F_SETOWN, id), "F_SETOWN");
	must_fail(ioctl(fd, 0x8901 /* FIOSETOWN */, &id), "FIOSETOWN");
	must_fail(ioctl(fd, 0x8902 /* SIOCSPGRP */, &id), "SIOCSPGRP");
	for (owner.type = 0; owner.type < 4; owner.type++)
		must_fail(fcntl(fd, 15 /* F_SETOWN_EX */, &owner), "F_SETOWN_EX");
}

static void excite(int fd)
{
	int on = 1;

	(void)fcntl(fd, F_SETSIG, SIGUSR2);
	(void)fcntl(fd, F_SETFL, O_ASYNC | O_NONBLOCK);
	(void)ioctl(fd, FIOASYNC, &on);
	(void)fcntl(fd, F_NOTIFY, 0x3f | 0x80000000U);
}

int main(void)
{
	int ids[] = { given_pid("ESCAPE_PID"), getppid(), 1, -given_pid("ESCAPE_PID"), -getppid(), -1 };
	int fds[8], pair[2], master, slave;

	signal(SIGUSR2, SIG_IGN);
	signal(SIGIO, SIG_IGN);
	enter_scratch();
	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	fds[0] = pair[0];
	fds[1] = pair[1];
	pipe(fds + 2);
	if (openpty(&master, &slave, NULL, NULL, NULL) < 0)
		broken("no terminal");
	fds[4] = master;
	fds[5] = slave;
	fds[6] = open(".", O_RDONLY);
	fds[7] = socket(AF_INET, SOCK_DGRAM, 0);
	for (size_t i = 0; i < 8; i++) {
		for (size_t j = 0; j < sizeof(ids) / sizeof(ids[0]); j++)
			try_owner(fds[i], ids[j]);
		excite(fds[i]);
		(void)fcntl(fds[i], F_SETOWN, 0);
		excite(fds[i]);
	}
	(void)!write(pair[0], "x", 1);
	(void)!write(fds[3], "x", 1);
	(void)!write(master, "x\n", 2);
	(void)!write(slave, "x\n", 2);
	make_file("new", "x");
	usleep(100000);
	contained();
}
