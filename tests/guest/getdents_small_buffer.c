/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* getdents64 with buffers that are too small, bad, or of a file. */
#include "guest.h"

int main(void)
{
	char block[64];
	int dir, file;
	long got;

	put_file("a-name-of-some-length-for-a-small-buffer", "x");
	dir = MUST(open(".", O_RDONLY));
	file = MUST(open("a-name-of-some-length-for-a-small-buffer", O_RDONLY));
	CALL(syscall(SYS_getdents64, dir, block, 4));
	got = 0;
	for (int i = 0; i < 3; i++)
		got += syscall(SYS_getdents64, dir, block, sizeof(block)) > 0;
	printf("%ld reads\n", got);
	CALL(syscall(SYS_getdents64, dir, block, sizeof(block)));
	CALL(lseek(dir, 0, SEEK_SET));
	CALL(syscall(SYS_getdents64, dir, bad_memory(), 4096));
	CALL(syscall(SYS_getdents64, file, block, sizeof(block)));
	CALL(syscall(SYS_getdents64, 999, block, sizeof(block)));
	CALL(syscall(SYS_getdents64, open(".", O_PATH), block, sizeof(block)));
	return 0;
}
