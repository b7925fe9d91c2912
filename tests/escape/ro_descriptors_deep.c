/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * B-02: a file whose name is longer than the kernel tells lies in no place that can be found, and,
 * on a file system of the host's inside a read-only mount, on another device than that. Its metadata
 * is read-only all the same.
 * ATTACK OPTIONS: -b @OUT@/../mounted:/m:ro
 * ATTACK MOUNTED
 */
#include <sys/xattr.h>

#include "escape.h"

#define LEVELS 24 /* of 200 bytes each, as the harness made them */

static void go_down(void)
{
	char name[201];

	memset(name, 'n', 200);
	name[200] = '\0';
	if (chdir("/m/mnt/deep") < 0)
		broken("no mount");
	for (int i = 0; i < LEVELS; i++) {
		if (chdir(name) < 0)
			broken("no directory on level %d", i);
	}
}

int main(void)
{
	char name[64];
	int fd, object;

	go_down();
	fd = open("file", O_RDONLY);
	object = open("file", O_PATH);
	if (fd < 0 || object < 0)
		broken("no file");
	must_fail(fchmod(fd, 0600), "fchmod");
	must_fail(fchown(fd, getuid(), getgid()), "fchown");
	must_fail(futimens(fd, NULL), "futimens");
	must_fail(fsetxattr(fd, "user.x", "x", 1, 0), "fsetxattr");
	must_fail(chmod("file", 0600), "chmod");
	must_fail(utimensat(object, "", NULL, AT_EMPTY_PATH), "utimensat of a descriptor");
	must_fail(syscall(452, object, "", 0600, AT_EMPTY_PATH), "fchmodat2 of a descriptor");
	for (int i = 0; i < 2; i++) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", i == 0 ? fd : object);
		must_fail(chmod(name, 0600), "chmod of a descriptor's name");
		must_fail(chown(name, getuid(), getgid()), "chown of a descriptor's name");
		must_fail(utimensat(AT_FDCWD, name, NULL, 0), "utimensat of a descriptor's name");
		must_fail(setxattr(name, "user.x", "x", 1, 0), "setxattr of a descriptor's name");
		must_fail(truncate(name, 0), "truncate of a descriptor's name");
		must_fail(open(name, O_WRONLY), "open of a descriptor's name");
	}
	contained();
}
