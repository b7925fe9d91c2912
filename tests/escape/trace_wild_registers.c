/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E36: registers that no program could load itself are put into a held member: other code segments, flags,
 * places in the gate's code and slots, in the vsyscall page, beyond the address space, numbers of calls with
 * garbage above. It dies of that, or is judged; nothing hangs.
 * ATTACK BROKEN: TRACED
 */
#include "traced.h"
#include "confined.h"

static uint64_t gate;

static int run(void)
{
	for (int i = 0; i < 64; i++) {
		(void)syscall(SYS_getpid);
		(void)syscall(SYS_getppid);
		(void)close(open("/etc/passwd", O_RDONLY));
	}
	refuse_names("a member with wild registers");
	return 0;
}

/* Places worth to stand at. */
static uint64_t place(unsigned int which)
{
	const uint64_t all[] = { gate + GATE_CODE_, gate + GATE_CODE_ + which % 192, gate + GATE_SLOTS_,
				 gate + GATE_HOWS_, gate - 1, gate + GATE_SIZE_, 0xffffffffff600000ULL,
				 0xffffffffff600400ULL, 0x800000000000ULL, 0xffff888000000000ULL, 0, 1 };

	return all[which % (sizeof(all) / sizeof(all[0]))];
}

static void change(struct user_regs_struct *regs, unsigned int which)
{
	switch (which % 8) {
	case 0:
		REG_IP(regs) = place(which / 8);
		break;
	case 1:
		REG_SP(regs) = place(which / 8);
		break;
	case 2:
		for (int i = 0; i < 6; i++)
			*reg_argument(regs, i) = place(which / 8 + (unsigned int)i);
		break;
#if defined(__x86_64__)
	case 3:
		regs->cs = which & 8 ? 0x23 : 0x33;
		regs->ss = which & 16 ? 0x2b : 0;
		break;
	case 4:
		regs->eflags ^= 1ULL << (which / 8 % 22);
		break;
	case 5:
		regs->fs_base = place(which / 8);
		regs->gs_base = place(which / 8 + 1);
		break;
	case 6:
		regs->orig_rax = (unsigned long long)((long long)(which / 8) - 4) | 1ULL << (which % 64);
		break;
#endif
	default:
		REG_NUMBER(regs) = which & 8 ? (unsigned long long)-1 : 0x40000000ULL + which / 8;
		break;
	}
}

static void attack(unsigned int which)
{
	static const enum __ptrace_request requests[] = { PTRACE_SYSCALL, PTRACE_SINGLESTEP, PTRACE_CONT };
	pid_t child = traced_child(run, PTRACE_O_TRACESYSGOOD);
	double end = now() + 20;
	int status = 0;

	for (unsigned int stops = 0; stops < 40; stops++) {
		struct user_regs_struct regs;

		if (ptrace(requests[(which + stops / 4) % 3], child, NULL, 0) < 0 &&
		    ptrace(PTRACE_SYSCALL, child, NULL, 0) < 0)
			break;
		while (waitpid(child, &status, WNOHANG) == 0 && now() < end)
			usleep(100);
		if (!WIFSTOPPED(status) || now() > end)
			break;
		if (stops == which % 7 + 1 && get_regs(child, &regs)) {
			change(&regs, which);
			set_regs(child, &regs);
		}
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
	ptrace(PTRACE_DETACH, child, NULL, 0);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
}

int main(void)
{
	static char before[4096];
	struct race race = { 0 };
	unsigned int which = 0;

	gate = find_gate();
	memcpy(before, (void *)(uintptr_t)(gate + GATE_HOWS_), sizeof(before));
	while (racing(&race) || which < 96)
		attack(which++);
	if (memcmp(before, (void *)(uintptr_t)(gate + GATE_HOWS_), sizeof(before)) != 0)
		escaped("the gate's table has changed");
	contained();
}
