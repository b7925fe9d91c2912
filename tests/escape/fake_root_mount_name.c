/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A name with a slash behind it, of a link: whether it bears a mount that was reported as done is
 * nothing that the host is asked to follow it for. Else the answer tells what there is outside.
 * ATTACK OPTIONS: -0
 */
#include <sys/mount.h>

#include "escape.h"

/* KERNEL: do_renameat2(): a directory does not go into itself, before anything else is asked. */
static int answer(const char *to)
{
	unlink("above/way");
	if (symlink(to, "above/way") < 0)
		broken("symlink");
	return rename("above", "above/way/") < 0 ? errno : 0;
}

int main(void)
{
	char here[PATH_MAX], path[3 * PATH_MAX];
	int there, nowhere;

	enter_scratch();
	if (getcwd(here, sizeof(here)) == NULL || mkdir("above", 0755) < 0 ||
	    mkdir("point", 0755) < 0 || mount("none", "point", "tmpfs", 0, NULL) < 0 ||
	    rmdir("point") == 0 || errno != EBUSY)
		broken("no mount");
	snprintf(path, sizeof(path), "%s/../rootfs%s/point", outside("dir/.."), here);
	there = answer(path);
	snprintf(path, sizeof(path), "%s/../rootfs%s/point", outside("missing/.."), here);
	nowhere = answer(path);
	printf("%s, %s\n", strerror(there), strerror(nowhere));
	if (there != nowhere)
		escaped("a directory outside is known to be there");
	contained();
}
