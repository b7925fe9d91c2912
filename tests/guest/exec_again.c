/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A file that has been executed often is looked at anew each time: rights, writers, content. */
#include "guest.h"

static void run(const char *what)
{
	printf("%s: ", what);
	fflush(stdout);
	IN_CHILD(execl("./prog", "prog", "run", NULL); puts(err_name(errno)); _exit(1));
}

static void write_script(const char *name)
{
	int fd = MUST(open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755));

	MUST(write(fd, "#!./other\n", 10));
	close(fd);
}

int main(int argc, char **argv)
{
	struct timespec pause = { .tv_sec = 3, .tv_nsec = 100000000 };
	int fd;

	if (argc > 1) {
		puts(argv[1]);
		return 0;
	}
	copy_program(argv[0], "prog", 0755);
	copy_program(argv[0], "other", 0755);
	/* Its times have to be old before anything is remembered of it. */
	while (nanosleep(&pause, &pause) < 0)
		;
	for (int i = 0; i < 4; i++)
		run("as it is");
	CALL(chmod("prog", 0644));
	run("no rights");
	CALL(chmod("prog", 0755));
	run("rights again");
	while (nanosleep(&pause, &pause) < 0)
		;
	for (int i = 0; i < 4; i++)
		run("as it was");
	fd = MUST(open("prog", O_WRONLY | O_CLOEXEC));
	run("a writer");
	close(fd);
	run("no writer");
	write_script("prog");
	run("a script now");
	CALL(rename("other", "prog"));
	run("another file");
	CALL(unlink("prog"));
	run("gone");
	return 0;
}
