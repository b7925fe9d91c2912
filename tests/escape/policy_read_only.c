/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A place that a pattern makes read-only, in a writable mount: by name, by descriptors that
 * were opened for reading, by links and moves, and while another thread exchanges the
 * directory. The runner looks at the files.
 * ATTACK OPTIONS: -b @OUT@:/a --read-only /a/r?
 * ATTACK BROKEN: ARGUMENTS
 */
#include <sys/xattr.h>

#include "escape.h"

static int target, own;
static const int working = 100;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(own, working);
		linger(500);
		dup2(target, working);
		linger(500);
	}
	return NULL;
}

static void by_descriptor(void)
{
	struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	int fd = open("/a/ro/file", O_RDONLY), path = open("/a/ro/file", O_PATH);
	char name[64];

	if (fd < 0 || path < 0)
		broken("it cannot be read");
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	must_fail(open(name, O_RDWR), "opening anew");
	must_fail(truncate(name, 0), "truncate");
	must_fail(fchmod(fd, 0777), "fchmod");
	must_fail(chmod(name, 0777), "chmod");
	must_fail(futimens(fd, times), "futimens");
	must_fail(fsetxattr(fd, "user.x", "x", 1, 0), "fsetxattr");
	must_fail(fchown(fd, getuid(), getgid()), "fchown");
	must_fail(linkat(AT_FDCWD, name, AT_FDCWD, "stolen", AT_SYMLINK_FOLLOW), "linkat");
	must_fail(linkat(path, "", AT_FDCWD, "stolen", AT_EMPTY_PATH), "linkat of a descriptor");
	snprintf(name, sizeof(name), "/proc/self/fd/%d", path);
	must_fail(open(name, O_WRONLY), "opening a path descriptor");
	must_fail((long)mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, fd, 0) == -1 ? -1 : 0, "mmap");
}

static void by_name(void)
{
	must_fail(open("/a/ro/new", O_WRONLY | O_CREAT, 0644), "creating");
	must_fail(open("/a/ro", O_WRONLY | O_TMPFILE, 0644), "O_TMPFILE");
	must_fail(rename("/a/ro/file", "/a/out"), "rename out");
	must_fail(rename("/a/ro/sub", "/tmp/sub"), "rename of a directory");
	must_fail(rename("/a/ro", "/a/other"), "rename of the place");
	must_fail(syscall(SYS_renameat2, AT_FDCWD, "/a/ro", AT_FDCWD, "/a/dir", 1 << 1), "exchange");
	must_fail(link("/a/ro/file", "/a/linked"), "link");
	must_fail(mkdir("/a/ro/d", 0755), "mkdir");
	must_fail(unlink("/a/ro/file"), "unlink");
	must_fail(symlink("x", "/a/ro/l"), "symlink");
}

int main(void)
{
	struct race race = { 0 };
	unsigned long written = 0, refused = 0;

	enter_scratch();
	own = open(".", O_RDONLY | O_DIRECTORY);
	target = open("/a/ro", O_RDONLY | O_DIRECTORY);
	make_file("file", "mine");
	if (own < 0 || target < 0 || dup2(own, working) != working)
		broken("directories");
	by_name();
	by_descriptor();
	start(flip, NULL);
	while (racing(&race)) {
		int fd = openat(working, "file", O_WRONLY);

		/* Without openat2 threads open nothing here (SECURITY.md E12). */
		refused += fd < 0 && errno == EACCES;
		if (fd >= 0 && write(fd, "changed", 7) == 7)
			written++;
		if (fd >= 0)
			close(fd);
		fchmodat(working, "file", 0700, 0);
		fd = openat(working, "file", O_RDONLY);
		fchmod(fd, 0707);
		close(fd);
		mkdirat(working, "made", 0755);
		unlinkat(working, "made", AT_REMOVEDIR);
	}
	printf("%lu written, %lu refused\n", written, refused);
	if (written == 0 && refused == 0)
		broken("nothing is written");
	contained(); /* whatever was changed outside tells */
}
