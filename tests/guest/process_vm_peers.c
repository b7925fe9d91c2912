/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* process_vm_readv and process_vm_writev reach a child, and nobody who has ended. */
#include "guest.h"

#include <sys/uio.h>

static char text[16] = "parent";

int main(void)
{
	char copy[16] = "";
	struct iovec here = { copy, sizeof(copy) };
	struct iovec there = { text, sizeof(text) };
	int ready[2];
	char byte;
	pid_t child;

	if (pipe(ready) < 0)
		return 1;
	child = fork();
	if (!child) {
		strcpy(text, "child");
		(void)!write(ready[1], "x", 1);
		for (;;)
			pause();
	}
	(void)!read(ready[0], &byte, 1);
	printf("read %zd\n", process_vm_readv(child, &here, 1, &there, 1, 0));
	printf("text %s\n", copy);
	strcpy(copy, "written");
	printf("write %zd\n", process_vm_writev(child, &here, 1, &there, 1, 0));
	memset(copy, 0, sizeof(copy));
	printf("read %zd\n", process_vm_readv(child, &here, 1, &there, 1, 0));
	printf("text %s, ours %s\n", copy, text);
	kill(child, SIGKILL);
	show_wait("ended", child);
	printf("read %zd ", process_vm_readv(child, &here, 1, &there, 1, 0));
	printf("%s\n", err_name(errno));
	printf("self %zd\n", process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	return 0;
}
