/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The protected descriptors look closed: none can be closed, replaced, moved, entered,
 * marked, named in /proc, or changed through; passed on, they give nothing. The emulator of -q,
 * a file of the host's, is one of them.
 *
 * ATTACK OPTIONS: -q busybox
 */
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/resource.h>

#include "escape.h"

static void try_on(int fd)
{
	struct timespec times[2] = { { 1, 0 }, { 1, 0 } };
	char path[64];
	struct stat info;
	int other = open("/", O_PATH);
	char where[PATH_MAX];

	must_fail(close(fd), "close");
	must_fail(dup(fd), "dup");
	must_fail(dup2(other, fd), "dup2 onto it");
	must_fail(dup3(other, fd, O_CLOEXEC), "dup3 onto it");
	must_fail(dup2(fd, 9), "dup2 of it");
	must_fail(fcntl(fd, F_DUPFD, 0), "F_DUPFD");
	must_fail(fcntl(fd, F_SETFD, FD_CLOEXEC), "F_SETFD");
	must_fail(ioctl(fd, FIOCLEX), "FIOCLEX");
	must_fail(fchmod(fd, 0777), "fchmod");
	must_fail(fchown(fd, -1, -1), "fchown");
	must_fail(futimens(fd, times), "futimens");
	must_fail(fchdir(fd), "fchdir");
	must_fail(flock(fd, LOCK_EX | LOCK_NB), "flock");
	must_fail(ftruncate(fd, 0), "ftruncate");
	must_fail(write(fd, "x", 1), "write");
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED)
		escaped("protected descriptor %d is mapped writable", fd);
	must_fail(linkat(fd, "", AT_FDCWD, "/tmp/protected-linked", AT_EMPTY_PATH), "linkat");
	must_fail(openat(fd, ".", O_RDONLY), "openat from it");
	must_fail(openat(fd, "..", O_RDONLY), "openat above it");
	must_fail(mkdirat(fd, "made", 0700), "mkdirat from it");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must_fail(open(path, O_RDONLY), "its name in /proc");
	must_fail(readlink(path, where, sizeof(where)), "its link in /proc");
	must_fail(lstat(path, &info), "its link's status");
	must_fail(truncate(path, 0), "truncate by its name");
	must_fail(chmod(path, 0777), "chmod by its name");
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	must_fail(open(path, O_RDONLY), "its fdinfo");
	syscall(SYS_close_range, fd, fd, 0);
	syscall(SYS_close_range, 5, ~0U, 0);
	syscall(SYS_close_range, 5, ~0U, 4 /* CLOEXEC */);
	syscall(SYS_close_range, fd, ~0U, 4);
	syscall(SYS_close_range, 5, ~0U, 2 /* UNSHARE */);
	if (!exists(fd))
		escaped("protected descriptor %d was closed", fd);
	close(other);
}

int main(void)
{
	int first = find_protected();
	int root = open("/tmp", O_PATH | O_DIRECTORY);
	struct rlimit limit;
	int count = 0;

	for (int round = 0; round < 3; round++) {
		for (int fd = first; exists(fd); fd++) {
			try_on(fd);
			count++;
			if (fchdir(root) < 0)
				root = open("/tmp", O_PATH | O_DIRECTORY);
		}
		/* With the limit above them only the filter is left; below them, they stay. */
		getrlimit(RLIMIT_NOFILE, &limit);
		limit.rlim_cur = round == 0 ? limit.rlim_max : 64;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	if (count < 3)
		broken("only %d protected descriptors", count);
	contained();
}
