/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A bad descriptor with bad arguments besides: which of them is told. */
#include "guest.h"

#include <sys/inotify.h>

int main(void)
{
	char bytes[24];
	int fd;

	put_file("f", "x");
	fd = MUST(open("f", O_RDONLY));
	for (int bad = 0; bad < 2; bad++) {
		int at = bad ? 99 : fd;

		CALL(fsetxattr(at, "", "x", 1, 0));
		CALL(fsetxattr(at, (char *)1, "x", 1, 0));
		CALL(fsetxattr(at, "user.x", "x", 1, 64));
		CALL(fsetxattr(at, "user.x", (char *)1, 1, 0));
		CALL(fsetxattr(at, "user.x", "x", 1 << 20, 0));
		CALL(fremovexattr(at, ""));
		CALL(fremovexattr(at, (char *)1));
		CALL(fremovexattr(at, "user.missing"));
		CALL(fgetxattr(at, "", bytes, 1));
		CALL(inotify_add_watch(at, ".", 0x80001));
		CALL(inotify_add_watch(at, ".", 0));
		CALL(inotify_add_watch(at, (char *)1, IN_CREATE));
		CALL(inotify_add_watch(at, ".", IN_CREATE | IN_MASK_ADD | IN_MASK_CREATE));
	}
	CALL(fsetxattr(AT_FDCWD, "file", "x", 1, 0));
	CALL(fremovexattr(AT_FDCWD, "file"));
	memset(bytes, -1, sizeof(bytes));
	if (kernel_since(6, 17)) {
		CALL(syscall(469, 99, "f", bytes, sizeof(bytes), 0));
		CALL(syscall(469, AT_FDCWD, "missing", bytes, sizeof(bytes), 0));
		CALL(syscall(468, fd, NULL, bytes, sizeof(bytes), AT_EMPTY_PATH));
		CALL(syscall(468, fd, NULL, bytes, sizeof(bytes), 0));
	}
	return 0;
}
