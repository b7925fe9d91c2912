/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Attributes of what is neither a file nor a directory, by root and by others. */
#include "as_user.h"

static void try(const char *path, const char *name)
{
	char value[8];

	printf("%s %s\n", path, name);
	CALL(lgetxattr(path, name, value, sizeof(value)));
	CALL(lsetxattr(path, name, "one", 3, XATTR_REPLACE));
	CALL(lsetxattr(path, name, "one", 3, 0));
	CALL(lsetxattr(path, name, "two", 3, XATTR_CREATE));
	CALL(lgetxattr(path, name, value, sizeof(value)));
	show_xattr_names(path);
	CALL(lremovexattr(path, name));
	CALL(lremovexattr(path, name));
}

static void try_each(void)
{
	static const char *const names[] = { "trusted.a", "security.a", "user.a", "system.a", "a" };

	for (int i = 2; i < KINDS; i++)
		for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++)
			try(kinds[i], names[j]);
}

static void try_nameless(int fd)
{
	char value[8];

	CALL(fgetxattr(fd, "trusted.a", value, sizeof(value)));
	CALL(fsetxattr(fd, "trusted.a", "one", 3, 0));
	CALL(fgetxattr(fd, "trusted.a", value, sizeof(value)));
	CALL(fsetxattr(fd, "security.a", "one", 3, 0));
	CALL(fsetxattr(fd, "user.a", "one", 3, 0));
	CALL(fgetxattr(fd, "user.a", value, sizeof(value)));
	CALL(fremovexattr(fd, "trusted.a"));
	CALL(fremovexattr(fd, "user.a"));
}

int main(void)
{
	int ends[2];

	for (int i = 2; i < KINDS; i++)
		make_kind(i, kinds[i], 0666);
	try_each();
	AS(1000, 1000, try_each());
	MUST(pipe(ends));
	puts("pipe");
	try_nameless(ends[0]);
	puts("socket");
	try_nameless(MUST(socket(AF_UNIX, SOCK_STREAM, 0)));
	puts("memory");
	try_nameless(MUST(memfd_create("", 0)));
	return 0;
}
