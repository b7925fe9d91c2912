/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22: a member that traces another one exchanges its calls: at the entry stop, after a result
 * is there, by a second run of the instruction. A harmless call becomes one that opens or executes
 * the outside's secret, one of a foreign ABI, one that does not exist.
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"

static char *shared; /* argument memory of both */

static int run(void)
{
	for (int i = 0; i < 100000; i++) {
		long result = syscall(SYS_getpid);

		if (result > 2 && result < 1000)
			refuse_secret((int)result, "a changed call");
	}
	return 0;
}

struct change {
	long number;
	unsigned long args[6];
};

#define PATH_AT 0
#define HOW_AT  2048

static size_t changes(struct change *list, uint64_t gate)
{
	unsigned long path = (unsigned long)shared;
	unsigned long how = path + HOW_AT;
	unsigned long cwd = (unsigned long)AT_FDCWD;
	const struct change all[] = {
		{ SYS_openat, { cwd, path, O_RDONLY } },
		{ SYS_open, { path, O_RDONLY } },
		{ 437 /* openat2 */, { cwd, path, how, 24 } },
		{ 437, { cwd, path, gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_, 24 } },
		{ 437, { cwd, path, gate + GATE_HOWS_ + 14, 24 } },
		{ 437, { cwd, path, gate + GATE_SLOTS_, 24 } },
		{ SYS_openat | 0x40000000, { cwd, path, O_RDONLY } },
		{ SYS_openat | (1L << 32), { cwd, path, O_RDONLY } },
		{ -1, { cwd, path, O_RDONLY } },
		{ SYS_execve, { path, 0, 0 } },
		{ SYS_execveat, { cwd, path, 0, 0, 0 } },
		{ SYS_chdir, { path } },
		{ SYS_kill, { (unsigned long)given_pid("ESCAPE_PID"), SIGKILL } },
		{ SYS_kill, { (unsigned long)getppid(), SIGKILL } },
		{ SYS_ptrace, { PTRACE_ATTACH, (unsigned long)given_pid("ESCAPE_PID") } },
		{ SYS_ptrace, { PTRACE_SEIZE, (unsigned long)getppid() } },
		{ SYS_clone, { CLONE_UNTRACED | SIGCHLD, 0 } },
		{ 435 /* clone3 */, { path, 88 } },
		{ SYS_unshare, { CLONE_NEWUSER } },
		{ SYS_munmap, { gate, GATE_SIZE_ } },
		{ SYS_mprotect, { gate, GATE_SIZE_, PROT_READ | PROT_WRITE } },
		{ 425 /* io_uring_setup */, { 4, path } },
	};

	memcpy(list, all, sizeof(all));
	return sizeof(all) / sizeof(all[0]);
}

static void apply(pid_t child, const struct change *change, bool again)
{
	struct user_regs_struct regs;

	if (!get_regs(child, &regs))
		return;
	for (int i = 0; i < 6; i++)
		*reg_argument(&regs, i) = change->args[i];
	if (again) {
		REG_IP(&regs) -= CALL_SIZE;
		REG_AGAIN(&regs) = (unsigned long long)change->number;
	} else {
		REG_NUMBER(&regs) = (unsigned long long)change->number;
	}
	set_regs(child, &regs);
}

int main(void)
{
	struct change list[64];
	struct race race = { 0 };
	size_t count, next = 0;
	uint64_t gate = find_gate();
	pid_t child = -1;
	const struct {
		uint64_t flags, mode, resolve;
	} how = { O_RDONLY, 0, 0 };

	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	strcpy(shared + PATH_AT, outside("secret"));
	memcpy(shared + HOW_AT, &how, sizeof(how));
	count = changes(list, gate);
	while (racing(&race)) {
		enum __ptrace_request request = race.rounds % 7 == 0 ? PTRACE_SINGLESTEP
								     : PTRACE_SYSCALL;
		int status;
		int op;

		if (child < 0)
			child = traced_child(run, PTRACE_O_TRACESYSGOOD);
		if (ptrace(request, child, NULL, NULL) < 0 &&
		    ptrace(PTRACE_SYSCALL, child, NULL, NULL) < 0 && errno != ESRCH)
			broken("PTRACE_SYSCALL");
		if (waitpid(child, &status, 0) != child)
			broken("waitpid");
		if (!WIFSTOPPED(status)) {
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("the child read the secret");
			child = -1;
			continue;
		}
		op = op_of(child);
		if (race.rounds % 3 == 0 && op == PTRACE_SYSCALL_INFO_ENTRY)
			apply(child, &list[next++ % count], false);
		else if (race.rounds % 5 == 0 && op == PTRACE_SYSCALL_INFO_EXIT)
			apply(child, &list[next++ % count], true);
	}
	if (child > 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	contained();
}
