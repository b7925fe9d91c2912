/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RLIMIT_FSIZE stops truncate, ftruncate and write, with SIGXFSZ. */
#include "guest.h"

static volatile sig_atomic_t seen;

static void on_signal(int signo)
{
	(void)signo;
	seen++;
}

int main(void)
{
	struct rlimit limit = { 100, 100 };
	int fd;

	put_file("f", "x");
	fd = MUST(open("f", O_RDWR));
	signal(SIGXFSZ, on_signal);
	MUST(setrlimit(RLIMIT_FSIZE, &limit));
	CALL(truncate("f", 100));
	CALL(truncate("f", 101));
	printf("signals %d\n", (int)seen);
	CALL(ftruncate(fd, 101));
	printf("signals %d\n", (int)seen);
	CALL(pwrite(fd, "abcd", 4, 98));
	CALL(pwrite(fd, "abcd", 4, 100));
	printf("signals %d\n", (int)seen);
	show_path("f");
	return 0;
}
