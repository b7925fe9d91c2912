/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Verdict 8: standard output, a file of the host, is there to be written. Its mode (a program made
 * set-id would be its user's), owner, times, attributes and number of names stay.
 */
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

#include "escape.h"

static void *try_all(void *data)
{
	static const char *const names[] = { "/proc/self/fd/1", "/dev/stdout", "/dev/fd/1" };
	long flags = FS_NODUMP_FL;
	struct fsxattr extra = { .fsx_xflags = FS_XFLAG_NODUMP };

	(void)data;
	must_fail(fchmod(1, 04777), "fchmod");
	must_fail(fchown(1, getuid(), getgid()), "fchown");
	must_fail(futimens(1, NULL), "futimens");
	must_fail(utimensat(1, "", NULL, AT_EMPTY_PATH), "utimensat");
	must_fail(fchownat(1, "", getuid(), getgid(), AT_EMPTY_PATH), "fchownat");
	must_fail(syscall(452, 1, "", 04777, AT_EMPTY_PATH), "fchmodat2");
	must_fail(fsetxattr(1, "user.x", "x", 1, 0), "fsetxattr");
	must_fail(fremovexattr(1, "user.mark"), "fremovexattr");
	must_fail(ioctl(1, FS_IOC_SETFLAGS, &flags), "FS_IOC_SETFLAGS");
	must_fail(ioctl(1, FS_IOC_FSSETXATTR, &extra), "FS_IOC_FSSETXATTR");
	must_fail(linkat(1, "", AT_FDCWD, "/tmp/stolen", AT_EMPTY_PATH), "linkat");
	for (size_t i = 0; i < 3; i++) {
		must_fail(chmod(names[i], 04777), names[i]);
		must_fail(chown(names[i], getuid(), getgid()), names[i]);
		must_fail(utimensat(AT_FDCWD, names[i], NULL, 0), names[i]);
		must_fail(setxattr(names[i], "user.x", "x", 1, 0), names[i]);
		must_fail(removexattr(names[i], "user.mark"), names[i]);
		must_fail(linkat(AT_FDCWD, names[i], AT_FDCWD, "/tmp/stolen", AT_SYMLINK_FOLLOW),
			  names[i]);
	}
	return NULL;
}

int main(void)
{
	try_all(NULL);
	pthread_join(start(try_all, NULL), NULL);
	contained();
}
