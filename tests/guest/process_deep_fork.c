/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A chain of fifty processes, each the child of the one before. */
#include "guest.h"

static int descend(int depth)
{
	pid_t child;
	int status;
	char path[16];

	snprintf(path, sizeof(path), "d%d", depth);
	if (depth == 50 || mkdir(path, 0755))
		return depth;
	child = fork();
	if (!child)
		_exit(descend(depth + 1));
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return 255;
	return WEXITSTATUS(status);
}

int main(void)
{
	struct stat st;

	printf("depth %d\n", descend(0));
	CALL(stat("d49", &st));
	CALL(stat("d50", &st));
	return 0;
}
