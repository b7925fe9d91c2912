/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Arguments and environment arrive as given, also empty ones. */
#include "guest.h"

int main(int argc, char **argv, char **envp)
{
	char *args[] = { "zero", "one", "", "three words here", "-x", NULL };
	char *env[] = { "A=1", "EMPTY=", "odd", "B=two words", NULL };

	if (argc == 1) {
		execve(argv[0], args, env);
		printf("execve: %s\n", err_name(errno));
		return 1;
	}
	printf("argc %d\n", argc);
	for (int i = 0; i < argc; i++)
		printf("argv[%d] [%s]\n", i, argv[i]);
	for (int i = 0; envp[i]; i++)
		printf("envp[%d] [%s]\n", i, envp[i]);
	return 0;
}
