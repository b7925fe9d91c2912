/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* clone3: what children are made by it, what is written where, and which arguments are wrong. */
#include "guest.h"

#include <linux/sched.h>

static long clone3(const void *args, size_t size)
{
	return syscall(SYS_clone3, args, size);
}

/* A fork by clone3 with these flags; the child uses the file system and ends with `code`. */
static void child(const char *what, struct clone_args args, int code)
{
	pid_t pid = (pid_t)clone3(&args, sizeof(args));

	if (!pid) {
		mkdir(what, 0755);
		_exit(code);
	}
	report_ok(what, pid);
	if (pid > 0)
		show_wait(what, pid);
	show_path(what);
}

static void written(void)
{
	int pidfd = -1;
	pid_t parent_tid = -1, child_tid = -1;
	struct clone_args args = { .flags = CLONE_PIDFD | CLONE_PARENT_SETTID | CLONE_CHILD_SETTID,
				   .exit_signal = SIGCHLD,
				   .pidfd = (uintptr_t)&pidfd,
				   .parent_tid = (uintptr_t)&parent_tid,
				   .child_tid = (uintptr_t)&child_tid };
	pid_t pid = (pid_t)clone3(&args, sizeof(args));
	siginfo_t info = { 0 };

	if (!pid)
		_exit(child_tid == getpid() ? 0 : 1);
	printf("parent_tid %d, pidfd %d, child_tid %d\n", parent_tid == pid, pidfd > 2, child_tid);
	CALL(fcntl(pidfd, F_GETFD));
	CALL(waitid((idtype_t)3, (id_t)pidfd, &info, WEXITED));
	printf("of it %d, status %d\n", info.si_pid == pid, info.si_status);
	close(pidfd);
}

/* The descriptors and the cwd are shared or not, as the flags say. */
static void shared(unsigned long flags)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };
	int fd = MUST(open(".", O_RDONLY | O_DIRECTORY));
	pid_t pid = (pid_t)clone3(&args, sizeof(args));

	if (!pid) {
		close(fd);
		_exit(chdir("/") ? 1 : 0);
	}
	show_wait("sharer", pid);
	CALL(fcntl(fd, F_GETFD));
	show_path("from-child");
	MUST(fchdir(fd) == 0 || (flags & CLONE_FILES) ? 0 : -1);
	MUST(chdir(start_dir()));
	close(fd);
}

static void wrong(const char *what, struct clone_args args, size_t size)
{
	pid_t pid = (pid_t)clone3(&args, size);

	if (!pid)
		_exit(0);
	report_ok(what, pid);
	if (pid > 0)
		waitpid(pid, NULL, __WALL);
}
#define WRONG(size, ...) wrong(#size ": " #__VA_ARGS__, (struct clone_args){ __VA_ARGS__ }, size)

static void errors(void)
{
	char large[4097] = { 0 };
	pid_t tids[2] = { 0, 0 }, below[2] = { -1, 1 }, above = 1 << 22;
	pid_t pid;

	WRONG(8, .exit_signal = SIGCHLD);
	WRONG(63, .exit_signal = SIGCHLD);
	WRONG(64, .exit_signal = SIGCHLD);
	WRONG(80, .exit_signal = SIGCHLD);
	WRONG(88, .exit_signal = 1000);
	WRONG(88, .exit_signal = 65);
	WRONG(88, .exit_signal = 1UL << 32 | SIGCHLD);
	WRONG(88, .flags = CLONE_DETACHED);
	WRONG(88, .flags = SIGCHLD);
	WRONG(88, .flags = 1UL << 40);
	WRONG(88, .flags = CLONE_SIGHAND);
	WRONG(88, .flags = CLONE_THREAD);
	WRONG(88, .flags = CLONE_THREAD, .exit_signal = SIGCHLD);
	WRONG(88, .flags = CLONE_PARENT, .exit_signal = SIGCHLD);
	WRONG(88, .flags = CLONE_FS | CLONE_NEWNS);
	WRONG(88, .flags = CLONE_NEWNS);
	WRONG(88, .flags = CLONE_NEWPID | CLONE_NEWNET);
	WRONG(88, .stack = 4096);
	WRONG(88, .stack_size = 4096);
	WRONG(88, .stack = -4096UL, .stack_size = 8192);
	WRONG(88, .flags = CLONE_PIDFD, .pidfd = 8);
	WRONG(88, .flags = CLONE_PIDFD | CLONE_PARENT_SETTID, .pidfd = (uintptr_t)tids,
	      .parent_tid = (uintptr_t)tids);
	WRONG(88, .flags = CLONE_PARENT_SETTID, .parent_tid = 8, .exit_signal = SIGCHLD);
	WRONG(88, .set_tid_size = 1);
	WRONG(88, .set_tid_size = 33, .set_tid = (uintptr_t)tids);
	WRONG(88, .set_tid = (uintptr_t)tids);
	WRONG(88, .set_tid_size = 1, .set_tid = (uintptr_t)tids);
	WRONG(88, .set_tid_size = 1, .set_tid = (uintptr_t)below);
	WRONG(88, .set_tid_size = 1, .set_tid = (uintptr_t)&above);
	WRONG(88, .set_tid_size = 1, .set_tid = (uintptr_t)bad_memory());
	WRONG(88, .flags = 1UL << 33, .cgroup = 1UL << 40);
	WRONG(80, .flags = 1UL << 33);
	WRONG(88, .flags = 1UL << 33, .cgroup = 1);
	CALL(clone3(bad_memory(), 88));
	CALL(clone3(bad_memory(), 4097));
	CALL(clone3(NULL, 88));
	((struct clone_args *)(void *)large)->exit_signal = SIGCHLD;
	pid = (pid_t)OK(clone3(large, 4096));
	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	large[100] = 1;
	CALL(clone3(large, 4096));
	CALL(clone3(large, 4097));
}

int main(void)
{
	child("plain", (struct clone_args){ .exit_signal = SIGCHLD }, 14);
	child("untraced", (struct clone_args){ .flags = CLONE_UNTRACED, .exit_signal = SIGCHLD },
	      3);
	written();
	shared(0);
	shared(CLONE_FILES);
	shared(CLONE_FS);
	errors();
	return 0;
}
