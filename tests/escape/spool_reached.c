/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A bind of /dev/shm, or of /dev, may show the directory in which ptjail keeps what it makes up. Whoever
 * finds it there exchanges its directories for links to the outside, puts pipes under the names that
 * ptjail will write, and leaves links for it to remove: ptjail follows none of them, and does not wait.
 * ATTACK OPTIONS: -b /dev/shm:/shm
 */
#include <dirent.h>

#include "escape.h"

#ifndef SPOOL_PLACE
#define SPOOL_PLACE "/shm"
#endif

/* Whether this is the one of our own jail: its /dev is a directory in it. */
static bool is_own(int directory)
{
	struct stat own, info;
	char name[32];

	if (stat("/dev", &own) < 0)
		broken("no /dev");
	for (int i = 0; i < 16; i++) {
		snprintf(name, sizeof(name), "mounts/m%d", i);
		if (fstatat(directory, name, &info, 0) == 0 && info.st_ino == own.st_ino &&
		    info.st_dev == own.st_dev)
			return true;
	}
	return false;
}

static int find_spool(void)
{
	DIR *stream = opendir(SPOOL_PLACE);
	const struct dirent *entry;

	if (stream == NULL)
		broken("no " SPOOL_PLACE);
	while ((entry = readdir(stream)) != NULL) {
		int fd = strncmp(entry->d_name, "ptjail-", 7) != 0 ? -1 :
			 openat(dirfd(stream), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);

		if (fd >= 0 && is_own(fd))
			return fd;
		close(fd);
	}
	return -1;
}

/* Names of files that are made on the spot: they get a number. */
static void plant(int directory)
{
	static const char *const files[] = { "status", "maps", "cmdline", "mounts", "limits" };
	char name[64];

	for (int i = 0; i < 400; i++) {
		for (size_t j = 0; j < 5; j++) {
			snprintf(name, sizeof(name), "%s:%d", files[j], i);
			if (i % 2 == 0)
				mknodat(directory, name, S_IFIFO | 0600, 0);
			else
				symlinkat(outside("victim"), directory, name);
		}
	}
}

static void *flip(void *data)
{
	int mounts = *(int *)data;
	char name[64], other[64];

	for (;;) {
		for (int i = 0; i < 4; i++) {
			snprintf(name, sizeof(name), "m%d/%d", i, getpid());
			snprintf(other, sizeof(other), "m%d/away", i);
			(void)renameat(mounts, name, mounts, other);
			(void)symlinkat(outside("dir"), mounts, name);
			(void)unlinkat(mounts, name, 0);
			(void)renameat(mounts, other, mounts, name);
		}
	}
	return NULL;
}

int main(void)
{
	static const char *const files[] = { "status", "maps", "cmdline", "mounts", "limits" };
	struct race race = { 0 };
	int spool = find_spool(), content, mounts;
	struct stat info;

	if (spool < 0)
		contained();
	content = openat(spool, "content", O_RDONLY | O_DIRECTORY);
	mounts = openat(spool, "mounts", O_RDONLY | O_DIRECTORY);
	plant(content);
	for (int i = 0; i < 4; i++) {
		char name[16];

		snprintf(name, sizeof(name), "m%d", i);
		(void)fchmodat(mounts, name, 0777, 0);
	}
	start(flip, &mounts);
	while (racing(&race)) {
		char name[64];
		int fd;

		snprintf(name, sizeof(name), "/proc/self/%s", files[race.rounds % 5]);
		(void)stat(name, &info);
		fd = open(name, O_RDONLY);
		close(fd);
		(void)chdir("/proc/self");
		(void)chdir("/");
	}
	/* For the end: what cannot be removed. */
	symlinkat(outside("victim"), spool, "victim");
	symlinkat(outside("ro/closed"), spool, "closed");
	symlinkat(outside("program"), content, "program");
	symlinkat(outside("ro/locked"), spool, "locked");
	fchmod(content, 0500);
	fchmod(spool, 0500);
	contained();
}
