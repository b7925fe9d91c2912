/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E17: a file without a name gets one, or a file gets another one, by its descriptor, where it must
 * not have one: across mounts, into a read-only one, or that of a read-only file in a writable one.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 */
#include "escape.h"

static void try_links(int fd, const char *target)
{
	char path[64];

	must_fail(linkat(fd, "", AT_FDCWD, target, AT_EMPTY_PATH), "linkat by descriptor");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must_fail(linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW),
		  "linkat by /proc/self/fd");
	snprintf(path, sizeof(path), "/proc/thread-self/fd/%d", fd);
	must_fail(linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW),
		  "linkat by thread-self");
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	must_fail(linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW), "linkat by /dev/fd");
}

static void *idle(void *data)
{
	for (;;)
		pause();
	return data;
}

/* The descriptor of a nameless file as the directory of another one, where ptjail opens it itself. */
static void try_as_directory(int fd)
{
	char path[64];

	start(idle, NULL);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must_fail(open(path, O_TMPFILE | O_RDWR, 0600), "O_TMPFILE in a file");
}

int main(void)
{
	int fd, directory = open("/ro", O_PATH | O_DIRECTORY);

	enter_scratch();
	must_fail(open("/ro", O_TMPFILE | O_RDWR, 0600), "O_TMPFILE in a read-only mount");
	must_fail(openat(directory, ".", O_TMPFILE | O_RDWR, 0600),
		  "O_TMPFILE in a read-only mount");
	fd = open(".", O_TMPFILE | O_RDWR, 0600);
	if (fd >= 0) {
		try_links(fd, "/ro/made");
		try_as_directory(fd);
	}
	make_file("mine", "mine");
	try_links(open("mine", O_RDWR), "/ro/made");
	fd = open("/ro/file", O_RDONLY);
	if (fd < 0)
		broken("/ro/file");
	try_links(fd, "linked");
	try_links(open("/ro/file", O_PATH), "linked");
	try_links(fd, "/ro/made");
	must_fail(link("/ro/file", "linked"), "link");
	must_fail(rename("/ro/file", "linked"), "rename");
	must_fail(syscall(SYS_renameat2, AT_FDCWD, "mine", directory, "file", 2), "exchange");
	must_fail(syscall(SYS_renameat2, directory, "file", AT_FDCWD, "gone", 4), "whiteout");
	must_fail(symlinkat("/ro/file", directory, "made"), "symlink");
	contained();
}
