/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E7: breakpoints of the processor, set by a tracer and left behind, on every byte of the gate's code and on
 * words of its slots: calls that ptjail makes in the member stop there, its tails do. The member may die;
 * it opens nothing, and ptjail does not wait for ever.
 * ATTACK MODES: default landlock openat2 landlock,openat2
 */
#include "traced.h"
#include "confined.h"

UNUSED static int run(void)
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
static void attack(uint64_t at, unsigned long control)
{
	pid_t child = traced_child(run, 0);
	int status;

	if (ptrace(PTRACE_POKEUSER, child, offsetof(struct user, u_debugreg[0]), at) < 0 ||
	    ptrace(PTRACE_POKEUSER, child, offsetof(struct user, u_debugreg[7]), control) < 0) {
		kill(child, SIGKILL);
		waitpid(child, &status, 0);
		skip("no debug registers");
	}
	ptrace(PTRACE_DETACH, child, NULL, 0);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
		_exit(1);
}
#endif

int main(void)
{
#if defined(__x86_64__)
	uint64_t gate = find_gate();

	for (uint64_t offset = 0; offset < 0x90; offset++)
		attack(gate + GATE_CODE_ + offset, 1);
	/* Written or read: 8 bytes, any access. */
	for (uint64_t offset = 0; offset < 0x8000 * 4; offset += 0x1000)
		attack(gate + GATE_SLOTS_ + offset, 0xb0001);
	attack(gate + GATE_HOWS_ + 64, 0xb0001);
	contained();
#else
	skip("x86_64's debug registers");
#endif
}
