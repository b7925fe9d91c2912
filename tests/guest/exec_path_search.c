/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* execvp searches PATH and falls back to the shell's rule for plain text. */
#include "guest.h"

int main(int argc, char **argv)
{
	if (argc > 1) {
		printf("ran as [%s]\n", argv[0]);
		return 0;
	}
	MUST(mkdir("a", 0755));
	MUST(mkdir("b", 0755));
	copy_program(argv[0], "b/tool", 0755);
	put_file("a/tool", "not executable");
	MUST(setenv("PATH", "missing:a:b", 1));
	IN_CHILD(execlp("tool", "tool", "x", NULL); puts(err_name(errno)));
	MUST(setenv("PATH", "a", 1));
	IN_CHILD(execlp("tool", "tool", "x", NULL); puts(err_name(errno)));
	MUST(setenv("PATH", "missing", 1));
	IN_CHILD(execlp("tool", "tool", "x", NULL); puts(err_name(errno)));
	return 0;
}
