/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Listing, rewinding, seeking and the types of entries. */
#include "guest.h"

int main(void)
{
	static char names[200][8];
	struct dirent *entry;
	int total = 0, dots = 0, known = 0;
	long middle = 0;
	DIR *dir;

	MUST(mkdir("d", 0755));
	for (int i = 0; i < 200; i++) {
		char path[32];

		snprintf(names[i], sizeof(names[i]), "n%03d", i);
		snprintf(path, sizeof(path), "d/%.7s", names[i]);
		MUST(symlink("x", path));
	}
	dir = opendir("d");
	while ((entry = readdir(dir))) {
		total++;
		dots += entry->d_name[0] == '.';
		known += entry->d_type == DT_LNK || entry->d_type == DT_DIR;
		if (total == 100)
			middle = telldir(dir);
	}
	printf("%d %d %d\n", total, dots, known);
	seekdir(dir, middle);
	for (total = 0; readdir(dir);)
		total++;
	printf("after seek %d\n", total);
	rewinddir(dir);
	for (total = 0; readdir(dir);)
		total++;
	printf("after rewind %d\n", total);
	closedir(dir);
	return 0;
}
