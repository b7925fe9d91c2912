/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/exe names the program, opens it, and can be executed. */
#include "guest.h"

int main(int argc, char **argv)
{
	char exe[PATH_MAX] = "", path[PATH_MAX + 32];
	struct stat a, b;

	if (argc > 1) {
		MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
		show_name(argv[1], exe, start_dir());
		return 0;
	}
	MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
	printf("is argv[0] %d\n", !strcmp(exe, argv[0]));
	CALL(stat("/proc/self/exe", &a));
	CALL(stat(argv[0], &b));
	printf("same file %d\n", a.st_ino == b.st_ino);
	TRY_OPEN(open("/proc/self/exe", O_RDONLY));
	copy_program("/proc/self/exe", "copy", 0755);
	MUST(symlink("copy", "link"));
	snprintf(path, sizeof(path), "%s/link", start_dir());
	IN_CHILD(execl(path, "other", "by link", NULL));
	IN_CHILD(execl("./copy", "other", "by relative path", NULL));
	IN_CHILD(execl("/proc/self/exe", "self", "by /proc/self/exe", NULL));
	return 0;
}
