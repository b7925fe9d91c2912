/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names with blanks, newlines, backslashes, dots and bytes above 127. */
#include "guest.h"

int main(void)
{
	static const char *const names[] = {
		" ", "a b", "new\nline", "back\\slash", "...", "..a", ".hidden", "\xff\xfe", "*?[",
		"\xe2\x82\xac", "-", "tab\t", "\x01", "a:b", "a'b\"c", "%s", "(deleted)",
	};
	const size_t count = sizeof(names) / sizeof(names[0]);
	size_t found = 0;
	struct dirent *entry;
	struct stat st;
	DIR *dir;

	for (size_t i = 0; i < count; i++) {
		put_file(names[i], "x");
		if (stat(names[i], &st))
			printf("%zu: %s\n", i, err_name(errno));
	}
	dir = opendir(".");
	while ((entry = readdir(dir)))
		for (size_t i = 0; i < count; i++)
			found += !strcmp(entry->d_name, names[i]);
	closedir(dir);
	printf("%zu of %zu listed\n", found, count);
	for (size_t i = 0; i < count; i++)
		if (unlink(names[i]))
			printf("%zu: %s\n", i, err_name(errno));
	show_dir(".");
	return 0;
}
