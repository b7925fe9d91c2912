/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One who gave up root opens a name that is led to a file which root keeps from him. Before what
 * he got is compared with what was judged, another like him takes it, by a pidfd or by /proc.
 * ATTACK OPTIONS: -0
 * ATTACK BROKEN: UNJUDGED
 */
#include "escape.h"

#define NUMBER 20 /* the lowest free one of who opens */

static void drop_root(void)
{
	if (syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0 || prctl(PR_SET_DUMPABLE, 1) < 0)
		broken("setresuid");
}

static pid_t fork_lesser(void)
{
	pid_t pid = fork();

	if (pid == 0)
		drop_root();
	return pid;
}

static void open_for_ever(void)
{
	while (dup(0) < NUMBER)
		;
	close(NUMBER);
	/* Every second one stays for a moment: where everything is slow, something is to be taken. */
	for (int i = 0;; i++) {
		int fd = open("mine/file", O_RDONLY);

		linger(i % 2 * 20000);
		close(fd);
	}
}

static void exchange_for_ever(void)
{
	for (int i = 0;; i++) {
		syscall(SYS_renameat2, AT_FDCWD, "mine", AT_FDCWD, "roots", 2);
		linger(1000 + i % 7 * 5000);
	}
}

static void take(pid_t opener, bool by_name, unsigned long *taken)
{
	int pidfd = (int)syscall(SYS_pidfd_open, opener, 0);
	char name[64], self[64];
	int fd, again;

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%d", opener, NUMBER);
	fd = by_name ? open(name, O_PATH) : (int)syscall(SYS_pidfd_getfd, pidfd, NUMBER, 0);
	close(pidfd);
	if (fd < 0)
		return;
	*taken += 1;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	again = by_name ? open(self, O_RDONLY) : -1;
	refuse_secret(again, "a name in /proc of what another had opened");
	refuse_secret(fd, "a pidfd of who had opened it");
}

static void make_files(void)
{
	if (mkdir("mine", 0755) < 0 || mkdir("roots", 0700) < 0)
		broken("mkdir");
	make_file("mine/file", "mine");
	make_file("roots/file", SECRET);
	if (chown("mine", 1000, 1000) < 0 || chown(".", 1000, 1000) < 0 || chmod(".", 0755) < 0)
		broken("chown");
}

int main(void)
{
	struct race race = { 0 };
	unsigned long taken[2] = { 0 };
	pid_t opener, exchanger, taker;

	enter_scratch();
	make_files();
	opener = fork_lesser();
	if (opener == 0)
		open_for_ever();
	exchanger = fork_lesser();
	if (exchanger == 0)
		exchange_for_ever();
	taker = fork_lesser();
	if (taker == 0) {
		while (racing_until(&race, taken[0] > 20 && taken[1] > 20))
			take(opener, race.rounds % 2 != 0, &taken[race.rounds % 2]);
		if (taken[0] == 0 || taken[1] == 0)
			broken("nothing to take: %lu, %lu", taken[0], taken[1]);
		_exit(0);
	}
	join(taker);
	kill(opener, SIGKILL);
	kill(exchanger, SIGKILL);
	contained();
}
