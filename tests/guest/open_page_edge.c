/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A path that ends at the last byte of a page, and one that runs over into a hole. */
#include "guest.h"

int main(void)
{
	char *pages = mmap(NULL, 2 * 65536, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *edge = pages + 65536;

	MUST(mprotect(edge, 65536, PROT_NONE));
	put_file("abc", "x");
	memcpy(edge - 4, "abc", 4);
	TRY_OPEN(open(edge - 4, O_RDONLY));
	memcpy(edge - 3, "abc", 3);
	TRY_OPEN(open(edge - 3, O_RDONLY));
	edge[-1] = '\0';
	TRY_OPEN(open(edge - 1, O_RDONLY));
	MUST(mprotect(edge, 65536, PROT_READ | PROT_WRITE));
	memcpy(edge - 2, "abc", 4);
	TRY_OPEN(open(edge - 2, O_RDONLY));
	return 0;
}
