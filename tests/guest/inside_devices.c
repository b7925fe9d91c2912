/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The devices of memory, opened often, in every common way: the descriptor, or the error. */
#include "guest.h"

static const struct {
	const char *name;
	int flags;
} ways[] = {
	{ "O_RDONLY", O_RDONLY },
	{ "O_WRONLY", O_WRONLY },
	{ "O_RDWR|O_CLOEXEC", O_RDWR | O_CLOEXEC },
	{ "O_WRONLY|O_CREAT|O_TRUNC", O_WRONLY | O_CREAT | O_TRUNC },
	{ "O_WRONLY|O_CREAT|O_APPEND", O_WRONLY | O_CREAT | O_APPEND },
	{ "O_RDWR|O_CREAT", O_RDWR | O_CREAT },
	{ "O_RDONLY|O_CREAT", O_RDONLY | O_CREAT },
	{ "O_RDONLY|O_APPEND", O_RDONLY | O_APPEND },
	{ "O_RDONLY|O_TRUNC", O_RDONLY | O_TRUNC },
	{ "O_WRONLY|O_CREAT|O_EXCL", O_WRONLY | O_CREAT | O_EXCL },
	{ "O_RDONLY|O_DIRECTORY", O_RDONLY | O_DIRECTORY },
	{ "O_RDONLY|O_NONBLOCK", O_RDONLY | O_NONBLOCK },
	{ "O_WRONLY|O_NOCTTY|O_NONBLOCK", O_WRONLY | O_NOCTTY | O_NONBLOCK },
	{ "O_PATH", O_PATH },
	{ "3", O_ACCMODE },
};

static void show_open(const char *path, const char *name, int flags)
{
	int fd = open(path, flags, 0600);
	struct stat info;
	char byte = 'x';
	ssize_t in, out;

	if (fd < 0) {
		printf("%s %s: %s\n", path, name, err_name(errno));
		return;
	}
	fstat(fd, &info);
	in = read(fd, &byte, 1);
	out = write(fd, &byte, 1);
	printf("%s %s: flags %o, cloexec %d, %d:%d, read %zd, write %zd\n", path, name,
	       fcntl(fd, F_GETFL), fcntl(fd, F_GETFD), (int)major(info.st_rdev),
	       (int)minor(info.st_rdev), in, out);
	close(fd);
}

int main(void)
{
	static const char *const paths[] = { "/dev/null",    "/dev/zero",       "/dev/urandom",
					     "/dev/full",    "/dev/null/",      "/dev/nul",
					     "/dev/nullify", "/dev/../dev/null" };

	/* SNDRV_TIMER_IOCTL_START: has the letter of terminals' commands, and is none. */
	CALL(ioctl(open("/dev/null", O_RDONLY), 0x54a0));
	/* Sites are replaced after a few calls. */
	for (int i = 0; i < 4; i++)
		close(open("/dev/null", O_RDONLY));
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		for (size_t j = 0; j < sizeof(ways) / sizeof(ways[0]); j++)
			if (i < 4 || (ways[j].flags & O_CREAT) == 0)
				show_open(paths[i], ways[j].name, ways[j].flags);
	return 0;
}
