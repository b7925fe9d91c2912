/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Attributes by name of all kinds of files, again and again, so that it is done in-process. */
#include "guest.h"

#define ROUNDS 4

static char text[256];

static void show(const char *path)
{
	ssize_t got;

	CALL(got = getxattr(path, "user.a", text, sizeof(text)));
	printf("%s: %zd %.*s\n", path, got, got > 0 ? (int)got : 0, text);
	CALL(getxattr(path, "user.none", text, sizeof(text)));
	CALL(getxattr(path, "user.a", text, 1));
	CALL(getxattr(path, "user.a", NULL, 0));
	CALL(getxattr(path, "system.posix_acl_access", text, sizeof(text)));
	CALL(getxattr(path, "", text, sizeof(text)));
	CALL(getxattr(path, "odd", text, sizeof(text)));
	CALL(lgetxattr(path, "user.a", text, sizeof(text)));
	CALL(lgetxattr(path, "system.posix_acl_access", text, sizeof(text)));
	CALL(listxattr(path, NULL, 0) >= 0 ? 0 : -1);
	CALL(llistxattr(path, text, 1) >= 0 ? 0 : -1);
	CALL(getxattr(path, NULL, text, sizeof(text)));
	CALL(getxattr(path, "user.a", (void *)1, 100));
}

static void show_all(void)
{
	static const char *const paths[] = {
		"f",    "closed",    "d",         "d/",         "d/.",  "d/f",     "f/",   "f/x",
		"none", "",          "to-f",      "to-d/f",     "to-d", "to-none", "loop", "d/up/f",
		"fifo", "/dev/null", "/dev/zero", "/proc/self", "/",    ".",       "..",
	};

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		show(paths[i]);
	CALL(getxattr(NULL, "user.a", text, sizeof(text)));
	CALL(getxattr((const char *)1, "user.a", text, sizeof(text)));
}

static void make_all(void)
{
	put_file("f", "x");
	put_file("closed", "x");
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("f", "to-f"));
	MUST(symlink("d", "to-d"));
	MUST(symlink("none", "to-none"));
	MUST(symlink("loop", "loop"));
	MUST(symlink("..", "d/up"));
	MUST(mkfifo("fifo", 0600));
	CALL(setxattr("f", "user.a", "one", 3, 0));
	CALL(setxattr("d", "user.a", "three", 5, 0));
	CALL(setxattr("d/f", "user.a", "four", 4, 0));
	CALL(setxattr("closed", "user.a", "two", 3, 0));
	CALL(chmod("closed", 0));
}

int main(void)
{
	int held[300];
	pid_t child;

	make_all();
	for (int i = 0; i < ROUNDS; i++)
		show_all();
	puts("with many descriptors");
	for (size_t i = 0; i < 300; i++)
		held[i] = MUST(open("f", O_RDONLY));
	for (int i = 0; i < ROUNDS; i++)
		show("f");
	for (size_t i = 0; i < 300; i++)
		close(held[i]);
	puts("in a child");
	fflush(stdout);
	child = MUST(fork());
	if (child == 0) {
		show("to-d/f");
		return 0;
	}
	MUST(waitpid(child, NULL, 0));
	show("d/f");
	return 0;
}
