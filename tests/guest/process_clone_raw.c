/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* clone with chosen flags: shared memory, files, directory, settid and cleartid. */
#include "guest.h"

static int shared;

static int child_main(void *arg)
{
	(void)arg;
	shared = 7;
	open("f", O_RDONLY);
	return chdir("d") ? 1 : 11;
}

int main(void)
{
	char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	pid_t child, tid = 0;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	child = MUST(clone(child_main, stack + 65536,
			   CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_PARENT_SETTID | SIGCHLD, NULL,
			   &tid));
	printf("settid %d\n", tid == child);
	show_wait("sharing", child);
	printf("shared %d\n", shared);
	CALL(fcntl(3, F_GETFD));
	show_path("../d");
	MUST(chdir(".."));
	shared = 0;
	child = MUST(clone(child_main, stack + 65536, SIGCHLD, NULL));
	show_wait("separate", child);
	printf("shared %d\n", shared);
	CALL(fcntl(4, F_GETFD));
	child = MUST(clone(child_main, stack + 65536, 0, NULL));
	CALL(waitpid(child, NULL, 0));
	CALL(waitpid(child, NULL, __WALL) == child);
	CALL(clone(child_main, stack + 65536, CLONE_SIGHAND, NULL));
	CALL(clone(child_main, stack + 65536, CLONE_THREAD, NULL));
	return 0;
}
