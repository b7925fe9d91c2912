/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of link. */
#include "guest.h"

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("now", 0555));
	CALL(link("missing", "g"));
	CALL(link("f", "missing/g"));
	CALL(link("f/x", "g"));
	CALL(link("f", "now/g"));
	CALL(link("", "g"));
	CALL(link("f", ""));
	CALL(link("f", "."));
	CALL(link("f", ".."));
	CALL(link(".", "g"));
	CALL(link(bad_memory(), "g"));
	CALL(link("f", bad_memory()));
	CALL(link("f", repeat('a', 256)));
	CALL(link("f", "/dev/g"));
	CALL(link("/dev/null", "g"));
	CALL(link("/proc/self/status", "g"));
	return 0;
}
