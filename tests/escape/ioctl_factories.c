/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E45: commands that make descriptors, or lead from a descriptor to what it belongs to: none gives
 * anything of the outside, on any kind of descriptor that a member can have.
 * ATTACK MAY DIE
 */
#include "escape.h"

#include <pty.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <utmp.h>

static int fds[24];
static int count;

static void keep(int fd)
{
	if (fd >= 0 && count < 24)
		fds[count++] = fd;
}

static void examine(long fd, unsigned long command)
{
	struct stat info;
	char link[PATH_MAX] = "", path[64];

	if (fd < 3 || fstat((int)fd, &info) < 0)
		return;
	for (int i = 0; i < count; i++)
		if (fds[i] == (int)fd)
			return;
	snprintf(path, sizeof(path), "/proc/self/fd/%ld", fd);
	(void)!readlink(path, link, sizeof(link) - 1);
	/* The other end of one's own terminal is no secret. */
	if (strncmp(link, "/dev/pts/", 9) != 0 || command != TIOCGPTPEER)
		escaped("command %lx made a descriptor of %s", command, link);
	close((int)fd);
}

int main(void)
{
	static const unsigned char types[] = { 0x89, 0xb7, 0xff, 'f', 'X', 'v', 0x12, 'E', 'B', 0xae, 'T',
					       'L', 'V', 'S', 'm', 'c', 0x94, 0xaa, 0xf5 };
	static const unsigned long others[] = { TIOCGPTPEER, TIOCCONS, TIOCSTI, 0x89e0 /* SIOCUNIXFILE */,
						0x894c /* SIOCGSKNS */, 0x80041285, 0x127f };
	char *buffer = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int pair[2], master, slave;
	sigset_t none;

	sigemptyset(&none);
	enter_scratch();
	make_file("file", "x");
	keep(open("file", O_RDWR));
	keep(open(".", O_RDONLY | O_DIRECTORY));
	keep(open("/", O_RDONLY | O_DIRECTORY));
	keep(open("/proc", O_RDONLY | O_DIRECTORY));
	keep(open("/dev/null", O_RDWR));
	keep(socket(AF_INET, SOCK_DGRAM, 0));
	keep(socket(AF_NETLINK, SOCK_RAW, 0));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0) {
		keep(pair[0]);
		keep(pair[1]);
	}
	if (openpty(&master, &slave, NULL, NULL, NULL) == 0) {
		keep(master);
		keep(slave);
	}
	keep(epoll_create1(0));
	keep(eventfd(0, 0));
	keep(timerfd_create(CLOCK_MONOTONIC, 0));
	keep(signalfd(-1, &none, 0));
	keep(inotify_init1(0));
	keep(memfd_create("memory", 0));
	keep((int)syscall(SYS_pidfd_open, getpid(), 0));
	for (int i = 0; i < count; i++) {
		for (size_t j = 0; j < sizeof(others) / sizeof(others[0]); j++)
			examine(ioctl(fds[i], others[j], O_RDWR | O_NOCTTY), others[j]);
		for (size_t j = 0; j < sizeof(types); j++) {
			/* Numbers 0 to 47, with the sizes that are most common. */
			for (unsigned long number = 0; number < 48; number++) {
				unsigned long command = (unsigned long)types[j] << 8 | number;

				if (types[j] == 'T' && (number < 0x30 || command == TIOCSIG))
					continue;
				examine(ioctl(fds[i], command, buffer), command);
				examine(ioctl(fds[i], command | 0xc0080000UL, buffer), command);
			}
		}
	}
	contained();
}
