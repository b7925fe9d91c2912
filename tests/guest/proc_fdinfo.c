/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/fdinfo/N: position and flags. */
#include "guest.h"

int main(void)
{
	char line[128];
	FILE *file;

	put_file("f", "0123456789");
	MUST(dup2(MUST(open("f", O_RDWR | O_APPEND)), 10));
	MUST(lseek(10, 4, SEEK_SET));
	file = fopen("/proc/self/fdinfo/10", "r");
	for (int i = 0; file && i < 2 && fgets(line, sizeof(line), file); i++)
		fputs(line, stdout);
	return 0;
}
