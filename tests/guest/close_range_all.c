/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* close_range(3, ~0) and what works after it. */
#include "guest.h"

int main(void)
{
	struct stat st;
	int pair[2];

	put_file("f", "x");
	MUST(open("f", O_RDONLY));
	MUST(pipe(pair));
	MUST(dup2(0, 100));
	CALL(close_range(3, ~0U, 0));
	CALL(fcntl(3, F_GETFD));
	CALL(fcntl(100, F_GETFD));
	CALL(open("f", O_RDONLY));
	CALL(stat("f", &st));
	CALL(mkdir("d", 0755));
	CALL(access("d", X_OK));
	CALL(chdir("d"));
	CALL(open("../f", O_RDONLY));
	CALL(close_range(3, 5, CLOSE_RANGE_CLOEXEC));
	CALL(fcntl(3, F_GETFD));
	CALL(close_range(5, 4, 0));
	CALL(close_range(3, 4, 8));
	CALL(close_range(3, ~0U, CLOSE_RANGE_UNSHARE));
	CALL(fcntl(3, F_GETFD));
	show_file("../f");
	show_dir("..");
	return 0;
}
