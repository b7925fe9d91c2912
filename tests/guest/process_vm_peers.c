/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* process_vm_readv and process_vm_writev reach a child, and nobody who has ended. */
#include "guest.h"

#include <sys/mman.h>
#include <sys/uio.h>

static char text[16] = "parent";

#define MUCH (40UL << 20)

/* More than one call may move: whoever asks for much asks again for the rest. */
static void move_much(pid_t child, char *from)
{
	char *to = mmap(NULL, MUCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t done = 0;
	ssize_t moved;

	do {
		struct iovec here[2] = { { to + done, (MUCH - done) / 3 },
					 { to + done + (MUCH - done) / 3, MUCH } };
		struct iovec there[2] = { { NULL, 0 }, { from + done, MUCH - done } };

		moved = process_vm_readv(child, here, 2, there, 2, 0);
		done += moved > 0 ? (size_t)moved : 0;
	} while (moved > 0 && done < MUCH);
	printf("%zu bytes, %s\n", done, memcmp(to, from, MUCH) == 0 ? "the same" : "others");
}

static void show_moved(const char *what, ssize_t moved)
{
	printf("%s: %zd %s\n", what, moved, moved < 0 ? err_name(errno) : "");
}

static void pass_wrong_vectors(pid_t child)
{
	static struct iovec many[1025];
	char byte;
	struct iovec here = { &byte, 1 }, nothing = { &byte, 0 }, negative = { &byte, (size_t)-1 };
	struct iovec *bad = (void *)8, nowhere = { bad, 1 };

	for (int i = 0; i < 1025; i++)
		many[i] = (struct iovec){ &byte, 1 };
	show_moved("flags", process_vm_readv(child, bad, 1, bad, 1, 1));
	show_moved("bad here", process_vm_readv(child, bad, 1, &here, 1, 0));
	show_moved("bad there", process_vm_readv(child, &here, 1, bad, 1, 0));
	show_moved("nothing", process_vm_readv(child, &nothing, 1, bad, 1, 0));
	show_moved("none", process_vm_readv(child, NULL, 0, bad, 1, 0));
	show_moved("nothing there", process_vm_readv(child, &here, 1, &nothing, 1, 0));
	show_moved("below zero", process_vm_readv(child, &negative, 1, &here, 1, 0));
	show_moved("below zero there", process_vm_readv(child, &here, 1, &negative, 1, 0));
	show_moved("too many", process_vm_readv(child, many, 1025, &here, 1, 0));
	show_moved("too many there", process_vm_readv(child, &here, 1, many, 1025, 0));
	show_moved("most", process_vm_readv(child, many, 1024, &here, 1, 0));
	show_moved("bad address", process_vm_readv(child, &here, 1, &nowhere, 1, 0));
}

int main(void)
{
	char *much = mmap(NULL, MUCH, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char copy[16] = "";
	struct iovec here = { copy, sizeof(copy) };
	struct iovec there = { text, sizeof(text) };
	int ready[2];
	char byte;
	pid_t child;

	if (pipe(ready) < 0)
		return 1;
	for (size_t i = 0; i < MUCH; i += 4096)
		much[i] = (char)(i / 4096);
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
	move_much(child, much);
	pass_wrong_vectors(child);
	kill(child, SIGKILL);
	show_wait("ended", child);
	printf("read %zd ", process_vm_readv(child, &here, 1, &there, 1, 0));
	printf("%s\n", err_name(errno));
	printf("self %zd\n", process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	return 0;
}
