/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/auxv is what the process itself was given. */
#include "guest.h"

int main(void)
{
	Elf64_auxv_t entries[64];
	int fd = MUST(open("/proc/self/auxv", O_RDONLY)), wrong = 0, ended = 0;
	ssize_t got = MUST(read(fd, entries, sizeof(entries)));

	for (size_t i = 0; i < got / sizeof(entries[0]) && !ended; i++) {
		ended = entries[i].a_type == AT_NULL;
		if (!ended && entries[i].a_type != AT_IGNORE &&
		    getauxval(entries[i].a_type) != entries[i].a_un.a_val) {
			printf("type %lu differs\n", (unsigned long)entries[i].a_type);
			wrong++;
		}
	}
	printf("wrong %d, ended %d\n", wrong, ended);
	return 0;
}
