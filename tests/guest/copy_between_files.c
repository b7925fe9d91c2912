/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* sendfile, copy_file_range and splice between files. */
#include "guest.h"

int main(void)
{
	int in, out, pipes[2];
	loff_t at = 2;
	off_t offset = 3;

	put_file("in", "0123456789");
	in = MUST(open("in", O_RDONLY));
	out = MUST(open("out", O_CREAT | O_RDWR, 0644));
	CALL(sendfile(out, in, NULL, 4));
	CALL(sendfile(out, in, &offset, 2));
	show_file("out");
	CALL(copy_file_range(in, &at, out, NULL, 3, 0));
	show_file("out");
	MUST(pipe(pipes));
	CALL(splice(in, NULL, pipes[1], NULL, 3, 0));
	CALL(splice(pipes[0], NULL, out, NULL, 3, 0));
	show_file("out");
	CALL(copy_file_range(out, NULL, in, NULL, 3, 0));
	CALL(sendfile(in, out, NULL, 1));
	CALL(sendfile(out, 999, NULL, 1));
	return 0;
}
