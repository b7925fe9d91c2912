/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Very long relative paths with many components, up to the limit. */
#include "guest.h"

int main(void)
{
	char path[5000] = "", *name = repeat('n', 100);
	struct stat st;
	int depth;

	for (depth = 0; depth < 39; depth++) {
		strcat(path, name);
		MUST(mkdir(path, 0755));
		strcat(path, "/");
	}
	printf("length %zu\n", strlen(path));
	strcat(path, "f");
	TRY_OPEN(open(path, O_CREAT | O_WRONLY, 0644));
	CALL(stat(path, &st));
	path[strlen(path) - 1] = '\0';
	strcat(path, repeat('x', 4094 - strlen(path)));
	printf("length %zu: ", strlen(path));
	fflush(stdout);
	TRY_OPEN(open(path, O_CREAT | O_WRONLY, 0644));
	strcat(path, "y");
	printf("length %zu: ", strlen(path));
	fflush(stdout);
	TRY_OPEN(open(path, O_CREAT | O_WRONLY, 0644));
	strcat(path, "z");
	printf("length %zu: ", strlen(path));
	fflush(stdout);
	TRY_OPEN(open(path, O_CREAT | O_WRONLY, 0644));
	return 0;
}
