/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E12: a bind holds a file system of the host's, where the host has its procfs mounted in turn. Opens of
 * what is mounted inside a bind may pass from mount to mount; a directory on the way is
 * exchanged for the one that leads to the procfs.
 * ATTACK OPTIONS: -b @OUT@/../mounted:/m
 * ATTACK MOUNTED
 * ATTACK BROKEN: TRAPS
 */
#include "escape.h"

static void *flip(void *data)
{
	(void)data;
	for (;;)
		(void)syscall(SYS_renameat2, AT_FDCWD, "/m/mnt/own", AT_FDCWD, "/m/mnt/held", 2);
	return NULL;
}

static void refuse_procfs(int fd, unsigned long *opened)
{
	char text[64] = "";

	if (fd < 0)
		return;
	++*opened;
	if (read(fd, text, sizeof(text) - 1) > 0 && strstr(text, "own file") == NULL)
		escaped("the host's procfs was read: %s", text);
	close(fd);
}

int main(void)
{
	static const char *const ways[] = { "/m/mnt/own/proc", "/m/mnt/held/proc" };
	struct race race = { 0 };
	unsigned long opened = 0;
	char directory[64], name[96];
	int base, inner, up;

	if (mkdir("/m/mnt/own", 0755) < 0 || mkdir("/m/mnt/own/proc", 0755) < 0)
		broken("no directory");
	snprintf(directory, sizeof(directory), "proc/%d", given_pid("ESCAPE_PID"));
	inner = open("/m/mnt/own", O_PATH | O_DIRECTORY);
	base = open("/m/mnt", O_PATH | O_DIRECTORY);
	up = open("/m", O_PATH | O_DIRECTORY);
	if (mkdirat(inner, directory, 0755) < 0)
		broken("no directory in it");
	snprintf(name, sizeof(name), "/m/mnt/own/%s/stat", directory);
	make_file("/m/mnt/own/file", "own file");
	if (rename("/m/mnt/own/file", name) < 0)
		broken("no file in it");
	start(flip, NULL);
	while (racing(&race)) {
		for (int i = 0; i < 2; i++) {
			snprintf(name, sizeof(name), "%s/%s/stat", ways[i], directory + 5);
			refuse_procfs(open(name, O_RDONLY), &opened);
			refuse_procfs(openat(up, name + 3, O_RDONLY), &opened);
			refuse_procfs(openat(base, name + 7, O_RDONLY), &opened);
			name[strlen(name) - 5] = '\0';
			if (chdir(name) == 0)
				refuse_procfs(open("stat", O_RDONLY), &opened);
			(void)chdir("/");
		}
	}
	printf("%lu of %lu opened\n", opened, 8 * race.rounds);
	contained();
}
