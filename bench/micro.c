/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Nanoseconds per hot call, the fastest of several passes: one line "NAME NS" each. Run
 * natively and jailed; bench/run makes the ratios. Arguments: a scratch directory, and
 * optionally one NAME and how often to make that call in one pass.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PASSES 5
#define CALLS  1000

static struct stat info;
static char buffer[4096];
static int file_fd;
static int dir_fd;

static void open_and_close(int dirfd, const char *path, int flags)
{
	int fd = openat(dirfd, path, flags, 0644);

	if (fd >= 0)
		(void)close(fd);
}

static void call_stat(void)
{
	(void)!stat("dir/sub/file", &info);
}

static void call_stat_name(void)
{
	(void)!lstat("name", &info);
}

static void call_stat_absolute(void)
{
	(void)!stat("/usr/bin/env", &info);
}

static void call_stat_usrmerge(void)
{
	(void)!stat("/bin/env", &info);
}

static void call_stat_missing(void)
{
	(void)!stat("/usr/lib/no/such/name", &info);
}

static void call_stat_missing_name(void)
{
	(void)!stat("no-such-name", &info);
}

static void call_stat_missing_usrmerge(void)
{
	(void)!stat("/lib/no-such-name", &info);
}

static void call_statx(void)
{
	struct statx more;

	(void)!statx(AT_FDCWD, "name", AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &more);
}

static void call_fstatat_dirfd(void)
{
	(void)!fstatat(dir_fd, "file", &info, AT_SYMLINK_NOFOLLOW);
}

static void call_fstatat_empty(void)
{
	(void)!fstatat(file_fd, "", &info, AT_EMPTY_PATH);
}

static void call_open_close(void)
{
	open_and_close(AT_FDCWD, "dir/sub/file", O_RDONLY);
}

static void call_open_absolute(void)
{
	open_and_close(AT_FDCWD, "/usr/bin/env", O_RDONLY);
}

static void call_open_usrmerge(void)
{
	open_and_close(AT_FDCWD, "/bin/env", O_RDONLY);
}

static void call_open_dirfd(void)
{
	open_and_close(dir_fd, "file", O_RDONLY);
}

static void call_open_missing(void)
{
	open_and_close(AT_FDCWD, "/usr/lib/no/such/name", O_RDONLY);
}

static void call_create_unlink(void)
{
	open_and_close(AT_FDCWD, "new", O_WRONLY | O_CREAT | O_EXCL);
	(void)!unlink("new");
}

static void call_mkdir_rmdir(void)
{
	(void)!mkdir("new-dir", 0755);
	(void)!rmdir("new-dir");
}

static void call_rename(void)
{
	(void)!rename("name", "other");
	(void)!rename("other", "name");
}

static void call_access(void)
{
	(void)!access("dir/sub/file", R_OK);
}

static void call_access_missing(void)
{
	(void)!access("/etc/no-such-name", R_OK);
}

static void call_readlink(void)
{
	(void)!readlink("dir/link", buffer, sizeof(buffer));
}

static void call_readlink_absolute(void)
{
	(void)!readlink("/usr/bin/env", buffer, sizeof(buffer));
}

static void call_fstat(void)
{
	(void)!syscall(SYS_fstat, file_fd, &info);
}

static void call_getcwd(void)
{
	(void)!syscall(SYS_getcwd, buffer, sizeof(buffer));
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
	{ "stat-name", call_stat_name },
	{ "stat-absolute", call_stat_absolute },
	{ "stat-usrmerge", call_stat_usrmerge },
	{ "stat-missing", call_stat_missing },
	{ "stat-no-name", call_stat_missing_name },
	{ "stat-no-usrmerge", call_stat_missing_usrmerge },
	{ "statx-name", call_statx },
	{ "fstatat-dirfd", call_fstatat_dirfd },
	{ "fstatat-empty", call_fstatat_empty },
	{ "open+close", call_open_close },
	{ "open-absolute", call_open_absolute },
	{ "open-usrmerge", call_open_usrmerge },
	{ "open-dirfd", call_open_dirfd },
	{ "open-missing", call_open_missing },
	{ "create+unlink", call_create_unlink },
	{ "mkdir+rmdir", call_mkdir_rmdir },
	{ "rename-twice", call_rename },
	{ "access", call_access },
	{ "access-missing", call_access_missing },
	{ "readlink", call_readlink },
	{ "readlink-absolute", call_readlink_absolute },
	{ "getcwd", call_getcwd },
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

static void measure(const char *name, void (*call)(void), int count)
{
	double best = 1e18;

	for (int pass = 0; pass < PASSES; pass++) {
		double start = now();
		double each;

		for (int n = 0; n < count; n++)
			call();
		each = (now() - start) / count;
		if (each < best)
			best = each;
	}
	printf("%s %.0f\n", name, best);
}

static int make_files(const char *directory)
{
	if (chdir(directory) < 0 || (mkdir("dir", 0755) < 0 && errno != EEXIST) ||
	    (mkdir("dir/sub", 0755) < 0 && errno != EEXIST) ||
	    (symlink("sub/file", "dir/link") < 0 && errno != EEXIST))
		return -1;
	file_fd = open("name", O_RDWR | O_CREAT, 0644);
	(void)close(file_fd);
	file_fd = open("dir/sub/file", O_RDWR | O_CREAT, 0644);
	dir_fd = open("dir/sub", O_RDONLY | O_DIRECTORY);
	return dir_fd < 0 || file_fd < 0 || write(file_fd, "x", 1) != 1 ? -1 : 0;
}

int main(int argc, char **argv)
{
	int count = argc == 4 ? atoi(argv[3]) : CALLS;

	if (argc < 2 || argc > 4 || count < 1 || make_files(argv[1]) < 0) {
		fprintf(stderr, "usage: micro DIRECTORY [NAME [CALLS]]\n");
		return 2;
	}
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (argc < 3 || strcmp(argv[2], calls[i].name) == 0)
			measure(calls[i].name, calls[i].call, count);
	}
	return 0;
}
