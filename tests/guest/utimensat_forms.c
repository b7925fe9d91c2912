/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* utimensat with explicit times, UTIME_NOW, UTIME_OMIT, links and descriptors. */
#include "guest.h"

static void show_times(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	printf("%s: %ld.%09ld %ld.%09ld\n", path, (long)st.st_atime, st.st_atim.tv_nsec,
	       (long)st.st_mtime, st.st_mtim.tv_nsec);
}

int main(void)
{
	struct timespec set[2] = { { 1000000000, 123456789 }, { 1100000000, 987654321 } };
	struct timespec omit_first[2] = { { 5, UTIME_OMIT }, { 1200000000, 0 } };
	struct timespec omit_both[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
	struct timespec bad[2] = { { 0, 1000000000 }, { 0, 0 } };
	struct timespec before[2] = { { -1, 5 }, { -100, 0 } };
	struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
	struct stat st;
	int fd;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	CALL(utimensat(AT_FDCWD, "f", set, 0));
	show_times("f");
	CALL(utimensat(AT_FDCWD, "l", omit_first, 0));
	show_times("f");
	CALL(utimensat(AT_FDCWD, "l", set, AT_SYMLINK_NOFOLLOW));
	show_times("l");
	CALL(utimensat(AT_FDCWD, "f", omit_both, 0));
	CALL(utimensat(AT_FDCWD, "missing", omit_both, 0));
	CALL(utimensat(AT_FDCWD, "f", bad, 0));
	CALL(utimensat(AT_FDCWD, "f", before, 0));
	show_times("f");
	fd = MUST(open("f", O_RDONLY));
	CALL(futimens(fd, set));
	show_times("f");
	CALL(utimensat(fd, "", omit_first, AT_EMPTY_PATH));
	show_times("f");
	CALL(utimensat(AT_FDCWD, "f", now, 0));
	MUST(stat("f", &st));
	printf("now: %d\n", labs((long)(st.st_mtime - time(NULL))) < 100);
	CALL(utimensat(AT_FDCWD, "f", NULL, 0));
	CALL(syscall(SYS_utimensat, fd, NULL, set, 0));
	CALL(syscall(SYS_utimensat, AT_FDCWD, NULL, set, 0));
	CALL(syscall(SYS_utimensat, AT_FDCWD, "f", bad_memory(), 0));
	CALL(utimensat(AT_FDCWD, "f", set, 0x8000));
	CALL(utimensat(AT_FDCWD, "", set, 0));
	return 0;
}
