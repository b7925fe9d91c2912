/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A script that may be executed but not read. */
#include "guest.h"

int main(int argc, char **argv)
{
	char text[PATH_MAX + 16];

	if (argc > 1) {
		show_file(argv[1]);
		return 0;
	}
	snprintf(text, sizeof(text), "#!%s\n", argv[0]);
	put_file("script", text);
	MUST(chmod("script", 0111));
	IN_CHILD(execl("./script", "s", NULL); puts(err_name(errno)));
	MUST(chmod("script", 0444));
	IN_CHILD(execl("./script", "s", NULL); puts(err_name(errno)));
	return 0;
}
