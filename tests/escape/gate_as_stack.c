/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E3: the kernel pushes signal frames and starts threads where it is told to: on the gate, on the last
 * bytes below it, on a slot. Nobody's memory there changes; whoever does it dies.
 */
#include "confined.h"

#include <ucontext.h>

static uint64_t gate;

static void on_signal(int number)
{
	(void)number;
	still_confined("a handler on the gate");
}

/* rsp itself, not an alternate stack; the frame is pushed below it. */
static void jump_with_stack(uint64_t sp)
{
#if defined(__x86_64__)
	__asm__ volatile("mov %0, %%rsp\n\tmov $39, %%eax\n\tsyscall\n\tmov %1, %%edi\n\t"
			 "mov $10, %%esi\n\tmov $62, %%eax\n\tsyscall\n1: jmp 1b"
			 :
			 : "r"(sp), "r"(getpid())
			 : "rax", "rcx", "r11", "rdi", "rsi", "memory");
#else
	(void)sp;
#endif
}

static void attack(long which)
{
	static const uint64_t places[] = { 0, GATE_HOWS_, GATE_CODE_, GATE_OWNERS_, GATE_SLOTS_,
					   GATE_SIZE_ };
	uint64_t at = gate + places[which / 3];
	stack_t stack = { .ss_sp = (void *)(uintptr_t)at, .ss_size = 65536 };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_NODEFER };

	alarm(60);
	(void)sigaction(SIGUSR1, &action, NULL);
	if (which % 3 == 0) {
		if (sigaltstack(&stack, NULL) == 0)
			raise(SIGUSR1);
	} else if (which % 3 == 1) {
		jump_with_stack(at + 4096);
	} else {
		(void)syscall(SYS_clone, CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
						 CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_SETTLS,
			      at + 4096, at, at + 8, at);
		usleep(10000);
	}
	still_confined("a stack in the gate");
}

int main(void)
{
	static char before[4096];

	gate = find_gate();
	memcpy(before, (void *)(uintptr_t)(gate + GATE_HOWS_), sizeof(before));
	for (long which = 0; which < 18; which++)
		confined_child(attack, which);
	if (memcmp(before, (void *)(uintptr_t)(gate + GATE_HOWS_), sizeof(before)) != 0)
		escaped("the gate's table has changed");
	contained();
}
