/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A program in a memfd runs, and its links in /proc say so. */
#include "guest.h"

int main(int argc, char **argv)
{
	char block[65536], text[64];
	char *args[] = { "in-memory", "x", NULL };
	ssize_t got;
	int in, fd;

	if (argc > 1) {
		printf("ran [%s]\n", argv[0]);
		got = readlink("/proc/self/exe", text, sizeof(text));
		printf("exe [%.*s]\n", (int)got, text);
		return 0;
	}
	in = MUST(open(argv[0], O_RDONLY));
	fd = MUST(memfd_create("prog", MFD_CLOEXEC));
	while ((got = read(in, block, sizeof(block))) > 0)
		MUST(write(fd, block, got));
	IN_CHILD(fexecve(fd, args, environ); puts(err_name(errno)));
	snprintf(text, sizeof(text), "/proc/self/fd/%d", fd);
	IN_CHILD(execv(text, args); puts(err_name(errno)));
	MUST(fcntl(fd, F_SETFD, 0));
	return 0;
}
