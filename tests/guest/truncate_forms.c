/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* truncate and ftruncate: growing, shrinking, errors. */
#include "guest.h"

int main(void)
{
	int r, w;

	put_file("f", "content");
	MUST(mkdir("d", 0755));
	MUST(mkfifo("p", 0644));
	MUST(symlink("f", "l"));
	CALL(truncate("f", 3));
	show_file("f");
	CALL(truncate("l", 10));
	show_path("f");
	CALL(truncate("f", -1));
	CALL(truncate("d", 0));
	CALL(truncate("p", 0));
	CALL(truncate("missing", 0));
	CALL(truncate("f/", 0));
	CALL(truncate("", 0));
	CALL(truncate("/dev/null", 0));
	CALL(truncate(bad_memory(), 0));
	r = MUST(open("f", O_RDONLY));
	w = MUST(open("f", O_WRONLY));
	CALL(ftruncate(r, 0));
	CALL(ftruncate(w, 1));
	CALL(ftruncate(999, 0));
	MUST(chmod("f", 0444));
	CALL(truncate("f", 0));
	CALL(ftruncate(w, 0));
	return 0;
}
