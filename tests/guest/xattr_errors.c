/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of the attribute calls. */
#include "guest.h"

int main(void)
{
	char text[64];
	int fd, path;

	put_file("f", "x");
	MUST(mkfifo("p", 0644));
	fd = MUST(open("f", O_RDONLY));
	path = MUST(open("f", O_PATH));
	CALL(setxattr("f", "user.a", "1", 1, XATTR_REPLACE));
	CALL(setxattr("f", "user.a", "1", 1, XATTR_CREATE));
	CALL(setxattr("f", "user.a", "1", 1, XATTR_CREATE));
	CALL(setxattr("f", "user.a", "2", 1, XATTR_REPLACE));
	CALL(setxattr("f", "user.a", "2", 1, 4));
	CALL(setxattr("f", "user.a", "2", 65537, 0));
	CALL(setxattr("f", "", "2", 1, 0));
	CALL(setxattr("f", "nonsense", "2", 1, 0));
	CALL(setxattr("f", repeat('a', 256), "2", 1, 0));
	CALL(setxattr("f", "trusted.a", "2", 1, 0));
	CALL(setxattr("f", bad_memory(), "2", 1, 0));
	CALL(setxattr("f", "user.b", bad_memory(), 1, 0));
	CALL(setxattr("f", "user.empty", NULL, 0, 0));
	CALL(getxattr("f", "user.empty", text, sizeof(text)));
	CALL(setxattr("p", "user.a", "1", 1, 0));
	CALL(getxattr("missing", "user.a", text, sizeof(text)));
	CALL(getxattr("f/", "user.a", text, sizeof(text)));
	CALL(getxattr("", "user.a", text, sizeof(text)));
	CALL(getxattr("f", "user.none", text, sizeof(text)));
	CALL(getxattr("f", "user.a", bad_memory(), 1));
	CALL(fsetxattr(path, "user.a", "1", 1, 0));
	CALL(fsetxattr(999, "user.a", "1", 1, 0));
	CALL(listxattr("missing", text, sizeof(text)));
	CALL(removexattr("f", "trusted.a"));
	MUST(chmod("f", 0444));
	CALL(setxattr("f", "user.a", "1", 1, 0));
	CALL(fsetxattr(fd, "user.a", "1", 1, 0));
	MUST(chmod("f", 0));
	CALL(getxattr("f", "user.a", text, sizeof(text)));
	return 0;
}
