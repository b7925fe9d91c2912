/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* utimensat: who may set which times of files that he owns, may write, or neither. */
#include "as_user.h"

static const struct timespec given[2] = { { 1000000000, 5 }, { 1100000000, 6 } };
static const struct timespec now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
static const struct timespec omit[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
static const struct timespec half[2] = { { 0, UTIME_NOW }, { 0, UTIME_OMIT } };
static const struct timespec mixed[2] = { { 0, UTIME_OMIT }, { 1200000000, 0 } };

static void show_times(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	printf("%s: %lld.%ld %lld.%ld\n", path,
	       st.st_atim.tv_sec > 1500000000 ? 0LL : (long long)st.st_atim.tv_sec,
	       st.st_atim.tv_sec > 1500000000 ? 0L : st.st_atim.tv_nsec,
	       st.st_mtim.tv_sec > 1500000000 ? 0LL : (long long)st.st_mtim.tv_sec,
	       st.st_mtim.tv_sec > 1500000000 ? 0L : st.st_mtim.tv_nsec);
}

static void set_all(const char *path)
{
	CALL(utimensat(AT_FDCWD, path, given, AT_SYMLINK_NOFOLLOW));
	show_times(path);
	CALL(utimensat(AT_FDCWD, path, NULL, AT_SYMLINK_NOFOLLOW));
	show_times(path);
	CALL(utimensat(AT_FDCWD, path, now, AT_SYMLINK_NOFOLLOW));
	CALL(utimensat(AT_FDCWD, path, omit, AT_SYMLINK_NOFOLLOW));
	CALL(utimensat(AT_FDCWD, path, half, AT_SYMLINK_NOFOLLOW));
	CALL(utimensat(AT_FDCWD, path, mixed, AT_SYMLINK_NOFOLLOW));
	show_times(path);
	CALL(utime(path, NULL));
	CALL(utime(path, &(struct utimbuf){ 5, 6 }));
}

int main(void)
{
	static const mode_t modes[] = { 0644, 0666, 0444, 0464, 0 };

	MUST(chmod(".", 0777));
	for (int kind = 0; kind < KINDS; kind++) {
		const char *n = kinds[kind];

		make_kind(kind, n, 0644);
		MUST(lchown(n, 60, 61));
		for (size_t i = 0; i < 5; i++) {
			if (kind != KIND_LINK)
				MUST(chmod(n, modes[i]));
			printf("%s %04o\n", n, modes[i]);
			AS(60, 61, set_all(n));
			AS(62, 61, set_all(n));
			AS(62, 62, set_all(n));
			AS(0, 0, set_all(n));
		}
		MOVES(n, ".", utimensat(AT_FDCWD, n, given, AT_SYMLINK_NOFOLLOW));
		remove_kind(kind, n);
	}
	return 0;
}
