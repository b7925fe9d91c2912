/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The inode numbers of a listing are those of stat. */
#include "guest.h"

int main(void)
{
	struct dirent *entry;
	int right = 0, wrong = 0;
	struct stat st;
	DIR *dir;

	put_file("a", "x");
	MUST(mkdir("b", 0755));
	MUST(symlink("a", "c"));
	MUST(mkfifo("d", 0644));
	dir = opendir(".");
	while ((entry = readdir(dir))) {
		MUST(lstat(entry->d_name, &st));
		if (st.st_ino == entry->d_ino)
			right++;
		else
			wrong++;
	}
	closedir(dir);
	printf("right %d wrong %d\n", right, wrong);
	return 0;
}
