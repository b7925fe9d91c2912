/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ".." at the root stays at the root. */
#include "guest.h"

int main(void)
{
	show_same("/", "/..");
	show_same("/", "/../../..");
	show_same("/", "/../.");
	show_same("/tmp", "/../../tmp");
	show_same("/", "/tmp/../..");
	MUST(symlink("/..", "l"));
	MUST(symlink("../../../../../../../../../../../../../..", "far"));
	show_same("/", "l");
	show_same("/", "far");
	MUST(chdir("/"));
	show_same("..", ".");
	show_same("../../tmp", "/tmp");
	TRY_OPEN(open("..", O_RDONLY | O_DIRECTORY));
	return 0;
}
