/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* With an argument, the user who asks: what the calls answer that mount(8) begins with. */
#include "guest.h"

#include <sys/mount.h>

static void tell(const char *name, long result)
{
	printf("%s %d\n", name, result < 0 ? errno : 0);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		tell("umount2 with an unknown flag", umount2("/", 0x1000));
		return 0;
	}
	if (setuid((uid_t)atoi(argv[1])) < 0)
		return 1;
	tell("fsopen", syscall(430, "tmpfs", 0));
	tell("open_tree", syscall(428, AT_FDCWD, "/", 0));
	tell("fspick", syscall(433, AT_FDCWD, "/", 0));
	tell("mount_setattr", syscall(442, AT_FDCWD, "/", 0, NULL, 0));
	return 0;
}
