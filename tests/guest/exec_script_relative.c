/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A relative interpreter is looked up from the working directory. */
#include "guest.h"

int main(int argc, char **argv)
{
	if (argc > 1) {
		printf("[%s]", argv[0]);
		for (int i = 1; i < argc; i++)
			printf(" [%s]", argv[i]);
		puts("");
		return 0;
	}
	MUST(mkdir("d", 0755));
	MUST(symlink(argv[0], "interp"));
	put_file("d/script", "#!./interp x\n");
	MUST(chmod("d/script", 0755));
	IN_CHILD(execl("d/script", "s", "y", NULL); puts(err_name(errno)));
	MUST(chdir("d"));
	IN_CHILD(execl("script", "s", "y", NULL); puts(err_name(errno)));
	MUST(symlink(argv[0], "interp"));
	IN_CHILD(execl("script", "s", "y", NULL); puts(err_name(errno)));
	return 0;
}
