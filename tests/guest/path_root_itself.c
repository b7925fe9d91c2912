/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Calls on "/" itself. */
#include "guest.h"

int main(void)
{
	char text[16];
	struct stat st;

	CALL(stat("/", &st));
	printf("%s\n", type_name(st.st_mode));
	CALL(lstat("//", &st));
	CALL(access("/", R_OK | X_OK));
	CALL(readlink("/", text, sizeof(text)));
	CALL(mkdir("/", 0755));
	CALL(rmdir("/"));
	CALL(unlink("/"));
	CALL(rename("/", "x"));
	CALL(symlink("x", "/"));
	CALL(truncate("/", 0));
	CALL(chdir("/"));
	TRY_OPEN(openat(AT_FDCWD, "/", O_RDONLY));
	TRY_OPEN(open("/", O_PATH | O_NOFOLLOW));
	TRY_OPEN(open("/.", O_RDONLY | O_DIRECTORY));
	return 0;
}
