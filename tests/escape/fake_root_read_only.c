/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Under fake root modes that are in the way are widened on the host, so that root can do what root
 * may. Not those of a read-only mount, nor of what a rule or standard input gives for reading only:
 * every call that looks, reads, changes, by name and by descriptor.
 * ATTACK OPTIONS: -0 -b @OUT@/ro:/ro:ro -b @OUT@/dir:/a --read-only /a/kept
 * ATTACK STDIN: ro/locked
 */
#include <dirent.h>
#include <sys/file.h>
#include <sys/xattr.h>

#include "escape.h"

static void by_descriptor(int fd)
{
	char buffer[256];

	(void)!read(fd, buffer, sizeof(buffer));
	(void)fgetxattr(fd, "user.note", buffer, sizeof(buffer));
	(void)fsetxattr(fd, "user.note", "x", 1, 0);
	(void)fremovexattr(fd, "user.note");
	(void)flistxattr(fd, buffer, sizeof(buffer));
	(void)fchmod(fd, 0777);
	(void)fchown(fd, 5, 5);
	(void)futimens(fd, NULL);
	(void)fchmodat(fd, "", 0777, AT_EMPTY_PATH);
	(void)syscall(452 /* fchmodat2 */, fd, "", 0777, AT_EMPTY_PATH);
	(void)fchownat(fd, "", 0, 0, AT_EMPTY_PATH);
	(void)ftruncate(fd, 0);
}

static void by_name(const char *name)
{
	static const int flags[] = { O_RDONLY, O_WRONLY, O_RDWR | O_TRUNC, O_RDONLY | O_NOATIME,
				     O_PATH, O_RDWR | O_CREAT | O_APPEND, O_WRONLY | O_TMPFILE };
	char buffer[256], below[256];
	struct stat info;
	DIR *directory;

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		int fd = open(name, flags[i], 0600);

		by_descriptor(fd);
		snprintf(buffer, sizeof(buffer), "/proc/self/fd/%d", fd);
		close(open(buffer, O_RDWR));
		(void)chmod(buffer, 0777);
		(void)truncate(buffer, 0);
		close(fd);
	}
	for (int mode = 0; mode < 8; mode++) {
		(void)access(name, mode);
		(void)faccessat(AT_FDCWD, name, mode, AT_EACCESS);
	}
	(void)stat(name, &info);
	(void)getxattr(name, "user.note", buffer, sizeof(buffer));
	(void)setxattr(name, "user.note", "x", 1, 0);
	(void)removexattr(name, "user.note");
	(void)chmod(name, 0777);
	(void)chown(name, 5, 5);
	(void)utimensat(AT_FDCWD, name, NULL, 0);
	(void)truncate(name, 0);
	(void)link(name, "/ro/linked");
	(void)link(name, "/tmp/linked");
	(void)rename(name, "/tmp/renamed");
	(void)rename(name, "/ro/renamed");
	(void)unlink(name);
	(void)rmdir(name);
	if (fork() == 0) {
		execl(name, "x", NULL);
		_exit(0);
	}
	wait(NULL);
	if ((directory = opendir(name)) != NULL) {
		while (readdir(directory) != NULL)
			;
		closedir(directory);
	}
	if (chdir(name) == 0) {
		(void)mkdir("made", 0777);
		(void)symlink("x", "made");
		(void)mknod("device", S_IFCHR | 0666, 0x103);
		(void)chdir("/");
	}
	snprintf(below, sizeof(below), "%s/file", name);
	close(open(below, O_RDONLY));
	(void)unlink(below);
	(void)mkdir(below, 0777);
}

int main(void)
{
	static const char *const names[] = { "/ro/locked", "/ro/closed", "/ro/closed/file", "/ro",
					     "/a/kept",	   "/ro/sub/file" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		by_name(names[i]);
	/* As somebody who may not: what he is refused must not be widened either. */
	if (fork() == 0) {
		(void)setresuid(1000, 1000, 1000);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			by_name(names[i]);
		_exit(0);
	}
	wait(NULL);
	by_descriptor(0);
	by_name("/proc/self/fd/0");
	by_name("/dev/stdin");
	contained(); /* the runner looks at modes, times and attributes */
}
