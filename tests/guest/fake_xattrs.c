/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Attributes that only a root may set, beside everybody's. */
#include "show_owner.h"

static const unsigned char cap[20] = { 1, 0, 0, 2, 0, 4 };

/* However much room there is, it ends. */
static void fill(void)
{
	static char value[1000], name[32];
	int count = 0;

	put_file("full", "");
	do
		snprintf(name, sizeof(name), "trusted.%d", count);
	while (setxattr("full", name, value, sizeof(value), 0) == 0 && ++count < 10000);
	printf("full: %s after %s\n", err_name(errno), count > 0 ? "some" : "none");
}

int main(void)
{
	char value[64];
	int fd;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "l"));
	CALL(setxattr("f", "trusted.a", "one", 3, 0));
	CALL(setxattr("f", "trusted.a", "two", 3, XATTR_CREATE));
	CALL(setxattr("f", "trusted.a", "three", 5, XATTR_REPLACE));
	CALL(setxattr("f", "trusted.b", "x", 1, XATTR_REPLACE));
	CALL(setxattr("f", "user.u", "y", 1, 0));
	CALL(setxattr("f", "security.capability", cap, sizeof(cap), 0));
	CALL(setxattr("f", "security.capability", cap, 3, 0));
	CALL(setxattr("d", "trusted.d", "", 0, 0));
	CALL(lsetxattr("l", "trusted.l", "z", 1, 0));
	CALL(lsetxattr("l", "user.l", "z", 1, 0));
	CALL(setxattr("f", "nonsense", "z", 1, 0));
	show_xattr_names("f");
	show_xattr_names("d");
	show_xattr_names("l");
	show_xattr("f", "trusted.a");
	show_xattr("f", "trusted.none");
	show_xattr("f", "security.capability");
	show_xattr("l", "trusted.l");
	CALL(getxattr("f", "trusted.a", value, 2));
	CALL(getxattr("f", "trusted.a", NULL, 0));
	CALL(getxattr("d", "trusted.d", value, 2));
	CALL(listxattr("d", value, 3));
	CALL(listxattr("d", NULL, 0));
	fd = MUST(open("f", O_RDONLY));
	CALL(fgetxattr(fd, "trusted.a", value, sizeof(value)));
	CALL(fsetxattr(fd, "trusted.c", "four", 4, 0));
	CALL(flistxattr(fd, NULL, 0));
	CALL(fremovexattr(fd, "trusted.c"));
	CALL(fremovexattr(fd, "trusted.c"));
	CALL(removexattr("f", "trusted.a"));
	CALL(removexattr("f", "user.u"));
	CALL(removexattr("f", "user.u"));
	show_xattr_names("f");
	CALL(chown("f", 1, 1));
	show_xattr_names("f");
	MUST(setxattr("f", "security.capability", cap, sizeof(cap), 0));
	fd = MUST(open("f", O_WRONLY | O_APPEND));
	show_xattr_names("f");
	MUST(write(fd, "x", 1));
	show_xattr_names("f");
	MUST(setxattr("f", "security.capability", cap, sizeof(cap), 0));
	CALL(truncate("f", 0));
	show_xattr_names("f");
	CALL(fgetxattr(-1, "trusted.a", value, 1));
	fill();
	return 0;
}
