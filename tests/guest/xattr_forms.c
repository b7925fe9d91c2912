/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* user.* attributes by path, by link and by descriptor. */
#include "guest.h"

static void show_list(const char *what, const char *list, ssize_t size)
{
	const char *names[16];
	size_t count = 0;

	for (const char *p = list; p < list + size && count < 16; p += strlen(p) + 1)
		if (!strncmp(p, "user.", 5))
			names[count++] = p;
	qsort(names, count, sizeof(names[0]), name_order);
	printf("%s:", what);
	for (size_t i = 0; i < count; i++)
		printf(" %s", names[i]);
	puts("");
}

int main(void)
{
	char text[256];
	ssize_t got;
	int fd;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	fd = MUST(open("f", O_RDONLY));
	CALL(setxattr("l", "user.a", "one", 3, 0));
	CALL(fsetxattr(fd, "user.b", "two", 3, XATTR_CREATE));
	CALL(got = getxattr("f", "user.a", text, sizeof(text)));
	printf("[%.*s]\n", (int)got, text);
	CALL(got = fgetxattr(fd, "user.b", text, sizeof(text)));
	CALL(getxattr("f", "user.a", text, 0));
	CALL(getxattr("f", "user.a", text, 2));
	CALL(lsetxattr("l", "user.c", "x", 1, 0));
	CALL(lgetxattr("l", "user.a", text, sizeof(text)));
	CALL(lgetxattr("f", "user.a", text, sizeof(text)));
	CALL(got = listxattr("f", text, sizeof(text)));
	show_list("f", text, got);
	CALL(listxattr("l", text, 0));
	CALL(listxattr("f", text, 3));
	CALL(got = flistxattr(fd, text, sizeof(text)));
	CALL(llistxattr("l", text, sizeof(text)));
	CALL(lremovexattr("l", "user.a"));
	CALL(removexattr("l", "user.a"));
	CALL(fremovexattr(fd, "user.b"));
	CALL(removexattr("f", "user.b"));
	CALL(listxattr("f", text, 0));
	return 0;
}
