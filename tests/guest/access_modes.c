/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* access against the owner's bits. */
#include "guest.h"

int main(void)
{
	static const mode_t modes[] = { 0, 0400, 0200, 0100, 0700, 0077 };

	put_file("f", "x");
	MUST(symlink("f", "l"));
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		MUST(chmod("f", modes[i]));
		printf("%04o:", (unsigned int)modes[i]);
		for (int mode = 0; mode < 8; mode++)
			printf(" %s", access("l", mode) ? err_name(errno) : "ok");
		puts("");
	}
	CALL(access("f", 8));
	CALL(access("f", -1));
	CALL(access("missing", F_OK));
	CALL(access("f/", F_OK));
	CALL(access(".", W_OK | X_OK));
	CALL(access("", F_OK));
	CALL(access(bad_memory(), F_OK));
	return 0;
}
