/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E2: the writer is a process that shares the memory but no thread group (CLONE_VM), as a child
 * of vfork does.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

static char name[PATH_MAX], inside_name[PATH_MAX], outside_name[PATH_MAX];
static char stack[65536] __attribute__((aligned(16)));

static int flip(void *data)
{
	size_t size = strlen(name) + 1;

	(void)data;
	for (;;) {
		memcpy(name, outside_name, size);
		linger(100);
		memcpy(name, inside_name, size);
		linger(300);
	}
	return 0;
}

int main(void)
{
	struct flip_count count = { 0 };
	struct race race = { 0 };
	pid_t pid;

	enter_scratch();
	make_file("inside", "inside");
	flip_spellings(inside_name, outside_name, "inside", "secret");
	strcpy(name, inside_name);
	pid = clone(flip, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
	if (pid < 0)
		broken("clone");
	while (racing_until(&race, flip_seen(&count)))
		flip_open(&count, name, "a name that a process with the same memory changed");
	kill(pid, SIGKILL);
	flip_end(&count);
}
