/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A program with mode 0111 runs though nobody may read it. */
#include "guest.h"

int main(int argc, char **argv)
{
	if (argc > 1) {
		puts("ran");
		show_file("f");
		TRY_OPEN(open("prog", O_RDONLY));
		CALL(mkdir("d", 0755));
		return 0;
	}
	put_file("f", "x");
	copy_program(argv[0], "prog", 0111);
	IN_CHILD(execl("./prog", "prog", "x", NULL); puts(err_name(errno)));
	return 0;
}
