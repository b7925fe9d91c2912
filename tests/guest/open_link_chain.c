/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Forty links may be followed, not forty-one. */
#include "guest.h"

int main(void)
{
	char name[16], text[16];

	put_file("l0", "end");
	for (int i = 1; i <= 42; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(text, sizeof(text), "l%d", i - 1);
		MUST(symlink(text, name));
	}
	TRY_OPEN(open_settled("l39", O_RDONLY));
	TRY_OPEN(open_settled("l40", O_RDONLY));
	TRY_OPEN(open("l41", O_RDONLY));
	TRY_OPEN(open("l41", O_PATH | O_NOFOLLOW));
	TRY_OPEN(open_settled("l40", O_CREAT | O_WRONLY));
	TRY_OPEN(open("l41", O_CREAT | O_WRONLY, 0644));
	MUST(unlink("l0"));
	TRY_OPEN(open("l41", O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open_settled("l40", O_CREAT | O_WRONLY));
	show_path("l0");
	return 0;
}
