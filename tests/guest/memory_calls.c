/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mprotect, mremap, madvise, mlock and their errors. */
#include "guest.h"

int main(void)
{
	char *at = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *moved;

	strcpy(at, "content");
	CALL(mprotect(at, 4096, PROT_READ));
	CALL(mprotect(at + 1, 4096, PROT_READ));
	CALL(mprotect(at, 4096, PROT_READ | PROT_WRITE));
	OK(moved = mremap(at, 16384, 65536, MREMAP_MAYMOVE));
	puts(moved);
	CALL(madvise(moved, 4096, MADV_DONTNEED));
	printf("[%s]\n", moved);
	CALL(madvise(moved, 4096, 9999));
	CALL(mlock(moved, 4096));
	CALL(munlock(moved, 4096));
	CALL(msync(moved, 4096, MS_SYNC));
	CALL(munmap(moved, 65536));
	CALL(munmap(moved + 1, 4096));
	CALL(mprotect(moved, 4096, PROT_READ));
	OK(mmap((void *)0x100000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		0));
	OK(mmap((void *)0x100000000, 4096, PROT_READ,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
	return 0;
}
