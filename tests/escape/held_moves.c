/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02: calls that the tracer makes its own business for as long as they take, because they name
 * another thread: memory of a peer's read by the gigabyte, pages looked at by the million under the number
 * of a sibling. Each attacker makes his first one at once. Somebody who makes short calls is served.
 */
#include <sys/uio.h>

#include "escape.h"

#define ATTACKERS 6
#define ROUNDS	  300
#define MUCH	  (1UL << 30)
#define PIECE	  (1UL << 26)

static pid_t members[ATTACKERS];

static void *wait_for_ever(void *number)
{
	*(volatile pid_t *)number = (pid_t)syscall(SYS_gettid);
	for (;;)
		pause();
	return NULL;
}

/* Memory for more than there is: the same again and again. */
static char *make_much(size_t size)
{
	int fd = memfd_create("much", 0);
	char *memory = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (fd < 0 || ftruncate(fd, PIECE) < 0 || memory == MAP_FAILED)
		broken("no memory");
	for (size_t at = 0; at < size; at += PIECE)
		if (mmap(memory + at, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
			broken("no mapping");
	return memory;
}

static _Noreturn void look_at_pages(void)
{
	volatile pid_t sibling = 0;
	char *pages = make_much(MUCH), *status = make_much(MUCH / 2);

	start(wait_for_ever, (void *)&sibling);
	while (sibling == 0)
		usleep(1000);
	for (;;)
		(void)syscall(SYS_move_pages, sibling, MUCH / 8, pages, NULL, status, 0);
}

static _Noreturn void read_peer(char *memory)
{
	struct iovec all = { memory, MUCH };

	for (;;)
		(void)process_vm_readv(getppid(), &all, 1, &all, 1, 0);
}

int main(void)
{
	double begin, longest = 0.1 * HELD_UP_SECONDS;
	char *memory = make_much(MUCH);

	for (int i = 0; i < ATTACKERS; i++) {
		members[i] = fork();
		if (members[i] < 0)
			broken("fork");
		if (members[i] == 0 && i % 2 == 0)
			look_at_pages();
		if (members[i] == 0)
			read_peer(memory);
	}
	usleep(500000);
	begin = now();
	for (int i = 0; i < ROUNDS; i++) {
		(void)syscall(SYS_fchmodat, AT_FDCWD, "none", 0600);
		if (now() - begin > longest)
			escaped("%d short calls take more than %.0f s", i, longest);
	}
	printf("%.2f s\n", now() - begin);
	for (int i = 0; i < ATTACKERS; i++)
		kill(members[i], SIGKILL);
	for (int i = 0; i < ATTACKERS; i++)
		waitpid(members[i], NULL, 0);
	contained();
}
