/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A directory with a hidden name is listed while another thread exchanges the descriptor: what
 * is judged is a directory without such names.
 * ATTACK OPTIONS: -b @OUT@/dir:/a/b --hide /a/?/secret
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static int hiding, plain;
static const int working = 100;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(plain, working);
		linger(500);
		dup2(hiding, working);
		linger(500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	char listing[4096];

	enter_scratch();
	plain = open(".", O_RDONLY | O_DIRECTORY);
	hiding = open("/a/b", O_RDONLY | O_DIRECTORY);
	if (plain < 0 || hiding < 0 || dup2(plain, working) != working)
		broken("directories");
	start(flip, NULL);
	while (racing(&race)) {
		long size;

		lseek(hiding, 0, SEEK_SET);
		size = syscall(SYS_getdents64, working, listing, sizeof(listing));
		if (size > 0 && memmem(listing, (size_t)size, "secret", 6) != NULL)
			escaped("the name was listed");
	}
	contained();
}
