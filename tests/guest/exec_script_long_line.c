/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* First lines around the kernel's limit of 256 bytes. */
#include "guest.h"

int main(int argc, char **argv)
{
	static const int lengths[] = { 200, 253, 254, 255, 256, 257, 300 };
	char text[1024];

	if (argc > 1) {
		printf("argument of %zu bytes\n", strlen(argv[1]));
		return 0;
	}
	MUST(symlink(argv[0], "i"));
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		snprintf(text, sizeof(text), "#!./i %s\n", repeat('x', lengths[i] - 6));
		put_file("script", text);
		MUST(chmod("script", 0755));
		printf("%d: ", lengths[i]);
		fflush(stdout);
		IN_CHILD(execl("./script", "s", NULL); puts(err_name(errno)));
	}
	return 0;
}
