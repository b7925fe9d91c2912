/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * As ro_by_reopen_race, by a process that shares the descriptors and nothing else. It is made by
 * clone with a number in whose upper half something is: KERNEL: numbers are ints, and whoever takes
 * that for another call does not know what parent and child share.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: REOPEN
 */
#include "escape.h"

static void flip(int memory, int read_only, int working)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		dup2(read_only, working);
		linger(500);
		dup2(memory, working);
		linger(1500);
	}
}

int main(void)
{
	int memory = memfd_create("memory", 0);
	int read_only = open("/ro/file", O_RDONLY);
	int working = dup(memory);
	struct race race = { 0 };
	struct stat wanted, info;
	char path[64];
	pid_t pid;

	if (memory < 0 || read_only < 0 || fstat(read_only, &wanted) < 0)
		broken("files");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	pid = (pid_t)syscall(SYS_clone | 1L << 32, 0x400 /* CLONE_FILES */ | SIGCHLD, 0, 0, 0, 0);
	if (pid < 0)
		broken("clone");
	if (pid == 0)
		flip(memory, read_only, working);
	while (racing(&race)) {
		int fd = open(path, O_RDWR);

		if (fd < 0)
			continue;
		if (fstat(fd, &info) == 0 && info.st_ino == wanted.st_ino &&
		    info.st_dev == wanted.st_dev)
			escaped("a read-only file is open for writing");
		close(fd);
	}
	kill(pid, SIGKILL);
	contained();
}
