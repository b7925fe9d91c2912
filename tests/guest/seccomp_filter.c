/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Filters of the program's own: errnos, a killed child, traps; paths, sockets, signals and
 * programs go on working under a list of what is allowed; an exec keeps the filter.
 */
#include "guest.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

static volatile sig_atomic_t trapped;

static void on_trap(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	trapped = info->si_syscall;
}

static long install(const struct sock_filter *code, unsigned short count, unsigned int flags)
{
	struct sock_fprog program = { count, (struct sock_filter *)code };

	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

/* One call answered with `action`, all others allowed. */
static long answer(int number, unsigned int action)
{
	const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return install(code, 4, 0);
}

/* The same with the action in the register. */
static long answer_in_register(int number, unsigned int action)
{
	const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 2),
		BPF_STMT(BPF_LD | BPF_IMM, action),
		BPF_STMT(BPF_RET | BPF_A, 0),
		BPF_STMT(BPF_LD | BPF_IMM, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_A, 0),
	};

	return install(code, 6, 0);
}

/* The program relies on A being 0 at its start, as the kernel has it. */
static long answer_by_register(void)
{
	const struct sock_filter code[] = {
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return install(code, 3, 0);
}

static void *other_thread(void *arg)
{
	(void)arg;
	errno = 0;
	return (void *)(long)(syscall(SYS_getpgid, 0) == -1 ? errno : 0);
}

static void work(void)
{
	struct sockaddr_un address;
	socklen_t length;
	char here[PATH_MAX];
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	put_file("made", "by a filtered program");
	show_file("made");
	CALL(rename("made", "moved"));
	CALL(chdir("/"));
	CALL(getcwd(here, sizeof(here)) ? 0 : -1);
	CALL(chdir(start_dir()));
	show_path("moved");
	CALL(unlink("moved"));
	address = unix_address("socket", &length);
	CALL(bind(listener, (struct sockaddr *)&address, length));
	CALL(listen(listener, 1));
	CALL(connect(client, (struct sockaddr *)&address, length));
	unlink("socket");
	CALL(kill(getpid(), 0));
	CALL(system("exit 3") >> 8);
}

int main(int argc, char **argv)
{
	const struct sock_filter nothing[] = { BPF_STMT(BPF_LD | BPF_IMM, 0) };
	pthread_t thread;
	void *result;
	pid_t child;

	(void)argc;
	(void)argv;
	start_dir();
	CALL(prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
	CALL(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, bad_memory()));
	CALL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	CALL(install(nothing, 1, 0));
	CALL(install(nothing, 0, 0));
	CALL(answer(SYS_getpriority, SECCOMP_RET_ERRNO | ENOTNAM));
	CALL(getpriority(PRIO_PROCESS, 0));
	CALL(answer_by_register());
	CALL(answer(SYS_sethostname, SECCOMP_RET_TRACE | 7));
	CALL(syscall(SYS_sethostname, "x", 1));
	CALL(answer_in_register(SYS_setdomainname, SECCOMP_RET_TRACE | 7));
	CALL(syscall(SYS_setdomainname, "x", 1));
	CALL(answer_in_register(SYS_getsid, SECCOMP_RET_ERRNO | ENOTNAM));
	CALL(syscall(SYS_getsid, 0));
	/* What the tracer of a jail lets a program make in place of others. */
	CALL(answer(SYS_openat2, SECCOMP_RET_KILL_PROCESS));
	CALL(answer(SYS_tgkill, SECCOMP_RET_KILL_PROCESS));
	work();
	child = MUST(fork());
	if (!child) {
		answer(SYS_mkdirat, SECCOMP_RET_KILL_PROCESS);
		mkdirat(AT_FDCWD, "never", 0755);
		_exit(0);
	}
	show_wait("forbidden", child);
	show_path("never");
	child = MUST(fork());
	if (!child) {
		answer(SYS_prctl, SECCOMP_RET_KILL_PROCESS);
		execl("/bin/sh", "sh", "-c", "exit 4", (char *)NULL);
		_exit(0);
	}
	show_wait("executed without prctl", child);
	sigaction(SIGSYS, &(struct sigaction){ .sa_sigaction = on_trap, .sa_flags = SA_SIGINFO },
		  NULL);
	CALL(answer(SYS_symlinkat, SECCOMP_RET_TRAP));
	symlinkat("a", AT_FDCWD, "b");
	printf("trapped %d\n", trapped == SYS_symlinkat);
	MUST(pthread_create(&thread, NULL, other_thread, NULL) ? -1 : 0);
	pthread_join(thread, &result);
	printf("thread before: %s\n", err_name((int)(long)result));
	CALL(prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
	return 0;
}
