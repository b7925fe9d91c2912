/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Anonymous shared memory and a memfd seen from a child. */
#include "guest.h"

int main(void)
{
	int fd = MUST(memfd_create("shared", MFD_CLOEXEC));
	char *a, *b;

	MUST(ftruncate(fd, 4096));
	a = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	b = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	IN_CHILD(strcpy(a, "from the child"); MUST(pwrite(fd, "by write", 9, 0)));
	puts(a);
	puts(b);
	return 0;
}
