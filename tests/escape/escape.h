/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What every attack shares. An attack runs jailed; it ends in contained() when all it tried
 * came to nothing, or in escaped() with the proof. The runner then looks at the canaries
 * outside, whatever the attack says of itself.
 *
 *   ESCAPE_OUT     host path of the directory outside, which the attacker knows
 *   ESCAPE_PID     an outside process of the same user
 *   ESCAPE_TRACER  ptjail itself
 *   ESCAPE_TTY     N of an outside terminal /dev/pts/N of the same user
 *   ESCAPE_PORT    where somebody outside listens on the loopback interface, TCP and UDP
 *   ESCAPE_IPC     "KEY SHM SEM MSG": objects of System V outside, of the same user, with all rights
 *   ESCAPE_ABSTRACT  abstract name somebody outside listens at
 *   ESCAPE_SECONDS how long a race may take
 */
#ifndef PTJAIL_TESTS_ESCAPE_H
#define PTJAIL_TESTS_ESCAPE_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Where the old form does not exist an attack by it meets ENOSYS. */
#ifndef SYS_open
#define SYS_open 0xffffff
#endif

#define SECRET "ptjail-outside-secret"

#define UNUSED __attribute__((unused))

UNUSED static _Noreturn void contained(void)
{
	puts("contained");
	fflush(stdout);
	_exit(0);
}

UNUSED static _Noreturn void skip(const char *why)
{
	printf("skipped: %s\n", why);
	fflush(stdout);
	_exit(77);
}

UNUSED static _Noreturn void __attribute__((format(printf, 1, 2))) escaped(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	printf("ESCAPED: ");
	vprintf(format, arguments);
	va_end(arguments);
	printf(" (errno %d)\n", errno);
	fflush(stdout);
	_exit(1);
}

/* The attack could not be made as it was meant: the test proves nothing. */
UNUSED static _Noreturn void __attribute__((format(printf, 1, 2))) broken(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	printf("BROKEN: ");
	vprintf(format, arguments);
	va_end(arguments);
	printf(" (errno %d)\n", errno);
	fflush(stdout);
	_exit(2);
}

/* Waits for a child that attacks too: what it found is ours. Dead by a signal: nothing. */
UNUSED static void join(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) < 0)
		broken("waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		_exit(WEXITSTATUS(status));
}

UNUSED static const char *given(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL)
		broken("%s is not set", name);
	return value;
}

UNUSED static pid_t given_pid(const char *name)
{
	return atoi(given(name));
}

/* A path of the outside directory, in one of a few buffers used in turn. */
UNUSED static const char *outside(const char *name)
{
	static __thread char paths[8][PATH_MAX];
	static __thread unsigned int next;
	char *path = paths[next++ % 8];

	snprintf(path, PATH_MAX, "%s/%s", given("ESCAPE_OUT"), name);
	return path;
}

/* Whether the descriptor is the outside's secret; it is closed. */
UNUSED static bool is_secret(int fd)
{
	char text[64] = "";
	ssize_t size;

	if (fd < 0)
		return false;
	size = pread(fd, text, sizeof(text) - 1, 0);
	close(fd);
	return size > 0 && strstr(text, SECRET) != NULL;
}

UNUSED static void refuse_secret(int fd, const char *how)
{
	if (is_secret(fd))
		escaped("the secret was read by %s", how);
}

/* Nothing of the outside may be reached: the call has to fail. */
UNUSED static void must_fail(long result, const char *what)
{
	if (result >= 0)
		escaped("%s succeeded with %ld", what, result);
}

/* Much of what is refused to others is said to be done to a fake root, and nothing is. */
UNUSED static bool is_faked_root(void)
{
	return geteuid() == 0;
}

UNUSED static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/*
 * What takes so long is held up, also on a machine that is busy with other things: three quarters of
 * the time after which an attack is said to hang (120 seconds, more in emulation).
 */
#define HELD_UP_SECONDS (0.75 * atof(given("ESCAPE_HANG")))

/* while (racing(&race)) ...: bounded by ESCAPE_SECONDS; looks at the clock now and then. */
struct race {
	double end;
	unsigned long rounds;
};

UNUSED static bool racing(struct race *race)
{
	const char *seconds = getenv("ESCAPE_SECONDS");

	if (race->rounds++ == 0)
		race->end = now() + (seconds == NULL ? 2.0 : atof(seconds));
	return race->rounds % 16 != 0 || now() < race->end;
}

/* As long as that, and on a slow machine longer: until what shows that there is a race was seen. */
UNUSED static bool racing_until(struct race *race, bool seen)
{
	return racing(race) || (!seen && now() < race->end + 60);
}

/* For a moment, in which what was written is seen by others. */
UNUSED static void linger(int rounds)
{
	__asm__ volatile("" ::: "memory");
	for (volatile int i = 0; i < rounds; i++)
		;
	__asm__ volatile("" ::: "memory");
}

UNUSED static pthread_t start(void *(*run)(void *), void *data)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, run, data) != 0)
		broken("no thread");
	return thread;
}

UNUSED static void make_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		broken("cannot make %s", path);
	close(fd);
}

