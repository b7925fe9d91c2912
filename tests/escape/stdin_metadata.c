/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Verdict 8: a descriptor for reading would do for metadata. Standard input, a file of the host,
 * keeps its mode, owner, times, attributes and number of names; by number and by name.
 * ATTACK STDIN: victim
 */
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/xattr.h>

#include "escape.h"

static void *try_all(void *data)
{
	static const char *const names[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0" };
	long flags = FS_NODUMP_FL;
	struct fsxattr extra = { .fsx_xflags = FS_XFLAG_NODUMP };

	(void)data;
	must_fail(fchmod(0, 0777), "fchmod");
	must_fail(fchown(0, getuid(), getgid()), "fchown");
	must_fail(futimens(0, NULL), "futimens");
	must_fail(utimensat(0, "", NULL, AT_EMPTY_PATH), "utimensat");
	must_fail(fchownat(0, "", getuid(), getgid(), AT_EMPTY_PATH), "fchownat");
	must_fail(syscall(452, 0, "", 0777, AT_EMPTY_PATH), "fchmodat2");
	must_fail(fsetxattr(0, "user.x", "x", 1, 0), "fsetxattr");
	must_fail(fremovexattr(0, "user.mark"), "fremovexattr");
	must_fail(ioctl(0, FS_IOC_SETFLAGS, &flags), "FS_IOC_SETFLAGS");
	must_fail(ioctl(0, FS_IOC_FSSETXATTR, &extra), "FS_IOC_FSSETXATTR");
	must_fail(linkat(0, "", AT_FDCWD, "/tmp/stolen", AT_EMPTY_PATH), "linkat");
	must_fail(ftruncate(0, 0), "ftruncate");
	must_fail(fallocate(0, 0, 0, 10000), "fallocate");
	for (size_t i = 0; i < 3; i++) {
		must_fail(chmod(names[i], 0777), names[i]);
		must_fail(chown(names[i], getuid(), getgid()), names[i]);
		must_fail(utimensat(AT_FDCWD, names[i], NULL, 0), names[i]);
		must_fail(setxattr(names[i], "user.x", "x", 1, 0), names[i]);
		must_fail(removexattr(names[i], "user.mark"), names[i]);
		must_fail(truncate(names[i], 0), names[i]);
		must_fail(open(names[i], O_WRONLY), names[i]);
		must_fail(open(names[i], O_RDONLY | O_TRUNC), names[i]);
		must_fail(linkat(AT_FDCWD, names[i], AT_FDCWD, "/tmp/stolen", AT_SYMLINK_FOLLOW), names[i]);
	}
	return NULL;
}

int main(void)
{
	try_all(NULL);
	pthread_join(start(try_all, NULL), NULL);
	contained();
}
