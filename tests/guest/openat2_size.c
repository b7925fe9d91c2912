/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every size of struct open_how, with and without a tail of zeros. */
#include "guest.h"

int main(void)
{
	unsigned char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct open_how *how = (struct open_how *)page;

	put_file("f", "x");
	how->flags = O_RDONLY;
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 0));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 8));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 23));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 24));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 25));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 32));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 4096));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 4097));
	page[24] = 1;
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 24));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 25));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 32));
	page[24] = 0;
	page[4095] = 1;
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 4095));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", how, 4096));
	OK(syscall(SYS_openat2, AT_FDCWD, "f", bad_memory(), 24));
	OK(syscall(SYS_openat2, AT_FDCWD, bad_memory(), bad_memory(), 23));
	return 0;
}
