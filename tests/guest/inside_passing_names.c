/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files that are made by a passing name, as git makes its objects: a second name, then the first is
 * removed. By name, from descriptors and the cwd; links of links; and names that come back.
 */
#include "guest.h"

#define FILES 60

static void make(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0444);

	if (fd < 0 || write(fd, path, strlen(path)) < 0)
		printf("%s: %s\n", path, strerror(errno));
	close(fd);
}

/* Named from the cwd, by a way, and from a descriptor, in turn. */
static void settle(const char *directory, int fd, int i)
{
	char passing[PATH_MAX], lasting[PATH_MAX], name[64];
	struct stat st;

	snprintf(name, sizeof(name), "passing-%d-%d", i, i * 7919);
	snprintf(passing, sizeof(passing), "%s/%s", directory, name);
	snprintf(lasting, sizeof(lasting), "%s/lasting-%d", directory, i);
	make(passing);
	if (linkat(i % 2 ? fd : AT_FDCWD, i % 2 ? name : passing, AT_FDCWD, lasting, 0) < 0)
		printf("%s: %s\n", lasting, strerror(errno));
	if (link(passing, lasting) == 0 || errno != EEXIST)
		printf("%s twice: %s\n", lasting, strerror(errno));
	if (i % 3 ? unlink(passing) : unlinkat(fd, name, 0))
		printf("%s: %s\n", passing, strerror(errno));
	if (lstat(passing, &st) == 0 || stat(lasting, &st) < 0 || st.st_nlink != 1)
		printf("%d: %lu names\n", i, (unsigned long)st.st_nlink);
	if (i % 5 == 0) {
		make(passing);
		printf("%d: again %d\n", i, unlink(passing));
		errno = 0;
		printf("%d: once more %d %s\n", i, unlink(passing), strerror(errno));
	}
}

static void links(void)
{
	symlink("nowhere", "passing-link");
	printf("a link's second name: %d\n", link("passing-link", "lasting-link"));
	printf("its first: %d\n", unlink("passing-link"));
	printf("a directory: %d %s\n", link("there", "elsewhere"), strerror(errno));
	printf("removed: %d %s\n", unlink("there"), strerror(errno));
}

int main(void)
{
	int fd;

	mkdir("there", 0755);
	fd = open("there", O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < FILES; i++)
		settle(i % 4 ? "there" : "there/../there", fd, i);
	links();
	return 0;
}
