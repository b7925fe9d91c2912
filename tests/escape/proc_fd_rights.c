/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * R-02: /proc/self/fd/N, /dev/fd/N and /dev/stdin give no more rights than the descriptor has:
 * here that of a file of a read-only mount, and of standard input.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK STDIN: secret
 */
#include <sys/xattr.h>

#include "escape.h"

static void try_name(const char *path)
{
	must_fail(open(path, O_RDWR), path);
	must_fail(open(path, O_WRONLY), path);
	must_fail(open(path, O_RDONLY | O_TRUNC), path);
	must_fail(truncate(path, 0), path);
	must_fail(chmod(path, 0777), path);
	must_fail(chown(path, getuid(), getgid()), path);
	must_fail(utimensat(AT_FDCWD, path, NULL, 0), path);
	must_fail(setxattr(path, "user.x", "x", 1, 0), path);
	must_fail(removexattr(path, "user.mark"), path);
	must_fail(linkat(AT_FDCWD, path, AT_FDCWD, "/tmp/stolen", AT_SYMLINK_FOLLOW), path);
	/* The link /dev/stdin itself lies in a directory of the jail's. */
	if (strcmp(path, "/dev/stdin") != 0) {
		must_fail(unlink(path), path);
		must_fail(rename(path, "/tmp/stolen"), path);
	}
}

int main(void)
{
	int fds[] = { 0, open("/ro/file", O_RDONLY), open("/ro/file", O_PATH),
		      open("/ro", O_RDONLY | O_DIRECTORY) };
	char path[64];

	for (size_t i = 0; i < 4; i++) {
		if (fds[i] < 0)
			broken("descriptor %zu", i);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[i]);
		if (i < 3)
			try_name(path);
		snprintf(path, sizeof(path), "/dev/fd/%d", fds[i]);
		if (i < 3)
			try_name(path);
		snprintf(path, sizeof(path), "/proc/self/fd/%d/made", fds[i]);
		must_fail(open(path, O_CREAT | O_WRONLY, 0600), path);
		must_fail(mkdir(path, 0700), path);
		must_fail(linkat(fds[i], "", AT_FDCWD, "/tmp/stolen", AT_EMPTY_PATH),
			  "link of a descriptor");
	}
	try_name("/dev/stdin");
	contained();
}
