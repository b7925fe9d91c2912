/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A filter installed by one thread for all (TSYNC), and by one for itself; one that says "done" of
 * a call that bears more than the program gave it.
 */
#include "guest.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

static pthread_barrier_t barrier;

static long refuse(int number, int error, unsigned int flags)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static void *watch(void *arg)
{
	(void)arg;
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	CALL(syscall(SYS_getsid, 0));
	CALL(syscall(SYS_getpriority, PRIO_PROCESS, 0) == -1 ? -1 : 0);
	put_file("from-thread", "x");
	show_file("from-thread");
	return NULL;
}

static void *go_away(void *arg)
{
	(void)arg;
	CALL(syscall(SYS_unshare, CLONE_FS, 0, 0, 0, 0, 0));
	CALL(chdir("/"));
	return NULL;
}

/* The last argument is nobody's: only who puts the call in another's place may use it. */
static void answer_marked(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5]) + 4),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 6, code };
	char directory[PATH_MAX] = "";
	pthread_t thread;

	CALL(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
	MUST(chdir("/tmp"));
	MUST(pthread_create(&thread, NULL, go_away, NULL) ? -1 : 0);
	pthread_join(thread, NULL);
	MUST(readlink("/proc/self/cwd", directory, sizeof(directory) - 1));
	printf("still in %s\n", directory);
}

int main(void)
{
	pthread_t thread;

	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	pthread_barrier_init(&barrier, NULL, 2);
	MUST(pthread_create(&thread, NULL, watch, NULL) ? -1 : 0);
	pthread_barrier_wait(&barrier);
	CALL(refuse(SYS_getsid, ENOTNAM, SECCOMP_FILTER_FLAG_TSYNC));
	CALL(refuse(SYS_getpriority, ENOTUNIQ, 0));
	CALL(syscall(SYS_getpriority, PRIO_PROCESS, 0));
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	CALL(refuse(SYS_getsid, EPERM, 0xff00));
	answer_marked();
	return 0;
}
