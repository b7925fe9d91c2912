/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What is said of a mount's own place: /proc, or those of the arguments. */
#include <linux/stat.h>

#include "guest.h"

/* KERNEL: 5.8 */
static void show_mount_root(const char *name, int flags)
{
	struct statx info = { 0 };

	CALL(syscall(SYS_statx, AT_FDCWD, name, flags, STATX_BASIC_STATS, &info));
	printf("a mount: %d\n", (info.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0);
}

static void show(const char *place)
{
	char slash[PATH_MAX], below[PATH_MAX];

	snprintf(slash, sizeof(slash), "%s/", place);
	snprintf(below, sizeof(below), "%s/self", place);
	printf("-- %s\n", place);
	show_mount_root(place, 0);
	show_mount_root(place, AT_SYMLINK_NOFOLLOW);
	show_mount_root(below, AT_SYMLINK_NOFOLLOW);
	CALL(open(slash, O_WRONLY | O_CREAT | O_EXCL, 0644));
	CALL(open(slash, O_WRONLY | O_CREAT, 0644));
	CALL(open(place, O_WRONLY | O_CREAT | O_EXCL, 0644));
	CALL(rename(place, place));
	CALL(rename(slash, place));
	CALL(renameat2(AT_FDCWD, place, AT_FDCWD, slash, RENAME_EXCHANGE));
	CALL(renameat2(AT_FDCWD, place, AT_FDCWD, place, RENAME_NOREPLACE));
}

int main(int argc, char **argv)
{
	if (argc == 1)
		show("/proc");
	for (int i = 1; i < argc; i++)
		show(argv[i]);
	return 0;
}
