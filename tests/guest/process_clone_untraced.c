/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* clone flags that concern a tracer or a parent make a child like any other. */
#include "guest.h"

static int child_main(void *arg)
{
	put_file(arg, "written by the child");
	show_file(arg);
	return chdir("/") ? 1 : 7;
}

int main(void)
{
	char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	pid_t child, middle;
	int status;

	child = MUST(clone(child_main, stack + 65536, CLONE_UNTRACED | SIGCHLD, "a"));
	show_wait("untraced", child);
	child = MUST(clone(child_main, stack + 65536,
			   CLONE_UNTRACED | CLONE_VFORK | CLONE_VM | SIGCHLD, "b"));
	show_wait("untraced vfork", child);
	/* A grandchild that is made a child. */
	middle = MUST(fork());
	if (!middle) {
		clone(child_main, stack + 65536, CLONE_PARENT | CLONE_VFORK | SIGCHLD, "c");
		_exit(2);
	}
	show_wait("middle", middle);
	child = wait(&status);
	show_status("sibling", status);
	CALL(wait(&status));
	show_path("c");
	return 0;
}
