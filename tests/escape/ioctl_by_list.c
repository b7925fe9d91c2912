/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E45: commands of ioctl that nobody listed: attributes that a file system of its own kind
 * writes through a descriptor open for reading, also while another thread exchanges it;
 * tables of the console's keyboard; terminals closed to others.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: IOCTLS
 */
#include <pty.h>
#include <linux/fs.h>
#include <linux/kd.h>
#include <linux/vt.h>
#include <sys/ioctl.h>

#include "escape.h"

#define EXT4_SETVERSION _IOW('f', 4, long)
#define XFS_PATH_TO_HANDLE _IOWR('X', 105, char[40])

static int device, file, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(file, working);
		linger(500);
		dup2(device, working);
		linger(500);
	}
	return NULL;
}

static void must_not_be_a_terminals(long result, const char *what)
{
	/* EPERM is ptjail's; the kernel itself would not say so of a pseudo-terminal. */
	if (result >= 0 || errno != EPERM)
		escaped("%s went to the kernel", what);
}

int main(void)
{
	struct race race = { 0 };
	int before = 0, after = 0;
	long version = 4711;
	int master, slave;

	file = open("/ro/file", O_RDONLY);
	device = open("/dev/null", O_RDONLY);
	working = dup(file);
	if (file < 0 || device < 0 || openpty(&master, &slave, NULL, NULL, NULL) < 0)
		broken("descriptors");
	if (ioctl(file, FS_IOC_GETVERSION, &before) < 0)
		before = 0;
	must_fail(ioctl(file, EXT4_SETVERSION, &version), "SETVERSION of ext4");
	must_fail(ioctl(file, XFS_PATH_TO_HANDLE, &version), "PATH_TO_HANDLE of xfs");
	must_not_be_a_terminals(ioctl(slave, KDSKBENT, &version), "KDSKBENT");
	must_not_be_a_terminals(ioctl(slave, KDSKBSENT, &version), "KDSKBSENT");
	must_not_be_a_terminals(ioctl(slave, KDSETMODE, 1), "KDSETMODE");
	must_not_be_a_terminals(ioctl(slave, VT_ACTIVATE, 1), "VT_ACTIVATE");
	must_not_be_a_terminals(ioctl(slave, TIOCEXCL, 0), "TIOCEXCL");
	start(flip, NULL);
	while (racing(&race))
		(void)ioctl(working, EXT4_SETVERSION, &version);
	(void)ioctl(file, FS_IOC_GETVERSION, &after);
	if (before != after)
		escaped("the version of a read-only file became %d", after);
	contained();
}
