/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* getcwd after every way of changing directory. */
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
	int dir;

	start_dir();
	MUST(mkdir("d", 0755));
	MUST(mkdir("d/e", 0755));
	MUST(symlink("d/e", "l"));
	dir = MUST(open("d", O_RDONLY));
	show_cwd();
	CALL(chdir("l"));
	show_cwd();
	CALL(chdir(".."));
	show_cwd();
	CALL(chdir("./e/.././e//"));
	show_cwd();
	CALL(fchdir(dir));
	show_cwd();
	CALL(chdir("/"));
	show_cwd();
	CALL(chdir("/dev"));
	show_cwd();
	CALL(chdir("/.."));
	show_cwd();
	CALL(chdir(start_dir()));
	show_cwd();
	return 0;
}
