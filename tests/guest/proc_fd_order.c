/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Descriptors are listed by number, also those that come after a first listing. */
#include "guest.h"

static void list(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	printf("%s:", path);
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] != '.' && atoi(entry->d_name) != dirfd(dir))
			printf(" %s", entry->d_name);
	}
	printf("\n");
	if (dir != NULL)
		closedir(dir);
}

static void list_both(void)
{
	list("/proc/self/fd");
	list("/proc/self/fdinfo");
}

int main(void)
{
	struct stat st;

	close_range(3, ~0U, 0);
	MUST(dup2(0, 9));
	MUST(dup2(0, 10));
	MUST(dup2(0, 100));
	list_both();
	MUST(dup2(0, 50));
	MUST(dup2(0, 200));
	close(9);
	list_both();
	MUST(dup2(0, 8));
	list_both();
	/* Of the files of /proc the command line of some kernels has a size. */
	MUST(stat("/proc/cmdline", &st));
	printf("cmdline %lld\n", (long long)st.st_size);
	MUST(stat("/proc/version", &st));
	printf("version %lld\n", (long long)st.st_size);
	return 0;
}