/* A fresh directory below /tmp of the jail, entered. */
UNUSED static void enter_scratch(void)
{
	char name[] = "/tmp/attack-XXXXXX";

	if (mkdtemp(name) == NULL || chdir(name) < 0)
		broken("no scratch directory");
}

UNUSED static socklen_t unix_address(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	if (path[0] == '@') {
		memcpy(address->sun_path + 1, path + 1, strlen(path + 1));
		return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	}
	if (strlen(path) >= sizeof(address->sun_path))
		broken("%s is too long for a socket", path);
	strcpy(address->sun_path, path);
	return sizeof(*address);
}

/* --- the gate, as an attacker finds it ------------------------------------------------------ */

#define GATE_WORDS_ (GATE_SLOTS_ + 0x8000UL * 256)
#define GATE_WORDS_END_ (GATE_WORDS_ + 0x400000UL)
#define GATE_ITSELF_ GATE_WORDS_END_
#define GATE_SIZE_ (GATE_ITSELF_ + 0x10000UL)
#define GATE_SLOTS_ 0x250000UL
#define GATE_OWNERS_ 0x40000UL
#define GATE_CODE_ 0x20000UL
#define GATE_CODE_END_ (GATE_CODE_ + 0x11800) /* but for zeroes */
#define GATE_HOWS_ 0x1000UL
/* Of 32 bytes each: for a mount's descriptor, for that of "/" only, for any other. */
#define GATE_HOW_NEW_ 680UL
#define GATE_HOW_ROOT_ 1256UL
#define GATE_HOW_ANY_ 1296UL
#define GATE_FD_MARK_ 0x70746a6100000000UL
#define GATE_HOWS_END_ (GATE_HOWS_ + 32 * (GATE_HOW_ANY_ + GATE_HOW_ROOT_))

/* Readable at all? Without a signal: write(2) says EFAULT. */
UNUSED static bool readable(uint64_t address)
{
	static int sink[2] = { -1, -1 };
	char byte;

	if (sink[0] < 0 && pipe(sink) < 0)
		broken("pipe");
	if (write(sink[1], (const void *)(uintptr_t)address, 1) != 1)
		return false;
	return read(sink[0], &byte, 1) == 1;
}

/* Found as any program finds its own memory: by trying the addresses that ptjail knows. */
UNUSED static uint64_t find_gate(void)
{
	static const uint64_t places[] = {
#include "gate_addresses.h"
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (readable(places[i]) && readable(places[i] + GATE_SLOTS_) &&
		    readable(places[i] + GATE_SIZE_ - 1))
			return places[i];
	broken("no gate");
}

/*
 * The mode that a file has on the host, by the form that fake root lets pass: from an instruction of
 * its own, as others come to be answered in-process, as the jail shows it. -1: it cannot be had.
 */
UNUSED static int host_mode(int fd, uint64_t gate)
{
	struct statx info;
	long result;

#if defined(__x86_64__)
	register long flags __asm__("r10") = STATX_MODE;
	register void *buffer __asm__("r8") = &info;

	__asm__ volatile("nop\n\tnop\n\tnop\n\tnop\n\tnop\n\tsyscall"
			 : "=a"(result)
			 : "a"(SYS_statx), "D"((long)fd), "S"(gate), "d"((long)AT_EMPTY_PATH),
			   "r"(flags), "r"(buffer)
			 : "rcx", "r11", "memory");
#else
	register long x9 __asm__("x9") = SYS_statx;
	register long x0 __asm__("x0") = fd;
	register uint64_t x1 __asm__("x1") = gate;
	register long x2 __asm__("x2") = AT_EMPTY_PATH;
	register long x3 __asm__("x3") = STATX_MODE;
	register void *x4 __asm__("x4") = &info;

	__asm__ volatile(".rept 8\n\tnop\n\t.endr\n\tmov x8, x9\n\tsvc #0"
			 : "+r"(x0)
			 : "r"(x9), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "x8", "memory");
	result = x0;
#endif
	return result != 0 ? -1 : info.stx_mode;
}

/* Within the limit and free, and yet it cannot be had. */
UNUSED static bool is_kept_from_us(int fd)
{
	struct rlimit limit;

	if (fcntl(fd, F_GETFD) >= 0 || getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return false;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	if ((rlim_t)fd >= limit.rlim_cur || dup2(STDOUT_FILENO, fd) != -1)
		return close(fd), false;
	return errno == EBADF;
}

/* What the kernel itself knows of a descriptor, whatever the jail says. */
UNUSED static bool exists(int fd)
{
	struct stat info;

	/* Fake root answers fstat itself. */
	if (is_faked_root())
		return fstat(fd, &info) == 0 || is_kept_from_us(fd);
#ifdef SYS_fstat
	return syscall(SYS_fstat, fd, &info) == 0;
#else
	return fstat(fd, &info) == 0;
#endif
}

/* The lowest protected descriptor: the first number that fstat knows and dup does not. */
UNUSED static int find_protected(void)
{
	for (int fd = 3; fd < 70000; fd++) {
		int copy = exists(fd) ? dup(fd) : -1;

		if (copy >= 0)
			close(copy);
		else if (exists(fd) && errno == EBADF)
			return fd;
	}
	broken("no protected descriptor");
}

#endif
