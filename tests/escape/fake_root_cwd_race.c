/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A thread of one who gave up root goes to a directory by a name that was judged from where it
 * stood, while another thread moves both to where the same name leads through a directory that only
 * root may enter.
 * ATTACK OPTIONS: -0
 * ATTACK BROKEN: BASE
 */
#include "closed.h"

static int top, decoy;

static void *flip(void *data)
{
	(void)data;
	for (int i = 0;; i++) {
		(void)!fchdir(top);
		linger(i % 5 * 400);
		(void)!fchdir(decoy);
		linger(i % 7 * 400);
	}
	return NULL;
}

int main(void)
{
	unsigned long gone = 0, refused = 0;
	struct race race = { 0 };

	enter_scratch();
	make_files();
	top = open(".", O_RDONLY | O_DIRECTORY);
	decoy = open("decoy", O_RDONLY | O_DIRECTORY);
	if (syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	start(flip, NULL);
	while (racing_until(&race, gone > 20 && refused > 20)) {
		if (chdir("closed/in") < 0) {
			refused++;
			continue;
		}
		gone++;
		refuse_secret(open("file", O_RDONLY), "a name in a directory that is closed");
	}
	if (gone == 0 || refused == 0)
		broken("no race: %lu, %lu", gone, refused);
	contained();
}
