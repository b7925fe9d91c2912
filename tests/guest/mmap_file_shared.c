/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A shared file mapping and the file are one; a private one is not. */
#include "guest.h"

int main(void)
{
	char *shared, *private;
	int fd, ro;

	put_file("f", "0123456789");
	fd = MUST(open("f", O_RDWR));
	ro = MUST(open("f", O_RDONLY));
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, ro, 0);
	shared[0] = 'S';
	private[1] = 'P';
	CALL(msync(shared, 4096, MS_SYNC));
	show_file("f");
	MUST(pwrite(fd, "W", 1, 5));
	printf("%.10s\n", shared);
	OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, ro, 0));
	OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, ro, 1));
	OK(mmap(NULL, 0, PROT_READ, MAP_SHARED, ro, 0));
	OK(mmap(NULL, 4096, PROT_READ, MAP_SHARED, 999, 0));
	OK(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, ro, 0));
	CALL(unlink("f"));
	printf("%.10s\n", shared);
	CALL(mprotect(shared, 4096, PROT_READ));
	CALL(munmap(shared, 4096));
	return 0;
}
