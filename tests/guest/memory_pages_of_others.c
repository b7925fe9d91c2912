/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* move_pages and migrate_pages: of oneself, of nobody; and which argument is minded first. */
#include "guest.h"

#include <pthread.h>

static void try(const char *who, int pid)
{
	unsigned long nodes = 1;
	void *page[1] = { &nodes };
	int status[1] = { 77 };

	printf("%s\n", who);
	CALL(syscall(SYS_move_pages, pid, 1, page, NULL, status, 0));
	CALL(syscall(SYS_move_pages, pid, 1, page, NULL, status, 77));
	CALL(syscall(SYS_move_pages, pid, 1, (void *)8, NULL, status, 0));
	CALL(syscall(SYS_migrate_pages, pid, 64, &nodes, &nodes));
	CALL(syscall(SYS_migrate_pages, pid, 64, (void *)8, &nodes));
	CALL(syscall(SYS_migrate_pages, pid, -1, &nodes, &nodes));
}

static void *wait_for_ever(void *number)
{
	__atomic_store_n((int *)number, (int)syscall(SYS_gettid), __ATOMIC_SEQ_CST);
	for (;;)
		pause();
	return NULL;
}

int main(void)
{
	volatile int number = 0;
	pthread_t thread;
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	try("myself", 0);
	try("by number", getpid());
	pthread_create(&thread, NULL, wait_for_ever, (void *)&number);
	while (number == 0)
		usleep(1000);
	try("a sibling", number);
	try("nobody", child);
	try("below zero", -5);
	try("init of nobody", INT_MAX);
	return 0;
}
