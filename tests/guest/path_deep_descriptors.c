/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What lies deeper than names can be told: opened anew by its descriptor's name; and directories
 * there that cannot be listed, when somebody could have handed in descriptors.
 */
#include "peers.h"

#define DEPTH 24

static void go_down(mode_t mode)
{
	char *name = repeat('d', 200);

	for (int depth = 0; depth < DEPTH; depth++) {
		MUST(mkdir(name, mode));
		MUST(chdir(name));
	}
}

static void open_again(void)
{
	int fd = MUST(open("file", O_RDWR | O_CREAT, 0644));
	int reading = MUST(open("file", O_RDONLY));
	char name[64], other[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	snprintf(other, sizeof(other), "/proc/self/fd/%d", reading);
	TRY_OPEN(open(name, O_RDONLY));
	TRY_OPEN(open(name, O_RDWR));
	TRY_OPEN(open(other, O_RDONLY));
	CALL(unlink("file"));
	close(reading);
	close(fd);
}

int main(void)
{
	int top = MUST(open(".", O_RDONLY | O_DIRECTORY));
	struct stat st;

	umask(0);
	go_down(0755);
	open_again();
	MUST(fchdir(top));
	connect_to_nobody();
	MUST(mkdir("second", 0755));
	MUST(chdir("second"));
	go_down(0311);
	CALL(mkdir("new", 0755));
	CALL(stat("new", &st));
	CALL(rename("new", "other"));
	CALL(rmdir("other"));
	return 0;
}
