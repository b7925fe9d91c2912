/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The text of a link is kept byte for byte, whatever it says. */
#include "guest.h"

static void round_trip(const char *text)
{
	static int count;
	char name[16], got[8192];
	ssize_t length;

	snprintf(name, sizeof(name), "l%d", count++);
	if (symlink(text, name)) {
		printf("%zu bytes: %s\n", strlen(text), err_name(errno));
		return;
	}
	length = readlink(name, got, sizeof(got));
	printf("%zu bytes: %s\n", strlen(text),
	       length == (ssize_t)strlen(text) && !memcmp(got, text, length) ? "kept" : "changed");
}

int main(void)
{
	round_trip("/");
	round_trip("/etc/passwd");
	round_trip("//etc//passwd//");
	round_trip("../../../..");
	round_trip("./a/../b/.");
	round_trip("with space\nand newline");
	round_trip("\xff\xfe bytes");
	round_trip("/proc/self/exe");
	round_trip("");
	round_trip(repeat('a', 255));
	round_trip(repeat('a', 300));
	round_trip(repeat('a', 4095));
	round_trip(repeat('a', 4096));
	return 0;
}
