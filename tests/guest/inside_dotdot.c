/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names with ".." in them, asked for so often that they are answered in the process: out of
 * directories, links and mount points, above the root, through what is missing, is no directory
 * or may not be searched.
 */
#include "guest.h"

static const char *const paths[] = {
	"a/..",
	"a/../a/./file",
	"a/b/../../a/file",
	"a/b/../file/",
	"missing/../a",
	"a/file/../file",
	"closed/../a",
	"closed/b/../..",
	"link/../a",
	"link/..",
	"a/b/link/../a/file",
	"..",
	"../nothing",
	"a/../..",
	"/..",
	"/../tmp",
	"/../../tmp/../bin/..",
	"/dev/../tmp",
	"/dev/../dev/null",
	"/tmp/../dev/null",
	"/proc/../bin/sh",
	"/proc/self/../../bin/sh",
	"/dev/pts/../null",
	"/proc/self/..",
	"/bin/../tmp",
	"a/..file",
	"a/..file/../b",
	"...",
	"a//..//a",
};
/* Behind the name of the directory it begins in. */
static const char *const absolute[] = {
	"/a/../a/file", "/a/b/../../a",           "/a/b/../../../",  "/link/../b",    "/a/file/..",
	"/missing/..",  "/a/b/link/../../closed", "/../../dev/null", "/../../bin/sh",
};

static void show(const char *what, long result)
{
	printf(" %s %s", what, result < 0 ? err_name(errno) : "ok");
}

static void ask(int dirfd, const char *path, const char *name, bool tell)
{
	struct stat info = { 0 };
	char text[64];
	long result[6];
	int error[6];

	result[0] = stat(path, &info);
	error[0] = errno;
	result[1] = lstat(path, &info);
	error[1] = errno;
	result[2] = access(path, R_OK);
	error[2] = errno;
	result[3] = readlink(path, text, sizeof(text));
	error[3] = errno;
	result[4] = open(path, O_RDONLY);
	error[4] = errno;
	result[5] = openat(dirfd, path, O_PATH | O_NOFOLLOW);
	error[5] = errno;
	close((int)result[4]);
	close((int)result[5]);
	if (!tell)
		return;
	printf("%s:", name);
	for (int i = 0; i < 6; i++) {
		errno = error[i];
		show((const char *[]){ "stat", "lstat", "access", "readlink", "open", "at" }[i],
		     result[i]);
	}
	printf(" %s\n", result[1] == 0 ? type_name(info.st_mode) : "");
}

static bool same_place(const char *path, const char *other)
{
	struct stat a, b;

	return stat(path, &a) == 0 && stat(other, &b) == 0 && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

int main(void)
{
	char path[PATH_MAX];
	int dirfd;

	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	MUST(mkdir("closed", 0755));
	MUST(mkdir("closed/b", 0755));
	MUST(symlink("a/b", "link"));
	MUST(symlink("../../closed", "a/b/link"));
	put_file("a/file", "text");
	put_file("a/..file", "text");
	put_file("...", "text");
	MUST(chmod("closed", 0600));
	dirfd = MUST(open("a", O_RDONLY | O_DIRECTORY));
	for (int round = 0; round < 6; round++) {
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
			ask(dirfd, paths[i], paths[i], round == 5);
		for (size_t i = 0; i < sizeof(absolute) / sizeof(absolute[0]); i++) {
			snprintf(path, sizeof(path), "%s%s", start_dir(), absolute[i]);
			ask(dirfd, path, absolute[i], round == 5);
		}
	}
	for (int round = 0; round < 6; round++) {
		bool same = same_place("a/b/../file", "a/file") && same_place("a/..", ".") &&
			    same_place("link/..", "a") && same_place("/..", "/") &&
			    same_place("/dev/..", "/") && !same_place("a/..", "a");

		if (round == 5)
			printf("%s\n", same ? "the same places" : "other places");
	}
	MUST(chmod("closed", 0700));
	return 0;
}
