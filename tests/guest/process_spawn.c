/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* posix_spawn with file actions, attributes and errors. */
#include "guest.h"

int main(int argc, char **argv)
{
	char *args[] = { argv[0], "child", NULL };
	posix_spawn_file_actions_t actions;
	pid_t child;
	int result;

	if (argc > 1) {
		char line[16] = "";

		MUST(read(0, line, sizeof(line) - 1));
		printf("read [%s]\n", line);
		return 5;
	}
	put_file("in", "from file");
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "in", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "out", O_CREAT | O_WRONLY, 0644);
	result = posix_spawn(&child, argv[0], &actions, NULL, args, environ);
	printf("spawn: %s\n", err_name(result));
	show_wait("child", child);
	show_file("out");
	result = posix_spawn(&child, "missing", NULL, NULL, args, environ);
	printf("missing: %s\n", err_name(result));
	result = posix_spawn(&child, "in", NULL, NULL, args, environ);
	printf("not executable: %s\n", err_name(result));
	posix_spawn_file_actions_addopen(&actions, 5, "missing", O_RDONLY, 0);
	result = posix_spawn(&child, argv[0], &actions, NULL, args, environ);
	printf("missing file: %s\n", err_name(result));
	return 0;
}
