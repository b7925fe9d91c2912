/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E31: the program's file is exchanged for a script whose interpreter lies outside, for a link to
 * the outside, and back, while it is executed: what runs is the judged file, or nothing.
 * ATTACK MAY DIE
 * ATTACK BROKEN: EXEC_IDENTITY
 */
#include "escape.h"

static int base;

static void *exchange(void *data)
{
	(void)data;
	for (;;) {
		syscall(SYS_renameat2, base, "program", base, "script", 2);
		syscall(SYS_renameat2, base, "program", base, "link", 2);
		linger(500);
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	char text[PATH_MAX];

	(void)argv;
	if (argc > 1)
		_exit(7);
	enter_scratch();
	base = open(".", O_PATH | O_DIRECTORY);
	if (link("/proc/self/exe", "program") < 0) {
		int from = open("/proc/self/exe", O_RDONLY), to = open("program", O_WRONLY | O_CREAT, 0755);
		static char buffer[65536];
		ssize_t size;

		while ((size = read(from, buffer, sizeof(buffer))) > 0)
			(void)!write(to, buffer, (size_t)size);
		close(from);
		close(to);
	}
	snprintf(text, sizeof(text), "#!%s\n", outside("program"));
	make_file("script", text);
	chmod("script", 0755);
	symlink(outside("program"), "link");
	start(exchange, NULL);
	while (racing(&race)) {
		int status;

		if (fork() == 0) {
			execl("program", "program", "child", NULL);
			_exit(9);
		}
		wait(&status);
		if (WIFEXITED(status) && WEXITSTATUS(status) != 7 && WEXITSTATUS(status) != 9)
			escaped("something else ran: %d", WEXITSTATUS(status));
	}
	contained();
}
