/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A /proc file read in small parts, seeked and read again is consistent. */
#include "guest.h"

int main(void)
{
	char whole[8192], parts[8192];
	ssize_t total = 0, got, size;
	int fd = MUST(open("/proc/self/cmdline", O_RDONLY));
	struct stat st;

	size = MUST(read(fd, whole, sizeof(whole)));
	CALL(read(fd, parts, 1));
	CALL(lseek(fd, 0, SEEK_SET));
	while ((got = read(fd, parts + total, 3)) > 0)
		total += got;
	printf("same %d\n", total == size && !memcmp(whole, parts, size));
	CALL(pread(fd, parts, 2, 1));
	MUST(fstat(fd, &st));
	printf("%s\n", type_name(st.st_mode));
	CALL(write(fd, "x", 1));
	return 0;
}
