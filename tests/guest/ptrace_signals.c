/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Signals of a tracee: looked at, suppressed, exchanged; masks, queues. */
#include "traced.h"

static volatile int seen, value;

static void on_signal(int signo, siginfo_t *info, void *context)
{
	(void)context;
	seen = signo;
	value = info->si_value.sival_int;
}

static int run(void)
{
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	sigset_t set;

	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
	kill(getpid(), SIGUSR1);
	printf("suppressed: %d\n", seen);
	kill(getpid(), SIGUSR1);
	printf("exchanged: %s %d\n", sig_name(seen), value);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigqueue(getpid(), SIGUSR1, (union sigval){ .sival_int = 42 });
	raise(SIGWINCH);
	printf("unblocked: %s %d\n", sig_name(seen), value);
	fflush(stdout);
	return 0;
}

static void masks(pid_t child)
{
	struct __ptrace_peeksiginfo_args args = { .off = 0,
						  .flags = PTRACE_PEEKSIGINFO_SHARED,
						  .nr = 4 };
	siginfo_t infos[4];
	uint64_t mask = 0;

	CALL(ptrace(PTRACE_GETSIGMASK, child, 8L, &mask));
	printf("mask %s\n", mask == 1UL << (SIGUSR1 - 1) ? "SIGUSR1" : "another");
	CALL(ptrace(PTRACE_PEEKSIGINFO, child, &args, infos));
	printf("pending %s %d\n", sig_name(infos[0].si_signo), infos[0].si_value.sival_int);
	/* No room for any. */
	CALL(ptrace(PTRACE_PEEKSIGINFO, child, &args, bad_memory()));
	mask = 0;
	CALL(ptrace(PTRACE_SETSIGMASK, child, 8L, &mask));
	CALL(ptrace(PTRACE_SETSIGMASK, child, 4L, &mask));
}

int main(void)
{
	pid_t child = traced_child(run);
	siginfo_t info;

	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("first", child);
	CALL(ptrace(PTRACE_GETSIGINFO, child, NULL, &info));
	printf("%s %d %d\n", sig_name(info.si_signo), info.si_code, info.si_pid == child);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("second", child);
	info.si_signo = SIGUSR2;
	info.si_code = SI_QUEUE;
	info.si_value.sival_int = 17;
	CALL(ptrace(PTRACE_SETSIGINFO, child, NULL, &info));
	MUST(ptrace(PTRACE_CONT, child, NULL, SIGUSR2));
	next_stop("third", child);
	masks(child);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("fourth", child);
	MUST(ptrace(PTRACE_SYSCALL, child, NULL, SIGUSR1));
	next_stop("handler", child);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("end", child);
	return 0;
}
