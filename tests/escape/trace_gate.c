/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E3, E22: a tracer writes into its tracee's gate, by every way there is, and sends it to gate code
 * with registers of its own choice.
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"

static int run(void)
{
	for (int i = 0; i < 1000; i++) {
		int fd = open("/etc/passwd", O_RDONLY);

		refuse_secret(fd, "an open in gate code");
	}
	return 0;
}

static void write_all_ways(pid_t child, uint64_t address)
{
	uint64_t word = 0x4141414141414141;
	struct iovec own = { &word, sizeof(word) };
	struct iovec theirs = { (void *)(uintptr_t)address, sizeof(word) };

	must_fail(ptrace(PTRACE_POKETEXT, child, address, word), "PTRACE_POKETEXT into the gate");
	must_fail(ptrace(PTRACE_POKEDATA, child, address, word), "PTRACE_POKEDATA into the gate");
	must_fail(process_vm_writev(child, &own, 1, &theirs, 1, 0),
		  "process_vm_writev into the gate");
	if (*(volatile uint64_t *)(uintptr_t)address == word)
		escaped("the gate was written at %lx", (unsigned long)address);
}

/* What came of a jump, if anything: the result of an open, in the child. */
static void take_result(pid_t child)
{
	struct user_regs_struct regs;
	int pidfd = (int)syscall(SYS_pidfd_open, child, 0);

	if (get_regs(child, &regs) && (long)REG_AGAIN(&regs) > 2)
		refuse_secret((int)syscall(SYS_pidfd_getfd, pidfd, (int)REG_AGAIN(&regs), 0),
			      "a jump into the gate");
	close(pidfd);
}

/* The gate's code, from its start, in steps: with the registers of an open of the secret's. */
static void jump(pid_t child, uint64_t gate, unsigned int offset, char *memory)
{
	struct user_regs_struct regs;

	if (!get_regs(child, &regs))
		return;
	*reg_argument(&regs, 0) = (unsigned long long)AT_FDCWD;
	*reg_argument(&regs, 1) = (unsigned long)memory;
	*reg_argument(&regs, 2) = (unsigned long)memory + 2048;
	*reg_argument(&regs, 3) = 24;
	REG_IP(&regs) = gate + GATE_CODE_ + offset;
	REG_AGAIN(&regs) = 437;
	set_regs(child, &regs);
}

int main(void)
{
	uint64_t gate = find_gate();
	char *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct race race = { 0 };
	unsigned int offset = 0;
	pid_t child = -1;
	int status;

	strcpy(memory, outside("secret"));
	while (racing(&race)) {
		if (child < 0) {
			child = traced_child(run, PTRACE_O_TRACESYSGOOD);
			write_all_ways(child, gate + GATE_HOWS_ + 16);
			write_all_ways(child, gate + GATE_CODE_);
			write_all_ways(child, gate + GATE_SLOTS_ + 8);
			must_fail(ptrace(PTRACE_POKEDATA, child, gate - 4, 0L),
				  "a word across its start");
		}
		if (ptrace(PTRACE_SYSCALL, child, NULL, NULL) < 0 && errno != ESRCH)
			broken("PTRACE_SYSCALL");
		if (waitpid(child, &status, 0) != child)
			broken("waitpid");
		if (!WIFSTOPPED(status) || WSTOPSIG(status) == SIGSEGV ||
		    WSTOPSIG(status) == SIGILL || WSTOPSIG(status) == SIGTRAP) {
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("the child read the secret");
			kill(child, SIGKILL);
			if (WIFSTOPPED(status))
				waitpid(child, NULL, 0);
			child = -1;
			continue;
		}
		if (op_of(child) == PTRACE_SYSCALL_INFO_EXIT) {
			take_result(child);
			write_all_ways(child, gate + GATE_HOWS_ + 16);
			jump(child, gate, offset++ % 256, memory);
		}
	}
	kill(child, SIGKILL);
	contained();
}
