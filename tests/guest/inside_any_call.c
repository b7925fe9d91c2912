/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * All kinds of calls by syscall(2), one site for all of them: numbers that do not exist, six
 * arguments, forks, in a thread, on a small stack, with signals.
 */
#include "guest.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/select.h>

static volatile sig_atomic_t signals;

static void on_signal(int number)
{
	(void)number;
	signals = signals + 1;
}

static void look(const char *name)
{
	struct statx info = { 0 };
	long result = syscall(SYS_statx, AT_FDCWD, name, 0, STATX_BASIC_STATS, &info);

	printf("%s: %ld %s %o\n", name, result, result < 0 ? strerror(errno) : "", info.stx_mode);
}

static void wrong_numbers(void)
{
	static const long numbers[] = { -1, -100, 0x7fffffff, 0x0fffffff, 999999,
					(long)(0x80000000U | SYS_openat),
					0x100000000 | SYS_getppid };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		long result = syscall(numbers[i], AT_FDCWD, "/", O_RDONLY, 0);

		printf("number %zu: %s\n", i,
		       result == getppid() ? "parent" : result < 0 ? strerror(errno) : "?");
	}
}

/* The sixth argument comes from the stack. */
static void six_arguments(void)
{
	static const char text[] = "second page";
	long page = sysconf(_SC_PAGESIZE);
	int fd = (int)syscall(SYS_openat, AT_FDCWD, "six", O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct timespec none = { 0 };
	sigset_t blocked, before, after;
	struct {
		const sigset_t *set;
		size_t size;
	} mask = { &blocked, 8 };
	char *map;

	if (ftruncate(fd, 2 * page) < 0 || pwrite(fd, text, sizeof(text), page) < 0)
		printf("six: %s\n", strerror(errno));
	map = (char *)syscall(SYS_mmap, NULL, page, PROT_READ, MAP_PRIVATE, fd, page);
	printf("mapped: %s\n", map == MAP_FAILED ? strerror(errno) : map);
	sigfillset(&blocked);
	sigprocmask(SIG_BLOCK, NULL, &before);
	printf("pselect6: %ld\n", syscall(SYS_pselect6, 0, NULL, NULL, NULL, &none, &mask));
	sigprocmask(SIG_BLOCK, NULL, &after);
	printf("mask kept: %d\n", sigismember(&before, SIGUSR1) == sigismember(&after, SIGUSR1));
	close(fd);
	unlink("six");
}

static void births(void)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0) {
		look("/");
		fflush(stdout);
		syscall(SYS_exit_group, 7);
	}
	printf("%d\n", waitpid(child, &status, 0) == child ? WEXITSTATUS(status) : -1);
}

static void *in_thread(void *unused)
{
	(void)unused;
	for (int i = 0; i < 3; i++)
		look("/nosuchname");
	return NULL;
}

static void on_alternate_stack(int number)
{
	(void)number;
	for (int i = 0; i < 50; i++)
		if (syscall(SYS_faccessat, AT_FDCWD, "/", F_OK) != 0)
			puts("access on a small stack");
}

int main(void)
{
	static char small[8192];
	const stack_t stack = { .ss_sp = small, .ss_size = sizeof(small) };
	struct sigaction action = { .sa_handler = on_alternate_stack, .sa_flags = SA_ONSTACK };
	struct itimerval timer = { { 0, 700 }, { 0, 700 } };
	pthread_t thread;

	for (int i = 0; i < 4; i++)
		look("/");
	wrong_numbers();
	six_arguments();
	births();
	sigaltstack(&stack, NULL);
	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	action = (struct sigaction){ .sa_handler = on_signal };
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	while (signals < 50)
		if (syscall(SYS_faccessat, AT_FDCWD, "/", F_OK) != 0 ||
		    syscall(SYS_faccessat, AT_FDCWD, "/nosuchname", F_OK) == 0)
			puts("access with signals");
	timer = (struct itimerval){ 0 };
	setitimer(ITIMER_REAL, &timer, NULL);
	pthread_create(&thread, NULL, in_thread, NULL);
	for (int i = 0; i < 200; i++)
		if (syscall(SYS_faccessat, AT_FDCWD, "/", F_OK) != 0)
			puts("access beside a thread");
	pthread_join(thread, NULL);
	births();
	return 0;
}
