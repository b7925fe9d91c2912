/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The attribute calls with a base and flags (Linux 6.13). */
#include "guest.h"

struct xattr_at {
	uint64_t value __attribute__((aligned(8)));
	uint32_t size;
	uint32_t flags;
};

enum { SET = 463, GET = 464, LIST = 465, REMOVE = 466 };

/* No path: is it the base that is meant, and the cwd, too? */
static void without_path(int base, const char *name)
{
	static const char *const paths[] = { NULL, "" };
	static const unsigned int flags[] = { 0, AT_EMPTY_PATH,
					      AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW };
	char text[64];
	struct xattr_at put = { (uintptr_t)"value", 5, 0 };
	struct xattr_at got = { (uintptr_t)text, sizeof(text), 0 };

	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 3; j++) {
			const char *path = paths[i];

			printf("%s, %s, %#x\n", name, path ? "empty" : "NULL", flags[j]);
			CALL(syscall(SET, base, path, flags[j], "user.w", &put, sizeof(put)));
			CALL(syscall(GET, base, path, flags[j], "user.w", &got, sizeof(got)));
			CALL(syscall(LIST, base, path, flags[j], text, sizeof(text)));
			CALL(syscall(REMOVE, base, path, flags[j], "user.w"));
			CALL(syscall(REMOVE, base, path, flags[j], "user.w"));
			CALL(syscall(REMOVE, base, path, flags[j], ""));
		}
}

int main(void)
{
	char text[64] = "";
	struct xattr_at args = { (uintptr_t)"value", 5, 0 };
	int dir, fd;

	if (!kernel_since(6, 13)) {
		puts("needs Linux 6.13");
		return 77;
	}
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("f", "d/l"));
	dir = MUST(open("d", O_RDONLY));
	fd = MUST(open("d/f", O_RDONLY));
	CALL(syscall(SET, dir, "l", 0, "user.a", &args, sizeof(args)));
	CALL(syscall(SET, dir, "l", AT_SYMLINK_NOFOLLOW, "user.a", &args, sizeof(args)));
	CALL(syscall(SET, fd, "", AT_EMPTY_PATH, "user.b", &args, sizeof(args)));
	CALL(syscall(SET, dir, "f", 0x8000, "user.a", &args, sizeof(args)));
	CALL(syscall(SET, dir, "f", 0, "user.a", &args, 8));
	args = (struct xattr_at){ (uintptr_t)text, sizeof(text), 0 };
	CALL(syscall(GET, dir, "f", 0, "user.a", &args, sizeof(args)));
	puts(text);
	CALL(syscall(GET, dir, "missing", 0, "user.a", &args, sizeof(args)));
	CALL(syscall(GET, 999, "f", 0, "user.a", &args, sizeof(args)));
	CALL(syscall(GET, dir, "l", AT_SYMLINK_NOFOLLOW, "user.a", &args, sizeof(args)));
	CALL(syscall(LIST, dir, "f", 0, text, sizeof(text)));
	CALL(syscall(LIST, fd, "", AT_EMPTY_PATH, text, 0));
	CALL(syscall(LIST, fd, NULL, AT_EMPTY_PATH, text, 0));
	CALL(syscall(LIST, fd, NULL, 0, text, 0));
	CALL(syscall(LIST, fd, 1L, AT_EMPTY_PATH, text, 0));
	CALL(syscall(LIST, 999, NULL, AT_EMPTY_PATH, text, 0));
	CALL(syscall(GET, fd, NULL, AT_EMPTY_PATH, "user.b", &args, sizeof(args)));
	CALL(syscall(REMOVE, fd, NULL, AT_EMPTY_PATH, "user.c"));
	CALL(syscall(REMOVE, dir, "l", 0, "user.a"));
	CALL(syscall(REMOVE, dir, "f", 0, "user.a"));
	CALL(syscall(LIST, dir, "f", 0, text, 0));
	without_path(AT_FDCWD, "cwd");
	without_path(dir, "directory");
	without_path(fd, "file");
	without_path(MUST(open("d/f", O_PATH)), "O_PATH");
	without_path(999, "none");
	return 0;
}
