/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* File permissions are judged for each access mode. */
#include "guest.h"

int main(void)
{
	static const mode_t modes[] = { 0000, 0044, 0200, 0400, 0077, 0600 };

	put_file("f", "x");
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		printf("mode %04o\n", (unsigned int)modes[i]);
		MUST(chmod("f", modes[i]));
		TRY_OPEN(open("f", O_RDONLY));
		TRY_OPEN(open("f", O_WRONLY));
		TRY_OPEN(open("f", O_RDWR));
		TRY_OPEN(open("f", O_CREAT | O_RDWR, 0644));
		TRY_OPEN(open("f", O_ACCMODE));
	}
	return 0;
}
