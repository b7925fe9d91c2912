/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Listings call devices by their type. */
#include "show_owner.h"

int main(void)
{
	static const char *const names[] = { "block", "char", "dir", "fifo", "file", "link" };
	const struct dirent *entry;
	DIR *dir;

	MUST(mkdir("d", 0755));
	MUST(chdir("d"));
	MUST(mknod("char", S_IFCHR | 0600, makedev(1, 3)));
	MUST(mknod("block", S_IFBLK | 0600, makedev(8, 1)));
	MUST(mkfifo("fifo", 0600));
	MUST(mkdir("dir", 0755));
	MUST(symlink("x", "link"));
	put_file("file", "x");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		dir = opendir(".");
		while ((entry = readdir(dir)))
			if (!strcmp(entry->d_name, names[i]))
				printf("%s: %s\n", entry->d_name, type_name(DTTOIF(entry->d_type)));
		closedir(dir);
	}
	return 0;
}
