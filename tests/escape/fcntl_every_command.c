/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E24, E52: every command of fcntl, and all of ioctl's that take a number, with numbers of outsiders and
 * structures that name them, on all kinds of descriptors: none gets such an owner, and none of the
 * protected descriptors does anything.
 */
#include <pty.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>

#include "escape.h"

static int outsiders[6];
static int fds[16];
static int count;

static void keep(int fd)
{
	if (fd >= 0 && count < 16)
		fds[count++] = fd;
}

static bool is_outsider(int id)
{
	for (int i = 0; i < 6; i++)
		if (id == outsiders[i])
			return true;
	return false;
}

static void check(int fd, unsigned long command)
{
	struct f_owner_ex owner = { 0 };
	int number = 0;

	if (fcntl(fd, F_GETOWN_EX, &owner) == 0 && is_outsider(owner.pid))
		escaped("command %lx made %d the owner", command, owner.pid);
	if (is_outsider(fcntl(fd, F_GETOWN)))
		escaped("command %lx made an outsider the owner", command);
	if (ioctl(fd, 0x8904 /* SIOCGPGRP */, &number) == 0 && is_outsider(number))
		escaped("command %lx made %d the socket's owner", command, number);
}

static void attack_fcntl(int fd, int id)
{
	static const int starts[] = { 0, 1024 };

	for (int i = 0; i < 2; i++) {
		for (int command = starts[i]; command < starts[i] + 64; command++) {
			struct f_owner_ex owner = { 0, id };

			/* What waits, and what makes another descriptor. */
			if (command == F_SETLKW || command == F_OFD_SETLKW || command == F_DUPFD ||
			    command == F_DUPFD_CLOEXEC || command == F_SETFL || command == F_SETPIPE_SZ)
				continue;
			(void)syscall(SYS_fcntl, fd, command, (long)id);
			(void)syscall(SYS_fcntl, fd, command | 1L << 32, (long)(uint32_t)id);
			(void)syscall(SYS_fcntl, fd, command, (long)id | 1L << 32);
			for (owner.type = -1; owner.type < 5; *(int *)&owner.type += 1)
				(void)syscall(SYS_fcntl, fd, command, &owner);
		}
	}
	check(fd, 0);
}

static void attack_ioctl(int fd, int id)
{
	static const unsigned int types[] = { 0x54, 0x89, 0x66, 0x01 };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		for (unsigned int number = 0; number < 32; number++) {
			unsigned long command = types[i] << 8 | number;
			int value = id;

			/* A flush, a break that takes a quarter of a second; the signal of one's own terminal. */
			if (types[i] == 0x54 && (number < 0x0e || (number & 0xf) >= 5))
				continue;
			(void)ioctl(fd, command, &value);
			value = id;
			(void)syscall(SYS_ioctl, fd, command | 1L << 32, &value);
			check(fd, command);
		}
	}
}

static void attack_protected(void)
{
	int fd = find_protected();

	for (int command = 0; command < 2048; command++) {
		if (syscall(SYS_fcntl, fd, command, 0L) >= 0)
			escaped("command %d on a protected descriptor", command);
		if (syscall(SYS_fcntl, (long)fd | 1L << 32, command, 0L) >= 0)
			escaped("command %d on a protected descriptor with a high half", command);
	}
}

int main(void)
{
	int pair[2], ends[2], master, slave;

	for (int number = 1; number < 65; number++)
		(void)signal(number, SIG_IGN);
	outsiders[0] = given_pid("ESCAPE_PID");
	outsiders[1] = getppid();
	outsiders[2] = -outsiders[0];
	outsiders[3] = -outsiders[1];
	outsiders[4] = 1;
	outsiders[5] = -1;
	enter_scratch();
	make_file("file", "x");
	keep(open("file", O_RDWR));
	keep(open(".", O_RDONLY | O_DIRECTORY));
	keep(open("/dev/null", O_RDWR));
	keep(socket(AF_INET, SOCK_DGRAM, 0));
	keep(socket(AF_INET, SOCK_STREAM, 0));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && pipe(ends) == 0) {
		keep(pair[0]);
		keep(ends[0]);
		keep(ends[1]);
	}
	if (openpty(&master, &slave, NULL, NULL, NULL) == 0) {
		keep(master);
		keep(slave);
	}
	keep(epoll_create1(0));
	keep(eventfd(0, 0));
	keep(timerfd_create(CLOCK_MONOTONIC, 0));
	keep(inotify_init1(0));
	keep((int)syscall(SYS_pidfd_open, getpid(), 0));
	for (int i = 0; i < count; i++) {
		for (int j = 0; j < 6; j++) {
			attack_fcntl(fds[i], outsiders[j]);
			attack_ioctl(fds[i], outsiders[j]);
		}
	}
	/* Should one have become an owner unseen, it hears of this. */
	(void)!write(pair[1], "x", 1);
	(void)!write(ends[1], "x", 1);
	(void)!write(master, "x\n", 2);
	make_file("new", "x");
	attack_protected();
	contained();
}
