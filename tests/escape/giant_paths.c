/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-06: names of thousands of components, chains of links of thousands each, and links that turn
 * in circles: bounded work for the tracer, and no way out.
 */
#include "escape.h"

int main(void)
{
	static char path[PATH_MAX];
	double begin = now();
	char name[16], *end;

	enter_scratch();
	mkdir("d", 0700);
	/* d/../d/../ ... */
	for (end = path; end < path + sizeof(path) - 24;)
		end += sprintf(end, "d/../");
	strcpy(end, "d");
	(void)access(path, F_OK);
	for (int i = 0; i < 60; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(end, 16, "l%d", i + 1);
		if (symlink(path, name) < 0)
			broken("symlink");
	}
	(void)symlink("self/self", "self");
	(void)symlink("/proc/self/cwd/turn", "turn");
	for (int i = 0; i < 60; i += 20) {
		snprintf(name, sizeof(name), "l%d", i);
		refuse_secret(open(name, O_RDONLY), "a chain of links");
		(void)mkdir(name, 0700);
	}
	/* Twenty links lead to more names than anybody means: nobody waits until all are looked up. */
	if (open("l40", O_RDONLY) >= 0 || errno != ELOOP)
		escaped("16,000 names are looked up");
	if (open("self", O_RDONLY) >= 0 || errno != ELOOP)
		escaped("a circle ends");
	if (open("turn", O_RDONLY) >= 0 || errno != ELOOP)
		escaped("a circle through /proc ends");
	memset(path, '/', sizeof(path) - 1);
	(void)access(path, F_OK);
	memset(path, '.', sizeof(path) - 1);
	(void)access(path, F_OK);
	memset(path, 'x', sizeof(path));
	if (access(path, F_OK) == 0)
		escaped("a name without an end");
	if (now() - begin > HELD_UP_SECONDS)
		escaped("it takes %.0f s", now() - begin);
	contained();
}
