/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* readv, writev, preadv and pwritev on files and pipes. */
#include "guest.h"

int main(void)
{
	char a[4] = "", b[8] = "";
	struct iovec out[2] = { { "one", 3 }, { "second", 6 } };
	struct iovec in[2] = { { a, 3 }, { b, 6 } };
	int fd = MUST(open("f", O_CREAT | O_RDWR, 0644)), pipes[2];

	CALL(writev(fd, out, 2));
	CALL(pwritev(fd, out, 1, 9));
	CALL(preadv(fd, in, 2, 0));
	printf("[%.3s] [%.6s]\n", a, b);
	CALL(lseek(fd, 0, SEEK_SET));
	CALL(readv(fd, in, 1));
	MUST(pipe(pipes));
	CALL(writev(pipes[1], out, 2));
	CALL(readv(pipes[0], in, 2));
	CALL(writev(fd, out, -1));
	CALL(pread(fd, a, 1, -1));
	show_file("f");
	return 0;
}
