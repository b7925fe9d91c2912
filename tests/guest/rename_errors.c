/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of rename. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(mkdir("d/e", 0755));
	MUST(mkdir("now", 0755));
	put_file("now/f", "x");
	MUST(chmod("now", 0555));
	CALL(rename("missing", "g"));
	CALL(rename("f", "missing/g"));
	CALL(rename("f/x", "g"));
	CALL(rename("f", "f/g"));
	CALL(rename("d", "d/e/f"));
	CALL(rename("d/e", "d"));
	CALL(rename(".", "g"));
	CALL(rename("..", "g"));
	CALL(rename("f", "."));
	CALL(rename("f", ".."));
	CALL(rename("d", "d/."));
	CALL(rename("d/.", "g"));
	CALL(rename("/", "g"));
	CALL(rename("f", "/"));
	CALL(rename("", "g"));
	CALL(rename("f", ""));
	CALL(rename(bad_memory(), "g"));
	CALL(rename("f", bad_memory()));
	CALL(rename("f", repeat('a', 256)));
	CALL(rename("now/f", "g"));
	CALL(rename("f", "now/g"));
	MUST(chmod("now", 0755));
	show_dir(".");
	return 0;
}
