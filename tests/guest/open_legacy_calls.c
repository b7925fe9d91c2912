/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The calls without "at", made as such where the table has them. */
#include "guest.h"
#include "legacy.h"

int main(void)
{
	struct stat st;
	char text[16];

	OK(legacy_creat("f", 0640));
	show_path("f");
	OK(legacy_open("f", O_RDONLY, 0));
	CALL(legacy_open("missing", O_RDONLY, 0));
	CALL(legacy_stat("f", &st));
	CALL(legacy_symlink("f", "l"));
	CALL(legacy_lstat("l", &st));
	CALL(legacy_readlink("l", text, sizeof(text)));
	CALL(legacy_access("l", R_OK));
	CALL(legacy_mkdir("d", 0700));
	CALL(legacy_mknod("p", S_IFIFO | 0600, 0));
	CALL(legacy_link("f", "g"));
	CALL(legacy_rename("g", "d/g"));
	CALL(legacy_chmod("d/g", 0600));
	CALL(legacy_rmdir("d"));
	CALL(legacy_unlink("d/g"));
	CALL(legacy_rmdir("d"));
	CALL(legacy_unlink("l"));
	show_dir(".");
	return 0;
}
