/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E7: breakpoints of the processor, set by a tracer and left behind, on every instruction of the gate's code and on
 * words of its slots: calls that ptjail makes in the member stop there, its tails do. The member may die;
 * it opens nothing, and ptjail does not wait for ever.
 * ATTACK MODES: default landlock openat2 landlock,openat2
 */
#include "traced.h"
#include "confined.h"

static int run(void)
{
	alarm(60);
	for (int i = 0; i < 4; i++) {
		(void)kill(getppid(), 0);
		(void)getpgid(getppid());
		(void)close(open("/etc/../etc/passwd", O_RDONLY));
		(void)socket(AF_UNIX, SOCK_STREAM, 0);
		refuse_names("a member with breakpoints");
	}
	return 0;
}

#if defined(__x86_64__)
#define CODE_SIZE 0x90
#define CODE_STEP 1
#define EXECUTE   1UL
#define ACCESS    0xb0001UL /* written or read: 8 bytes */

static bool set_breakpoint(pid_t child, uint64_t at, unsigned long control)
{
	return ptrace(PTRACE_POKEUSER, child, offsetof(struct user, u_debugreg[0]), at) == 0 &&
	       ptrace(PTRACE_POKEUSER, child, offsetof(struct user, u_debugreg[7]), control) == 0;
}
#else
#define CODE_SIZE 0xa0
#define CODE_STEP 4
#define EXECUTE   0x1e5UL
#define ACCESS    0x1ffdUL

static bool set_breakpoint(pid_t child, uint64_t at, unsigned long control)
{
	struct user_hwdebug_state state = { .dbg_regs = { { at, (uint32_t)control, 0 } } };
	struct iovec iov = { &state, offsetof(struct user_hwdebug_state, dbg_regs[1]) };
	long set = control == EXECUTE ? NT_ARM_HW_BREAK : NT_ARM_HW_WATCH;

	return ptrace(PTRACE_SETREGSET, child, (void *)set, &iov) == 0;
}
#endif

static void attack(uint64_t at, unsigned long control)
{
	pid_t child = traced_child(run, 0);
	int status;

	if (!set_breakpoint(child, at, control)) {
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		skip("no debug registers");
	}
	ptrace(PTRACE_DETACH, child, NULL, 0);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
}

int main(void)
{
	uint64_t gate = find_gate();

	for (uint64_t offset = 0; offset < CODE_SIZE; offset += CODE_STEP)
		attack(gate + GATE_CODE_ + offset, EXECUTE);
	for (uint64_t offset = 0; offset < 0x8000 * 4; offset += 0x1000)
		attack(gate + GATE_SLOTS_ + offset, ACCESS);
	attack(gate + GATE_HOWS_ + 64, ACCESS);
	contained();
}
