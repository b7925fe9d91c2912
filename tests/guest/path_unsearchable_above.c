/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Directories that a process stands in, or holds, below ones that it may not search any more. */
#include "guest.h"

static const char *start;

static void show_here(void)
{
	char here[PATH_MAX] = "";

	CALL(getcwd(here, sizeof(here)) != NULL);
	show_name("cwd", here, start);
	memset(here, 0, sizeof(here));
	CALL(readlink("/proc/self/cwd", here, sizeof(here) - 1) > 0);
	show_name("link", here, start);
}

static void look(void)
{
	struct stat st;

	show_here();
	CALL(stat(".", &st));
	CALL(stat("..", &st));
	CALL(stat("../..", &st));
	CALL(access("../e", F_OK));
	CALL(mkdir("new", 0755));
	CALL(rmdir("new"));
	if (stat(".", &st) < 0)
		return;
	put_file("f", "inside");
	show_file("f");
	CALL(link("f", "g"));
	CALL(rename("g", "h"));
	CALL(unlink("h"));
	CALL(symlink("f", "l"));
	show_file("l");
	CALL(unlink("l"));
	CALL(chmod("f", 0600));
	CALL(truncate("f", 3));
	CALL(unlink("f"));
}

static void without(const char *directory, int held)
{
	printf("-- %s\n", directory);
	MUST(fchmod(held, 0600));
	look();
	CALL(chdir(".."));
	show_here();
	TRY_OPEN(open("..", O_PATH));
	TRY_OPEN(open(".", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("..", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("../file", O_RDWR | O_APPEND));
	TRY_OPEN(open("../file", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("../file", O_RDWR | O_CREAT | O_EXCL, 0600));
	show_file("../file");
	CALL(chmod("../file", 0640));
	MUST(fchmod(held, 0700));
}

int main(void)
{
	int a, c, e;

	start = strdup(start_dir());
	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	MUST(mkdir("a/b/c", 0755));
	put_file("a/b/c/file", "beside");
	MUST(mkdir("a/b/c/d", 0755));
	MUST(mkdir("a/b/c/d/e", 0755));
	a = MUST(open("a", O_RDONLY | O_DIRECTORY));
	c = MUST(open("a/b/c", O_RDONLY | O_DIRECTORY));
	e = MUST(open("a/b/c/d/e", O_RDONLY | O_DIRECTORY));
	MUST(fchdir(e));
	without("the one above the one above", c);
	MUST(fchdir(e));
	without("here", e);
	MUST(fchdir(e));
	without("far above", a);
	MUST(fchdir(e));
	MUST(fchmod(c, 0));
	without("far above, and nearer", a);
	MUST(fchdir(e));
	MUST(fchmod(a, 0));
	CALL(chdir("../.."));
	show_here();
	CALL(chdir(".."));
	show_here();
	TRY_OPEN(openat(e, "..", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(openat(c, "..", O_RDONLY | O_DIRECTORY));
	MUST(fchmod(a, 0700));
	MUST(fchmod(c, 0700));
	return 0;
}
