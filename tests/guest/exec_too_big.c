/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Arguments beyond the limits are E2BIG. */
#include "guest.h"

int main(int argc, char **argv)
{
	struct rlimit stack = { 1 << 20, RLIM_INFINITY };
	char *args[] = { argv[0], NULL, NULL };
	char **many;

	if (argc > 1) {
		printf("%d arguments, the last of %zu bytes\n", argc, strlen(argv[argc - 1]));
		return 0;
	}
	args[1] = repeat('x', 131071);
	IN_CHILD(CALL(execv(argv[0], args)));
	args[1] = repeat('x', 131072);
	IN_CHILD(CALL(execv(argv[0], args)));
	many = calloc(3001, sizeof(*many));
	for (int i = 0; i < 3000; i++)
		many[i] = i ? repeat('y', 50) : argv[0];
	IN_CHILD(CALL(execv(argv[0], many)));
	MUST(setrlimit(RLIMIT_STACK, &stack));
	many = calloc(10001, sizeof(*many));
	for (int i = 0; i < 10000; i++)
		many[i] = i ? repeat('y', 50) : argv[0];
	IN_CHILD(CALL(execv(argv[0], many)));
	return 0;
}
