/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A NULL path with AT_EMPTY_PATH means the descriptor (Linux 6.11), EFAULT before. */
#include "guest.h"

int main(void)
{
	struct statx sx;
	struct stat st;
	char *volatile none = NULL;

	CALL(syscall(SYS_statx, 0, none, AT_EMPTY_PATH, STATX_TYPE, &sx));
	CALL(syscall(SYS_statx, 999, none, AT_EMPTY_PATH, STATX_TYPE, &sx));
	CALL(syscall(SYS_statx, 0, none, 0, STATX_TYPE, &sx));
	CALL(syscall(SYS_newfstatat, 0, none, &st, AT_EMPTY_PATH));
	CALL(syscall(SYS_newfstatat, AT_FDCWD, none, &st, AT_EMPTY_PATH));
	CALL(syscall(SYS_newfstatat, 0, none, &st, 0));
	return 0;
}
