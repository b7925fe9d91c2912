/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An exec under ptrace: its stops, and a program that can be read from its first step. */
#include "traced.h"

static const char *self;

static int run(void)
{
	execl(self, self, "again", NULL);
	return 1;
}

static int run_from_thread(void);

static void *exec_in_thread(void *arg)
{
	(void)arg;
	execl(self, self, "again", NULL);
	return NULL;
}

static int run_from_thread(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exec_in_thread, NULL);
	pthread_join(thread, NULL);
	return 1;
}

/* At the first instruction nothing but the stack pointer is set, and text is there. */
static void show_start(pid_t child)
{
	struct user_regs_struct regs = tracee_get(child);
	long argc, word;

	errno = 0;
	word = ptrace(PTRACE_PEEKTEXT, child, regs.TRACEE_IP, NULL);
	printf("text %s, argument %ld\n",
	       errno != 0  ? err_name(errno)
	       : word != 0 ? "there"
			   : "zero",
	       (long)regs.TRACEE_ARGUMENT0);
	argc = ptrace(PTRACE_PEEKDATA, child, regs.TRACEE_SP, NULL);
	printf("argc %ld\n", argc);
}

static void plain(void)
{
	pid_t child = traced_child(run);
	siginfo_t info = { 0 };

	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("exec", child);
	CALL(ptrace(PTRACE_GETSIGINFO, child, NULL, &info));
	printf("%s %d from %d\n", sig_name(info.si_signo), info.si_code, info.si_pid == child);
	show_start(child);
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("end", child);
}

static void by_calls(long options)
{
	pid_t child = traced_child(run);
	unsigned long message;
	int status, stops = 0;

	CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | options));
	for (;;) {
		struct ptrace_syscall_info info;

		ptrace(PTRACE_SYSCALL, child, NULL, NULL);
		MUST(waitpid(child, &status, 0));
		info = call_info(child);
		if (stops == 0 &&
		    (info.op != PTRACE_SYSCALL_INFO_ENTRY || info.entry.nr != SYS_execve))
			continue;
		show_stop("stop", status);
		if (status >> 16 == PTRACE_EVENT_EXEC) {
			CALL(ptrace(PTRACE_GETEVENTMSG, child, NULL, &message));
			printf("former %d\n", message == (unsigned long)child);
			show_start(child);
		}
		if (info.op == PTRACE_SYSCALL_INFO_EXIT)
			printf("  = %ld\n", (long)info.exit.rval);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			printf("  call %s\n", info.entry.nr == SYS_execve ? "execve" : "another");
		if (++stops == 4)
			break;
	}
	kill(child, SIGKILL);
	next_stop("end", child);
}

static void from_thread(void)
{
	pid_t child = traced_child(run_from_thread);
	unsigned long message;

	CALL(ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL));
	CALL(ptrace(PTRACE_CONT, child, NULL, NULL));
	/* The thread is not traced: the one that executes is no tracee's. */
	next_stop("thread's exec", child);
	(void)message;
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc > 1)
		return 9;
	plain();
	by_calls(0);
	by_calls(PTRACE_O_TRACEEXEC);
	from_thread();
	return 0;
}
