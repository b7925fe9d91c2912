/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* readlink cuts silently at the buffer's size and adds no NUL. */
#include "guest.h"

int main(void)
{
	char text[16];

	MUST(symlink("0123456789", "l"));
	memset(text, '#', sizeof(text));
	CALL(readlink("l", text, 4));
	printf("%.16s\n", text);
	CALL(readlink("l", text, 10));
	printf("%.16s\n", text);
	CALL(readlink("l", text, sizeof(text)));
	printf("%.16s\n", text);
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "l", text, 0));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "l", text, -1));
	CALL(syscall(SYS_readlinkat, AT_FDCWD, "missing", text, 0));
	return 0;
}
