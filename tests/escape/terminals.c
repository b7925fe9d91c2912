/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Y-01, E49: terminals: no input for others, no other's terminal, no controlling one taken. */
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include "escape.h"

int main(void)
{
	char path[64], line[16] = "x";
	int master, slave, number = atoi(given("ESCAPE_TTY"));
	struct stat info;

	snprintf(path, sizeof(path), "/dev/pts/%d", number);
	must_fail(open(path, O_RDWR | O_NOCTTY), path);
	must_fail(open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK), path);
	must_fail(open(path, O_WRONLY | O_NOCTTY), path);
	must_fail(chmod(path, 0666), path);
	must_fail(truncate(path, 0), path);
	must_fail(utimensat(AT_FDCWD, path, NULL, 0), path);
	if (mknod("/tmp/tty", S_IFCHR | 0600, makedev(136, number)) == 0 && !is_faked_root())
		escaped("mknod");
	must_fail(open("/tmp/tty", O_RDWR | O_NOCTTY), "a device of a terminal's number");
	(void)unlink("/tmp/tty");
	must_fail(open("/dev/mem", O_RDONLY), "/dev/mem");
	must_fail(open("/dev/kmsg", O_RDONLY), "/dev/kmsg");
	must_fail(open("/dev/tty0", O_RDWR), "/dev/tty0");
	must_fail(open("/dev/fuse", O_RDWR), "/dev/fuse");
	must_fail(open("/dev/kvm", O_RDWR), "/dev/kvm");
	must_fail(open("/dev/loop-control", O_RDWR), "/dev/loop-control");
	if (openpty(&master, &slave, NULL, NULL, NULL) < 0 || fstat(slave, &info) < 0)
		broken("no terminal of one's own");
	for (int i = 0; i < 2; i++) {
		int fd = i == 0 ? slave : master;
		int discipline = 2;

		must_fail(ioctl(fd, TIOCSTI, line), "TIOCSTI");
		must_fail(syscall(SYS_ioctl, fd, (unsigned long)TIOCSTI | 1UL << 32, line), "TIOCSTI, high word");
		must_fail(ioctl(fd, TIOCLINUX, line), "TIOCLINUX");
		must_fail(ioctl(fd, TIOCCONS, 0), "TIOCCONS");
		must_fail(ioctl(fd, TIOCSETD, &discipline), "TIOCSETD");
		must_fail(ioctl(fd, TIOCSCTTY, 1), "TIOCSCTTY by force");
		must_fail(ioctl(fd, TIOCVHANGUP, 0), "TIOCVHANGUP");
		must_fail(ioctl(fd, TIOCSPGRP, &(int){ given_pid("ESCAPE_PID") }), "TIOCSPGRP");
	}
	contained();
}
