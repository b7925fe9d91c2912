/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * B-02: a descriptor for reading would do for metadata. On files of a read-only mount it does
 * not. ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 */
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

#include "escape.h"

static int fds[4];

static void *try_all(void *data)
{
	long flags = FS_NODUMP_FL;
	struct fsxattr extra = { .fsx_xflags = FS_XFLAG_NODUMP };

	(void)data;
	for (size_t i = 0; i < 4; i++) {
		int fd = fds[i];

		must_fail(fchmod(fd, 0777), "fchmod");
		must_fail(fchown(fd, getuid(), getgid()), "fchown");
		must_fail(futimens(fd, NULL), "futimens");
		must_fail(syscall(SYS_utimensat, fd, NULL, NULL, 0), "utimensat without a name");
		must_fail(utimensat(fd, "", NULL, AT_EMPTY_PATH), "utimensat of a descriptor");
		must_fail(fchownat(fd, "", getuid(), getgid(), AT_EMPTY_PATH),
			  "fchownat of a descriptor");
		must_fail(syscall(452, fd, "", 0777, AT_EMPTY_PATH), "fchmodat2 of a descriptor");
		must_fail(fsetxattr(fd, "user.x", "x", 1, 0), "fsetxattr");
		must_fail(fremovexattr(fd, "user.mark"), "fremovexattr");
		must_fail(ioctl(fd, FS_IOC_SETFLAGS, &flags), "FS_IOC_SETFLAGS");
		must_fail(ioctl(fd, FS_IOC_FSSETXATTR, &extra), "FS_IOC_FSSETXATTR");
		must_fail(ioctl(fd, _IOW('r', 0x11, uint32_t), &flags), "FAT_IOCTL_SET_ATTRIBUTES");
		must_fail(fallocate(fd, 0, 0, 4096), "fallocate");
		must_fail(ftruncate(fd, 0), "ftruncate");
		must_fail(write(fd, "x", 1), "write");
		must_fail(linkat(fd, "", AT_FDCWD, "/tmp/stolen", AT_EMPTY_PATH), "linkat");
		must_fail(fcntl(fd, F_SETLEASE, F_WRLCK), "a write lease");
		if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED)
			escaped("a shared writable mapping");
	}
	return NULL;
}

int main(void)
{
	fds[0] = open("/ro/file", O_RDONLY);
	fds[1] = open("/ro/file", O_PATH);
	fds[2] = open("/ro", O_RDONLY | O_DIRECTORY);
	fds[3] = open("/ro/sub/file", O_RDONLY);
	try_all(NULL);
	pthread_join(start(try_all, NULL), NULL);
	contained();
}
