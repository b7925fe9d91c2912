/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* E6: names without an end, across pages, as long as can be, at the end of memory. */
#include "escape.h"

int main(void)
{
	char *pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			   0);
	const char *secret = outside("secret");
	size_t length = strlen(secret);
	char *long_name = malloc(16384);

	munmap(pages + 8192, 4096);
	for (size_t back = 0; back <= length + 2; back++) {
		char *at = pages + 8192 - back;

		memset(pages, 0, 8192);
		memcpy(at, secret, back < length + 1 ? back : length + 1);
		refuse_secret(open(at, O_RDONLY), "a name at the end of memory");
		memset(pages, 'x', 8192);
		at = pages + 4096 - (back > 4096 ? 4096 : back);
		memcpy(at, secret, length + 1);
		refuse_secret(open(at, O_RDONLY), "a name across pages");
	}
	for (size_t size = 4080; size < 4100; size++) {
		memset(long_name, '/', size);
		strcpy(long_name + size - length, secret);
		refuse_secret(open(long_name, O_RDONLY), "a long name");
		long_name[size] = 'x';
		long_name[size + 1] = 0;
		refuse_secret(open(long_name, O_RDONLY), "a long name");
	}
	must_fail(open(NULL, O_RDONLY), "no name");
	must_fail(open((char *)-1, O_RDONLY), "a bad pointer");
	must_fail(open((char *)(1ULL << 63), O_RDONLY), "a bad pointer");
	must_fail(syscall(SYS_newfstatat, -1, NULL, long_name, AT_EMPTY_PATH),
		  "no name, no descriptor");
	contained();
}
