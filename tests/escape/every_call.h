/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every call that takes a path, for attacks on names that may not be reached: each has to fail. */
#ifndef PTJAIL_TESTS_ESCAPE_EVERY_CALL_H
#define PTJAIL_TESTS_ESCAPE_EVERY_CALL_H

#include <sys/inotify.h>
#include <sys/statfs.h>
#include <sys/xattr.h>
#include <utime.h>

#include "escape.h"

/* `other`: a file of the attacker's own. */
UNUSED static void try_path(int dirfd, const char *path, const char *other)
{
	struct timespec times[2] = { { 1, 0 }, { 1, 0 } };
	struct utimbuf old = { 1, 1 };
	struct sockaddr_un address;
	struct statfs fs;
	struct stat info;
	char text[PATH_MAX];
	struct {
		uint64_t flags, mode, resolve;
	} how = { O_RDONLY, 0, 0 };
	char *arguments[] = { "x", NULL };
	int watch = inotify_init1(IN_NONBLOCK);

	refuse_secret(openat(dirfd, path, O_RDONLY), path);
	refuse_secret((int)syscall(SYS_openat2, dirfd, path, &how, sizeof(how)), path);
	must_fail(openat(dirfd, path, O_RDWR | O_CREAT, 0600), "open for writing");
	must_fail(openat(dirfd, path, O_WRONLY | O_TRUNC), "open with truncation");
	must_fail(openat(dirfd, path, O_PATH), "open of a path");
	must_fail(openat(dirfd, path, O_PATH | O_NOFOLLOW | O_DIRECTORY), "open of a directory");
	must_fail(fstatat(dirfd, path, &info, 0), "stat");
	must_fail(syscall(SYS_statx, dirfd, path, 0, 0xfff, text), "statx");
	must_fail(faccessat(dirfd, path, F_OK, 0), "access");
	must_fail(syscall(SYS_faccessat2, dirfd, path, F_OK, AT_EACCESS), "faccessat2");
	must_fail(fchmodat(dirfd, path, 0777, 0), "chmod");
	must_fail(syscall(452, dirfd, path, 0777, 0), "fchmodat2");
	must_fail(fchownat(dirfd, path, getuid(), getgid(), 0), "chown");
	must_fail(utimensat(dirfd, path, times, 0), "utimensat");
	must_fail(linkat(dirfd, path, AT_FDCWD, "/tmp/stolen", AT_SYMLINK_FOLLOW), "link from");
	must_fail(linkat(AT_FDCWD, other, dirfd, path, 0), "link to");
	must_fail(renameat(dirfd, path, AT_FDCWD, "/tmp/stolen"), "rename from");
	must_fail(renameat(AT_FDCWD, other, dirfd, path), "rename to");
	must_fail(syscall(SYS_renameat2, AT_FDCWD, other, dirfd, path, 2), "exchange");
	must_fail(unlinkat(dirfd, path, 0), "unlink");
	must_fail(unlinkat(dirfd, path, AT_REMOVEDIR), "rmdir");
	must_fail(mkdirat(dirfd, path, 0700), "mkdir");
	must_fail(mknodat(dirfd, path, S_IFIFO | 0600, 0), "mknod");
	must_fail(symlinkat("x", dirfd, path), "symlink");
	must_fail(syscall(SYS_execveat, dirfd, path, arguments, NULL, 0), "execveat");
	must_fail(syscall(SYS_name_to_handle_at, dirfd, path, text, &watch, 0),
		  "name_to_handle_at");
	must_fail(syscall(SYS_open_tree, dirfd, path, 0), "open_tree");
	must_fail(syscall(463, dirfd, path, 0, "user.x", text, 16), "setxattrat");
	must_fail(syscall(464, dirfd, path, 0, "user.mark", text, 16), "getxattrat");
	must_fail(syscall(465, dirfd, path, 0, text, 16), "listxattrat");
	must_fail(syscall(466, dirfd, path, 0, "user.mark"), "removexattrat");
	must_fail(syscall(468, dirfd, path, text, 24, 0), "file_getattr");
	must_fail(syscall(469, dirfd, path, text, 24, 0), "file_setattr");
	must_fail(syscall(SYS_fanotify_init, 0x200, 0), "fanotify_init");
	if (dirfd != AT_FDCWD) {
		close(watch);
		return;
	}
	must_fail(chdir(path), "chdir");
	must_fail(chroot(path), "chroot");
	must_fail(truncate(path, 0), "truncate");
	must_fail(statfs(path, &fs), "statfs");
	must_fail(utime(path, &old), "utime");
	must_fail(readlink(path, text, sizeof(text)), "readlink");
	must_fail(setxattr(path, "user.mark", "x", 1, 0), "setxattr");
	must_fail(getxattr(path, "user.mark", text, sizeof(text)), "getxattr");
	must_fail(listxattr(path, text, sizeof(text)), "listxattr");
	must_fail(removexattr(path, "user.mark"), "removexattr");
	must_fail(inotify_add_watch(watch, path, IN_ALL_EVENTS), "inotify_add_watch");
	must_fail(execve(path, arguments, NULL), "execve");
	must_fail(syscall(SYS_acct, path), "acct");
	must_fail(syscall(SYS_swapon, path, 0), "swapon");
	if (strlen(path) < sizeof(address.sun_path)) {
		int stream = socket(AF_UNIX, SOCK_STREAM, 0);
		int datagram = socket(AF_UNIX, SOCK_DGRAM, 0);

		unix_address(&address, path);
		must_fail(connect(stream, (void *)&address, sizeof(address)), "connect");
		must_fail(bind(stream, (void *)&address, sizeof(address)), "bind");
		must_fail(connect(datagram, (void *)&address, sizeof(address)), "connect");
		must_fail(sendto(datagram, "x", 1, 0, (void *)&address, sizeof(address)), "sendto");
		close(stream);
		close(datagram);
	}
	close(watch);
}

#endif
