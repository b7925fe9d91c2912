/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of chdir and fchdir. */
#include "guest.h"

int main(void)
{
	int file, dir, pipes[2];

	put_file("f", "x");
	MUST(mkdir("nox", 0600));
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "lf"));
	MUST(symlink("nowhere", "dangling"));
	file = MUST(open("f", O_RDONLY));
	dir = MUST(open("nox", O_RDONLY));
	MUST(pipe(pipes));
	CALL(chdir("f"));
	CALL(chdir("f/"));
	CALL(chdir("lf"));
	CALL(chdir("missing"));
	CALL(chdir("dangling"));
	CALL(chdir("nox"));
	CALL(chdir("nox/."));
	CALL(chdir(""));
	CALL(chdir(bad_memory()));
	CALL(chdir(repeat('a', 256)));
	CALL(fchdir(file));
	CALL(fchdir(dir));
	CALL(fchdir(pipes[0]));
	CALL(fchdir(999));
	CALL(fchdir(-1));
	CALL(fchdir(AT_FDCWD));
	show_path("d");
	return 0;
}
