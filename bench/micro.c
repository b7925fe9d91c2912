/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Nanoseconds per hot call, the fastest of several passes: one line "NAME NS" each. Run
 * natively and jailed; bench/run makes the ratios. Argument: an empty scratch directory.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PASSES 5
#define CALLS 2000

static struct stat info;
static char buffer[4096];
static int file_fd;

static void call_stat(void)
{
	(void)!stat("dir/sub/file", &info);
}

static void call_stat_absolute(void)
{
	(void)!stat("/usr/bin/env", &info);
}

static void call_stat_missing(void)
{
	(void)!stat("/usr/lib/no/such/name", &info);
}

static void call_open_close(void)
{
	int fd = open("dir/sub/file", O_RDONLY);

	if (fd >= 0)
		(void)close(fd);
}

static void call_access(void)
{
	(void)!access("dir/sub/file", R_OK);
}

static void call_readlink(void)
{
	(void)!readlink("dir/link", buffer, sizeof(buffer));
}

static void call_fstat(void)
{
	(void)!syscall(SYS_fstat, file_fd, &info);
}

static void call_getppid(void)
{
	(void)syscall(SYS_getppid);
}

static void call_read(void)
{
	(void)!pread(file_fd, buffer, 1, 0);
}

static const struct {
	const char *name;
	void (*call)(void);
} calls[] = {
	{ "stat", call_stat },
	{ "stat-absolute", call_stat_absolute },
	{ "stat-missing", call_stat_missing },
	{ "open+close", call_open_close },
	{ "access", call_access },
	{ "readlink", call_readlink },
	{ "fstat", call_fstat },
	{ "getppid", call_getppid },
	{ "read", call_read },
};

static double now(void)
{
	struct timespec time;

	(void)clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int argc, char **argv)
{
	if (argc != 2 || chdir(argv[1]) < 0) {
		fprintf(stderr, "usage: micro EMPTY-DIRECTORY\n");
		return 2;
	}
	if ((mkdir("dir", 0755) < 0 && errno != EEXIST) ||
	    (mkdir("dir/sub", 0755) < 0 && errno != EEXIST) ||
	    (symlink("sub/file", "dir/link") < 0 && errno != EEXIST))
		return 2;
	file_fd = open("dir/sub/file", O_RDWR | O_CREAT, 0644);
	if (file_fd < 0 || write(file_fd, "x", 1) != 1)
		return 2;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		double best = 1e18;

		for (int pass = 0; pass < PASSES; pass++) {
			double start = now();
			double each;

			for (int n = 0; n < CALLS; n++)
				calls[i].call();
			each = (now() - start) / CALLS;
			if (each < best)
				best = each;
		}
		printf("%s %.0f\n", calls[i].name, best);
	}
	return 0;
}
