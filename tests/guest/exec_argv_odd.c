/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* No arguments at all, an empty argv[0], and no environment. */
#include "guest.h"

int main(int argc, char **argv, char **envp)
{
	char *self = argc > 0 ? argv[0] : NULL;

	if (getenv("STEP")) {
		int envc = 0;

		while (envp[envc])
			envc++;
		printf("argc %d argv[0] [%s] envc %d\n", argc, self ? self : "(null)", envc);
		return 0;
	}
	IN_CHILD(char *none[] = { NULL }; char *env[] = { "STEP=1", NULL };
		 execve(self, none, env); puts(err_name(errno)));
	IN_CHILD(char *empty[] = { "", NULL }; char *env[] = { "STEP=1", "X=y", NULL };
		 execve(self, empty, env); puts(err_name(errno)));
	IN_CHILD(char *env[] = { "STEP=1", NULL };
		 execve(self, NULL, env); puts(err_name(errno)));
	return 0;
}
