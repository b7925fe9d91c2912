/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Liveness: first threads of processes end alone, while other threads live on, which nobody is told
 * of until these have ended, too: behind an open whose end the tracer does not wait for, and, killed
 * by a filter of their own, in a call that the tracer makes in their name. They keep no place in the
 * gate's memory from others, and the tracer does not wait for them.
 * ATTACK MODES: landlock default landlock,seccomp
 */
#include "escape.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/sendfile.h>

#define PROCESSES 280 /* there are 256 slots */
#define KILLED    40

static pid_t children[PROCESSES + KILLED];
static int child_count;

static void *live_on(void *unused)
{
	(void)unused;
	while (pause() < 0)
		continue;
	return NULL;
}

static void die_behind_open(int ready)
{
	/* A mode that is not of the gate's table. */
	(void)syscall(SYS_openat, AT_FDCWD, "opened", O_RDWR | O_CREAT, 0611);
	(void)write(ready, "", 1);
	for (;;)
		(void)syscall(SYS_exit, 0);
}

/* The tracer passes what was judged on by memory that it has the thread map. */
static void die_in_call(int ready)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_THREAD),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };
	char *none[] = { NULL };
	int fd = (int)syscall(SYS_memfd_create, "x", 0);
	int own = open("/proc/self/exe", O_RDONLY);

	(void)sendfile(fd, own, NULL, 1 << 30);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
	(void)write(ready, "", 1);
	(void)syscall(SYS_execveat, fd, "", none, none, AT_EMPTY_PATH);
	for (;;)
		pause();
}

static void make(void (*die)(int ready), int ready)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pid_t pid = fork();

	if (pid < 0)
		broken("no process");
	if (pid > 0) {
		children[child_count++] = pid;
		return;
	}
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	if (pthread_create(&thread, &attributes, live_on, NULL) == 0)
		die(ready);
	_exit(1);
}

/* It needs a place itself. */
static void be_served(const char *when)
{
	double begin = now();
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		for (int i = 0; i < 20; i++) {
			int fd = open("made", O_RDWR | O_CREAT | O_EXCL, 0600);

			if (fd < 0 || close(fd) < 0 || unlink("made") < 0)
				_exit(1);
		}
		_exit(0);
	}
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() - begin > HELD_UP_SECONDS)
			escaped("%s: nobody is served", when);
		usleep(1000);
	}
	if (status != 0)
		broken("no file was made");
	printf("%s: %.1f s\n", when, now() - begin);
	fflush(stdout);
}

int main(void)
{
	int ready[2];
	char byte;

	enter_scratch();
	if (pipe(ready) < 0)
		broken("pipe");
	for (int i = 0; i < PROCESSES; i++)
		make(die_behind_open, ready[1]);
	for (int i = 0; i < PROCESSES; i++)
		(void)read(ready[0], &byte, 1);
	be_served("behind an open");
	for (int i = 0; i < KILLED; i++)
		make(die_in_call, ready[1]);
	for (int i = 0; i < KILLED; i++)
		(void)read(ready[0], &byte, 1);
	be_served("in a call");
	for (int i = 0; i < child_count; i++)
		(void)kill(children[i], SIGKILL);
	contained();
}
