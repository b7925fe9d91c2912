/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Modes asked for by mkdir, open and mkfifo with many umasks. */
#include "guest.h"

int main(void)
{
	static const mode_t masks[] = { 0, 002, 022, 027, 077, 0111, 0777 };

	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		umask(masks[i]);
		MUST(mkdir("d", 0777));
		MUST(mkfifo("p", 0666));
		close(MUST(open("f", O_CREAT | O_WRONLY, 0666)));
		printf("umask %04o\n", (unsigned int)masks[i]);
		show_path("d");
		show_path("p");
		show_path("f");
		MUST(rmdir("d"));
		MUST(unlink("p"));
		MUST(unlink("f"));
	}
	return 0;
}
