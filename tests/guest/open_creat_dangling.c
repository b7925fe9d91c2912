/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CREAT through a dangling link creates the link's target. */
#include "guest.h"

int main(void)
{
	MUST(mkdir("d", 0755));
	MUST(symlink("d/target", "l"));
	MUST(symlink("missing/target", "lm"));
	MUST(symlink("../target2", "d/up"));
	TRY_OPEN(open("l", O_WRONLY, 0644));
	TRY_OPEN(open("l", O_CREAT | O_WRONLY, 0640));
	show_path("d/target");
	TRY_OPEN(open("lm", O_CREAT | O_WRONLY, 0640));
	TRY_OPEN(open("d/up", O_CREAT | O_WRONLY, 0600));
	show_path("target2");
	TRY_OPEN(open("l", O_CREAT | O_NOFOLLOW | O_WRONLY, 0640));
	return 0;
}
