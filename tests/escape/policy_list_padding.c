/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Listings that ptjail makes itself, because names are hidden in them: what lies between their
 * records is the program's own memory or nothing, never a piece of ptjail's.
 * ATTACK OPTIONS: -b @OUT@/dir:/a/b --hide /a/?/secret
 */
#include "escape.h"

#define MINE 0x6d

static void look_between(const unsigned char *records, long size, long name_at)
{
	for (long from = 0; from < size;) {
		uint16_t length;
		long end;

		memcpy(&length, records + from + 16, sizeof(length));
		end = from + name_at + (long)strlen((const char *)records + from + name_at) + 1;
		/* getdents: the last byte of a record is its type. */
		for (; end < from + length - (name_at == 18); end++)
			if (records[end] != 0 && records[end] != MINE)
				escaped("byte %ld of a record is %#x", end - from, records[end]);
		from += length;
	}
}

int main(void)
{
	unsigned char records[4096];
	int fd;

	enter_scratch();
	mkdir("ab", 0755);
	fd = open("/a/b", O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		broken("no directory");
	for (int i = 0; i < 2000; i++) {
		long size;

		/* What ptjail's memory is full of then. */
		(void)access("/a/b/secret", F_OK);
		(void)access(i % 2 == 0 ? "/a/b/../b/./secret" : "ab/secret-with-a-long-name", F_OK);
		lseek(fd, 0, SEEK_SET);
		memset(records, MINE, sizeof(records));
		size = syscall(SYS_getdents64, fd, records, sizeof(records));
		if (size <= 0)
			broken("nothing is listed");
		look_between(records, size, 19);
#ifdef SYS_getdents
		lseek(fd, 0, SEEK_SET);
		memset(records, MINE, sizeof(records));
		size = syscall(SYS_getdents, fd, records, sizeof(records));
		look_between(records, size, 18);
#endif
	}
	contained();
}
