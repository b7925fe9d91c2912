/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Modes of new files: umask, set-id bits, sticky bits, none at all. */
#include "show_owner.h"

static void all(mode_t mask)
{
	printf("umask %04o\n", mask);
	umask(mask);
	close(MUST(open("a", O_RDWR | O_CREAT | O_EXCL, 06777)));
	close(MUST(open("b", O_RDWR | O_CREAT | O_EXCL, 0)));
	close(MUST(creat("c", 0444)));
	MUST(mkdir("d", 07777));
	MUST(mkdir("e", 0));
	MUST(mknod("f", S_IFREG | 07777, 0));
	MUST(mkfifo("g", 0666));
	MUST(symlink("x", "h"));
	for (const char *name = "abcdefgh"; *name; name++) {
		char path[2] = { *name };

		show_owner(path);
		MUST(remove(path));
	}
}

int main(void)
{
	all(0);
	all(022);
	all(0777);
	return 0;
}
