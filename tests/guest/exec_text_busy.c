/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A program open for writing cannot be executed; a running one cannot be written. */
#include "guest.h"

int main(int argc, char **argv)
{
	int fd;

	if (argc > 1) {
		if (!strcmp(argv[1], "write")) {
			TRY_OPEN(open("prog", O_WRONLY));
			CALL(truncate("prog", 0));
			TRY_OPEN(open("prog", O_RDONLY));
			CALL(unlink("prog"));
		} else {
			puts("ran");
		}
		return 0;
	}
	copy_program(argv[0], "prog", 0755);
	fd = MUST(open("prog", O_WRONLY | O_CLOEXEC));
	IN_CHILD(execl("./prog", "prog", "run", NULL); puts(err_name(errno)));
	close(fd);
	IN_CHILD(execl("./prog", "prog", "run", NULL); puts(err_name(errno)));
	IN_CHILD(execl("./prog", "prog", "write", NULL); puts(err_name(errno)));
	return 0;
}
