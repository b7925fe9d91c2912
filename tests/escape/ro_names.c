/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* B-01: nothing changes in a read-only mount, by any call that takes a name. ATTACK OPTIONS: -b @OUT@/ro:/ro:ro */
#include <sys/xattr.h>

#include "escape.h"

static void try_in(int base, const char *prefix)
{
	char file[64], fresh[64], sub[64];

	snprintf(file, sizeof(file), "%sfile", prefix);
	snprintf(fresh, sizeof(fresh), "%snew", prefix);
	snprintf(sub, sizeof(sub), "%ssub", prefix);
	must_fail(openat(base, file, O_RDWR), "open");
	must_fail(openat(base, file, O_RDONLY | O_TRUNC), "O_TRUNC");
	must_fail(openat(base, file, O_WRONLY | O_APPEND), "O_APPEND");
	must_fail(openat(base, fresh, O_CREAT | O_RDONLY, 0600), "creat");
	must_fail(openat(base, sub, O_TMPFILE | O_RDWR, 0600), "O_TMPFILE");
	must_fail(mkdirat(base, fresh, 0700), "mkdir");
	must_fail(mknodat(base, fresh, S_IFIFO | 0600, 0), "mknod");
	must_fail(symlinkat("x", base, fresh), "symlink");
	must_fail(unlinkat(base, file, 0), "unlink");
	must_fail(unlinkat(base, sub, AT_REMOVEDIR), "rmdir");
	must_fail(renameat(base, file, base, fresh), "rename");
	must_fail(renameat(base, file, AT_FDCWD, "/tmp/out"), "rename out");
	must_fail(renameat(AT_FDCWD, "/tmp/in", base, fresh), "rename in");
	must_fail(syscall(SYS_renameat2, AT_FDCWD, "/tmp/in", base, file, 2), "exchange");
	must_fail(linkat(base, file, AT_FDCWD, "/tmp/out", 0), "link out");
	must_fail(linkat(AT_FDCWD, "/tmp/in", base, fresh, 0), "link in");
	must_fail(fchmodat(base, file, 0777, 0), "chmod");
	must_fail(fchownat(base, file, getuid(), getgid(), 0), "chown");
	must_fail(utimensat(base, file, NULL, 0), "utime");
	must_fail(syscall(463, base, file, 0, "user.x", (uint64_t[2]){ (uintptr_t) "x", 1 }, 16),
		  "setxattrat");
}

int main(void)
{
	make_file("/tmp/in", "in");
	symlink("/ro/file", "/tmp/link");
	try_in(AT_FDCWD, "/ro/");
	try_in(AT_FDCWD, "/tmp/../ro/./");
	try_in(open("/ro", O_PATH | O_DIRECTORY), "");
	try_in(open("/ro", O_RDONLY | O_DIRECTORY), "");
	try_in(open("/ro/sub", O_RDONLY | O_DIRECTORY), "../");
	must_fail(open("/tmp/link", O_RDWR), "open through a link");
	must_fail(truncate("/ro/file", 0), "truncate");
	must_fail(truncate("/tmp/link", 0), "truncate through a link");
	must_fail(setxattr("/ro/file", "user.x", "x", 1, 0), "setxattr");
	must_fail(removexattr("/ro/file", "user.mark"), "removexattr");
	if (chdir("/ro") < 0)
		broken("chdir");
	try_in(AT_FDCWD, "");
	must_fail(rename("/ro", "/tmp/ro"), "rename of the mount");
	must_fail(rmdir("/ro/sub"), "rmdir");
	must_fail(faccessat(AT_FDCWD, "/ro/file", W_OK, 0), "access for writing");
	contained();
}
