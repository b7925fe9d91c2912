/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* statfs and fstatfs agree, and their errors. */
#include "guest.h"

int main(void)
{
	struct statfs a, b;
	int fd;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	CALL(statfs("f", &a));
	fd = MUST(open("f", O_RDONLY));
	CALL(fstatfs(fd, &b));
	printf("%d %d %d\n", a.f_type == b.f_type, a.f_bsize == b.f_bsize,
	       a.f_namelen == b.f_namelen);
	printf("namelen %ld\n", (long)a.f_namelen);
	CALL(statfs("l", &b));
	CALL(statfs(".", &b));
	CALL(statfs("/", &b));
	CALL(statfs("missing", &b));
	CALL(statfs("dangling", &b));
	CALL(statfs("f/", &b));
	CALL(statfs("", &b));
	CALL(statfs(bad_memory(), &b));
	CALL(fstatfs(999, &b));
	CALL(fstatfs(open("f", O_PATH), &b));
	return 0;
}
