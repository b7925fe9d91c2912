/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: more processes than ptjail's memory has places for (held_slots.c) open a file, and are then
 * stopped for good, by a signal or by a member that traces them: others are served all the same. So
 * are they where those are stopped at the first instruction of what the kernel executed.
 * ATTACK BROKEN: TURNS
 */
#include "escape.h"

#include <poll.h>
#include <sys/ptrace.h>

#define STOPPED 260 /* there are 256 slots */

static pid_t pids[STOPPED];

/* By no instructions that in-process code would take the place of. */
static long open_plainly(const char *name)
{
#ifdef __x86_64__
	register long mode __asm__("r10") = 0;
	long result = SYS_openat;

	__asm__ volatile("nop; syscall"
			 : "+a"(result)
			 : "D"((long)AT_FDCWD), "S"(name), "d"((long)O_RDONLY), "r"(mode)
			 : "rcx", "r11", "memory");
	return result;
#else
	return syscall(SYS_openat, AT_FDCWD, name, O_RDONLY);
#endif
}

static void be_stopped(int out)
{
	struct pollfd nothing = { .fd = -1 };

	if (open_plainly("file") < 0 || write(out, "", 1) != 1)
		_exit(1);
	for (;;)
		(void)poll(&nothing, 1, -1);
}

static void stop_one(pid_t pid, bool traced)
{
	int status;

	if (!traced && kill(pid, SIGSTOP) < 0)
		broken("kill");
	if (traced &&
	    (ptrace(PTRACE_SEIZE, pid, 0, 0) < 0 || ptrace(PTRACE_INTERRUPT, pid, 0, 0) < 0))
		skip("nobody can be traced");
	if (waitpid(pid, &status, WUNTRACED | __WALL) != pid || !WIFSTOPPED(status))
		broken("it does not stop");
}

static void stop_many(bool traced)
{
	struct pollfd wait = { .events = POLLIN };
	int ready[2];
	char byte;

	if (pipe(ready) < 0)
		broken("pipe");
	wait.fd = ready[0];
	for (int i = 0; i < STOPPED; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			broken("fork");
		if (pids[i] == 0)
			be_stopped(ready[1]);
		if (poll(&wait, 1, (int)(HELD_UP_SECONDS * 1000)) == 0)
			escaped("nobody is served while %d others are stopped", i);
		if (read(ready[0], &byte, 1) != 1)
			broken("read");
		stop_one(pids[i], traced);
	}
	(void)close(ready[0]);
	(void)close(ready[1]);
}

static void expect_served(const char *how)
{
	double begin = now();
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		_exit(open_plainly("file") < 0);
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() - begin > HELD_UP_SECONDS)
			escaped("nobody is served while many are stopped by %s", how);
		usleep(20000);
	}
	if (status != 0)
		broken("status %x", status);
}

/* The kernel sends SIGSTOP as it closes a pipe for the new program. */
static void stop_at_exec(void)
{
	int closed[2];

	if (pipe(closed) < 0 || fcntl(closed[1], F_SETFD, FD_CLOEXEC) < 0 ||
	    fcntl(closed[0], F_SETOWN, getpid()) < 0 || fcntl(closed[0], F_SETSIG, SIGSTOP) < 0 ||
	    fcntl(closed[0], F_SETFL, O_ASYNC) < 0)
		_exit(1);
	execl("/proc/self/exe", "held_stopped", "wait", NULL);
	_exit(1);
}

static void stop_loaders(void)
{
	int status = 0;

	for (int i = 0; i < STOPPED; i++) {
		double begin = now();

		pids[i] = fork();
		if (pids[i] < 0)
			broken("fork");
		if (pids[i] == 0)
			stop_at_exec();
		while (waitpid(pids[i], &status, WUNTRACED | WNOHANG) == 0) {
			if (now() - begin > HELD_UP_SECONDS)
				escaped("nobody is served while %d others have just begun", i);
			usleep(1000);
		}
		if (!WIFSTOPPED(status))
			broken("it does not stop");
	}
}

/* They still are what they were to become. */
static void expect_continued(void)
{
	int status;

	for (int i = 0; i < STOPPED; i++) {
		if (kill(pids[i], SIGCONT) < 0 ||
		    waitpid(pids[i], &status, WCONTINUED) != pids[i] || !WIFCONTINUED(status))
			broken("it does not go on");
	}
	usleep(200000);
	for (int i = 0; i < STOPPED; i++) {
		if (waitpid(pids[i], &status, WNOHANG) != 0)
			broken("status %x", status);
	}
}

static void end_all(void)
{
	for (int i = 0; i < STOPPED; i++)
		(void)kill(pids[i], SIGKILL);
	for (int i = 0; i < STOPPED; i++)
		(void)waitpid(pids[i], NULL, __WALL);
}

int main(int argc, char **argv)
{
	int fd;

	if (argc > 1 && strcmp(argv[1], "wait") == 0)
		for (;;)
			pause();
	enter_scratch();
	fd = open("file", O_RDWR | O_CREAT, 0600);
	if (fd < 0 || close(fd) < 0)
		broken("no file");
	stop_many(false);
	expect_served("a signal");
	end_all();
	stop_many(true);
	expect_served("a tracer");
	end_all();
	stop_loaders();
	expect_served("a signal as they begin");
	expect_continued();
	end_all();
	contained();
}
