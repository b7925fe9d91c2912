/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Absolute and relative links as middle components of every family. */
#include "guest.h"

int main(void)
{
	char absolute[PATH_MAX + 16];
	struct stat st;

	MUST(mkdir("real", 0755));
	MUST(mkdir("real/in", 0755));
	snprintf(absolute, sizeof(absolute), "%s/real", start_dir());
	MUST(symlink(absolute, "abs"));
	MUST(symlink("real/in", "rel"));
	MUST(symlink("abs/in/..", "mixed"));
	TRY_OPEN(open("abs/f", O_CREAT | O_WRONLY, 0644));
	CALL(mkdir("rel/d", 0755));
	CALL(rename("mixed/f", "rel/d/f"));
	CALL(stat("mixed/in/d/f", &st));
	CALL(symlink("../f", "abs/in/d/up"));
	CALL(link("rel/d/f", "mixed/linked"));
	CALL(chmod("abs/linked", 0600));
	CALL(unlink("rel/d/f"));
	CALL(rmdir("rel/d"));
	CALL(mkfifo("rel/../pipe", 0644));
	CALL(truncate("mixed/linked", 5));
	show_dir("real");
	show_dir("real/in");
	show_dir("real/in/d");
	show_path("real/linked");
	return 0;
}
