/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The wait calls of a tracer: forms, filters, signals, several threads. */
#include "traced.h"

static volatile sig_atomic_t alarms;

static void on_alarm(int signo)
{
	(void)signo;
	alarms++;
}

static int run(void)
{
	kill(getpid(), SIGUSR1);
	return 7;
}

static int run_forever(void)
{
	while (!alarms)
		pause();
	return 0;
}

static void show_info(long result, const siginfo_t *info, pid_t child)
{
	printf("waitid %ld: %s code %d status %x, %s\n", result, sig_name(info->si_signo),
	       info->si_code, (unsigned int)info->si_status,
	       info->si_pid == child ? "the child"
	       : info->si_pid == 0   ? "nobody"
				     : "another");
}

static void forms(void)
{
	pid_t child = traced_child(run);
	siginfo_t info;
	int status;

	CALL(waitpid(child, &status, WNOHANG));
	CALL(waitpid(-1, &status, WNOHANG | WUNTRACED));
	memset(&info, 0x55, sizeof(info));
	show_info(waitid(P_PID, (id_t)child, &info, WSTOPPED | WNOHANG), &info, child);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	memset(&info, 0, sizeof(info));
	show_info(waitid(P_PID, (id_t)child, &info, WSTOPPED | WNOWAIT), &info, child);
	show_info(waitid(P_ALL, 0, &info, WEXITED | WSTOPPED), &info, child);
	CALL(waitpid(-1, &status, WNOHANG));
	CALL(waitpid(child, &status, 0x100));
	CALL(waitpid(child + 1000000, &status, WNOHANG));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	show_info(waitid(P_PGID, 0, &info, WEXITED), &info, child);
	CALL(waitpid(-1, &status, WNOHANG));
}

static void interrupted(void)
{
	struct sigaction action = { .sa_handler = on_alarm };
	struct itimerval timer = { .it_value = { 0, 100000 } };
	pid_t child = traced_child(run_forever);
	pid_t killer;

	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	CALL(waitpid(child, NULL, 0));
	/* Restarted after the alarm, by which somebody sends a signal. */
	action.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &action, NULL);
	fflush(stdout);
	killer = MUST(fork());
	if (!killer) {
		nap_ms(300);
		kill(child, SIGUSR2);
		_exit(0);
	}
	setitimer(ITIMER_REAL, &timer, NULL);
	next_stop("restarted", child);
	printf("alarms %d\n", (int)alarms);
	show_wait("killer", killer);
	kill(child, SIGKILL);
	next_stop("child", child);
}

static pid_t common;

static void *waiting_thread(void *arg)
{
	(void)arg;
	next_stop("other thread", common);
	CALL(ptrace(PTRACE_CONT, common, NULL, NULL));
	CALL(waitpid(common, NULL, (int)__WNOTHREAD | WNOHANG));
	return NULL;
}

static void threads(void)
{
	pthread_t thread;

	common = traced_child(run);
	CALL(ptrace(PTRACE_CONT, common, NULL, NULL));
	pthread_create(&thread, NULL, waiting_thread, NULL);
	pthread_join(thread, NULL);
	CALL(ptrace(PTRACE_CONT, common, NULL, NULL));
	next_stop("first thread", common);
}

static int run_parent(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(3);
	waitpid(pid, NULL, 0);
	return 5;
}

/* Whoever traces both hears of a child's end before its parent can. */
static void order(void)
{
	pid_t parent = traced_child(run_parent);
	struct ptrace_syscall_info info;
	unsigned long pid = 0;
	int status;

	ptrace(PTRACE_SETOPTIONS, parent, NULL, PTRACE_O_TRACEFORK | PTRACE_O_TRACESYSGOOD);
	ptrace(PTRACE_CONT, parent, NULL, NULL);
	next_stop("parent", parent);
	ptrace(PTRACE_GETEVENTMSG, parent, NULL, &pid);
	next_stop("its child", (pid_t)pid);
	do {
		ptrace(PTRACE_SYSCALL, parent, NULL, NULL);
		waitpid(parent, &status, 0);
		info = call_info(parent);
	} while (info.op != PTRACE_SYSCALL_INFO_ENTRY || info.entry.nr != SYS_wait4);
	ptrace(PTRACE_SYSCALL, parent, NULL, NULL);
	ptrace(PTRACE_CONT, (pid_t)pid, NULL, NULL);
	nap_ms(200);
	for (int i = 0; i < 2; i++) {
		pid_t got = waitpid(-1, &status, __WALL);

		show_stop(got == parent ? "parent" : "its child", status);
	}
	ptrace(PTRACE_CONT, parent, NULL, NULL);
	next_stop("parent", parent);
	ptrace(PTRACE_CONT, parent, NULL, NULL);
	next_stop("parent", parent);
}

int main(void)
{
	forms();
	order();
	interrupted();
	threads();
	return 0;
}
