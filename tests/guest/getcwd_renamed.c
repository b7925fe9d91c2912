/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The working directory follows a rename of itself and of a parent. */
#include "guest.h"

static void show_cwd(void)
{
	char here[PATH_MAX];

	if (!getcwd(here, sizeof(here)))
		printf("getcwd: %s\n", err_name(errno));
	else
		show_name("cwd", here, start_dir());
}

int main(void)
{
	char from[PATH_MAX + 16], to[PATH_MAX + 16];

	start_dir();
	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	MUST(mkdir("other", 0755));
	MUST(chdir("a/b"));
	show_cwd();
	CALL(rename("../b", "../c"));
	show_cwd();
	snprintf(from, sizeof(from), "%s/a", start_dir());
	snprintf(to, sizeof(to), "%s/other/moved", start_dir());
	CALL(rename(from, to) == 0);
	show_cwd();
	CALL(chdir(".."));
	show_cwd();
	CALL(chdir("../.."));
	show_cwd();
	return 0;
}
