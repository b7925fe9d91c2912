/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors and flags of inotify_add_watch. */
#include "guest.h"

int main(void)
{
	int fd = MUST(inotify_init1(IN_NONBLOCK));

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(mkdir("nor", 0300));
	CALL(inotify_add_watch(fd, "missing", IN_ACCESS));
	CALL(inotify_add_watch(fd, "f/x", IN_ACCESS));
	CALL(inotify_add_watch(fd, "nor", IN_ACCESS));
	CALL(inotify_add_watch(fd, "f", 0));
	CALL(inotify_add_watch(fd, "f", IN_ACCESS | IN_ONLYDIR));
	CALL(inotify_add_watch(fd, "l", IN_ACCESS | IN_DONT_FOLLOW));
	CALL(inotify_add_watch(fd, "f", IN_ACCESS | IN_MASK_CREATE));
	CALL(inotify_add_watch(fd, "f", IN_MODIFY | IN_MASK_CREATE));
	CALL(inotify_add_watch(fd, "f", IN_MASK_ADD | IN_MASK_CREATE | IN_OPEN));
	CALL(inotify_add_watch(fd, "", IN_ACCESS));
	CALL(inotify_add_watch(fd, bad_memory(), IN_ACCESS));
	CALL(inotify_add_watch(0, "f", IN_ACCESS));
	CALL(inotify_add_watch(999, "f", IN_ACCESS));
	return 0;
}
