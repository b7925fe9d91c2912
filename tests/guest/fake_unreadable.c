/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Who may execute a program and not read it, does not read it in memory either: its process is not
 * dumpable, and hides its memory also from a tracer who was there before.
 */
#include "as_user.h"
#include "traced.h"

static const char *program;

static void become_user(void)
{
	MUST(setgroups(0, NULL));
	MUST(setresgid(1000, 1000, 1000));
	MUST(setresuid(1000, 1000, 1000));
}

static void look_at(pid_t pid)
{
	static long word;
	struct iovec own = { &word, sizeof(word) }, theirs = { &word, sizeof(word) };
	char name[64];
	void *list;
	size_t size;

	CALL(process_vm_readv(pid, &own, 1, &theirs, 1, 0) < 0 ? -1 : 0);
	CALL(syscall(SYS_get_robust_list, pid, &list, &size));
	snprintf(name, sizeof(name), "/proc/%d/maps", pid);
	printf("its maps: %s\n", open(name, O_RDONLY) < 0 ? err_name(errno) : "opened");
	if (CALL(ptrace(PTRACE_SEIZE, pid, NULL, NULL)) == 0)
		MUST(kill(pid, SIGKILL));
}

static void look_from_beside(void)
{
	int ready[2];
	char number[16], c;
	pid_t pid;

	MUST(pipe(ready));
	snprintf(number, sizeof(number), "%d", ready[1]);
	fflush(stdout);
	pid = MUST(fork());
	if (!pid) {
		execl(program, program, number, NULL);
		_exit(1);
	}
	MUST(read(ready[0], &c, 1));
	look_at(pid);
	kill(pid, SIGKILL);
	MUST(waitpid(pid, NULL, 0));
	close(ready[0]);
	close(ready[1]);
}

static int run(void)
{
	execl(program, program, NULL);
	return 1;
}

static void trace(void)
{
	pid_t child = traced_child(run);
	struct ptrace_syscall_info info;
	long word;

	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("exec", child);
	info = call_info(child);
	CALL(syscall(SYS_ptrace, PTRACE_PEEKDATA, child, info.stack_pointer & ~7UL, &word));
	CALL(syscall(SYS_ptrace, PTRACE_POKEDATA, child, (info.stack_pointer & ~7UL) - 64, 0UL));
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("program", child);
}

static void try_program(const char *name)
{
	program = name;
	puts(name);
	IN_CHILD(become_user(); look_from_beside());
	IN_CHILD(become_user(); trace());
	/* Root's eyes see it. */
	IN_CHILD(trace());
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		printf("dumpable %d\n", prctl(PR_GET_DUMPABLE));
		fflush(stdout);
		MUST(write(atoi(argv[1]), "x", 1));
		for (;;)
			pause();
	}
	if (strcmp(argv[0], "./hidden") == 0 || strcmp(argv[0], "./shown") == 0)
		return 0;
	MUST(chmod(".", 0755));
	copy_program(argv[0], "shown", 0755);
	copy_program(argv[0], "hidden", 0755);
	MUST(chmod("hidden", 0711));
	try_program("./shown");
	try_program("./hidden");
	return 0;
}
