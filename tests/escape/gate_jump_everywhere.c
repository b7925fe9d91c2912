/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A jump to every byte of the gate's code (every instruction, where these are aligned), with
 * registers, stack and private page made up so that whatever is issued from there asks for the
 * outside. Nothing comes of it that the same call from one's own text would not give, and the tracer
 * stands it.
 */
#include "escape.h"

#include <setjmp.h>
#include <sys/time.h>

#define ROUNDS     7U   /* each takes every seventh place */
#define AT_ONCE    128U /* of one process, which may not survive one of them */
#define STACK_SIZE 16384U

#if defined(__x86_64__)
#define INSTRUCTION 1U
/* As loaded: rax rbx rcx rdx rsi rdi rbp r8 .. r15, then the stack and where to. */
enum { NUMBER = 0, FRAME = 1, INDEX = 10, STACK = 15, TARGET = 16, COUNT = 17 };
#else
#define INSTRUCTION 4U
/* As loaded: x0 .. x30; x17 is where to. */
enum { NUMBER = 8, FRAME = 19, INDEX = 16, STACK = 31, TARGET = 17, COUNT = 32 };
#endif
static uint64_t registers[COUNT];
static uint64_t gate, code_end, frame[32];
static _Alignas(16) uint64_t stack[STACK_SIZE / 8];
static sigjmp_buf back;
static char up[PATH_MAX];
static const char *secret;

static void on_signal(int number)
{
	siglongjmp(back, number);
}

static void landing(void)
{
	siglongjmp(back, 1);
}

static void jump(void)
{
#if defined(__x86_64__)
	__asm__ volatile("movq 0(%0), %%rax; movq 8(%0), %%rbx; movq 16(%0), %%rcx\n"
			 "movq 24(%0), %%rdx; movq 32(%0), %%rsi; movq 40(%0), %%rdi\n"
			 "movq 48(%0), %%rbp; movq 56(%0), %%r8; movq 64(%0), %%r9\n"
			 "movq 72(%0), %%r10; movq 88(%0), %%r12; movq 96(%0), %%r13\n"
			 "movq 104(%0), %%r14; movq 120(%0), %%rsp; movq 80(%0), %%r11\n"
			 "movq 128(%0), %%r15; jmp *%%r15"
			 :
			 : "r"(registers)
			 : "memory");
#else
	register uint64_t *x17 __asm__("x17") = registers;

	__asm__ volatile(
		"ldr x16, [x17, #248]; mov sp, x16\n"
		"ldp x0, x1, [x17]; ldp x2, x3, [x17, #16]; ldp x4, x5, [x17, #32]\n"
		"ldp x6, x7, [x17, #48]; ldp x8, x9, [x17, #64]; ldp x10, x11, [x17, #80]\n"
		"ldp x12, x13, [x17, #96]; ldp x14, x15, [x17, #112]; ldr x16, [x17, #128]\n"
		"ldp x18, x19, [x17, #144]; ldp x20, x21, [x17, #160]; ldp x22, x23, [x17, #176]\n"
		"ldp x24, x25, [x17, #192]; ldp x26, x27, [x17, #208]; ldp x28, x29, [x17, #224]\n"
		"ldr x30, [x17, #240]; ldr x17, [x17, #136]; br x17"
		:
		: "r"(x17)
		: "memory");
#endif
	__builtin_unreachable();
}

/* A directory that leads there, or the file itself; by every number that a call may have given. */
static void look_at_descriptors(void)
{
	for (int fd = 3; fd < 40; fd++) {
		if (fcntl(fd, F_GETFD) < 0)
			continue;
		refuse_secret(openat(fd, "secret", O_RDONLY), "a directory from the gate's code");
		refuse_secret(openat(fd, up, O_RDONLY), "a directory from the gate's code");
		refuse_secret(fd, "the gate's code");
	}
}

/* The arguments of a call of that kind, where the instruction and the gate's functions look for them. */
static void set_arguments(unsigned int kind, uint64_t path)
{
	uint64_t how = gate + GATE_HOWS_ + (kind % 2 != 0 ? 32 * GATE_HOW_ROOT_ : 5);
	uint64_t start = kind == 3 ? 1024 : (uint64_t)(uint32_t)AT_FDCWD;

#if defined(__x86_64__)
	registers[3] = how;
	registers[4] = path;
	registers[5] = kind == 2 ? path : start;
	registers[7] = 24;
	registers[9] = 24;
#else
	const uint64_t arguments[] = { start, path, how, 24 };
	unsigned int shift = kind == 2; /* a function whose first argument is the number */

	registers[0] = registers[NUMBER];
	for (unsigned int i = 0; i < 4; i++)
		registers[i + shift] = arguments[i];
#endif
}

static void set_registers(uint64_t target, unsigned int kind)
{
#if defined(__x86_64__)
	static const long numbers[] = { SYS_openat, 437, SYS_open, 437 };
#else
	static const long numbers[] = { SYS_openat, 437, SYS_openat, 437 };
#endif
	uint64_t path = (uint64_t)(uintptr_t)(kind % 2 != 0 ? up : secret);

	for (size_t i = 0; i < sizeof(stack) / sizeof(stack[0]); i++)
		stack[i] = (uint64_t)(uintptr_t)landing;
	memset(frame, 0, sizeof(frame));
	frame[2] = (uint64_t)numbers[kind % 4]; /* struct gate_frame: the call's number */
	frame[3] = (uint64_t)AT_FDCWD;
	frame[4] = path;
	for (unsigned int i = 0; i < COUNT; i++)
		registers[i] = (uint64_t)(uintptr_t)landing;
	registers[NUMBER] = (uint64_t)numbers[kind % 4];
	registers[FRAME] = (uint64_t)(uintptr_t)frame;
	registers[INDEX] = kind * 7 % 192;
	registers[STACK] = (uint64_t)(uintptr_t)(stack + STACK_SIZE / 16);
	registers[TARGET] = target;
	set_arguments(kind, path);
}

static void forge_private_page(void)
{
	uint64_t *words = (uint64_t *)(uintptr_t)(gate + GATE_SIZE_);

	if (!readable(gate + GATE_SIZE_))
		return;
	for (unsigned int i = 2; i < 400; i++)
		words[i] = (uint64_t)(uintptr_t)landing;
}

static void try_some(uint64_t first)
{
	static char other_stack[STACK_SIZE * 4];
	stack_t alternate = { .ss_sp = other_stack, .ss_size = sizeof(other_stack) };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_ONSTACK | SA_NODEFER };
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGALRM };
	struct itimerval soon = { .it_value = { 0, 20000 }, .it_interval = { 0, 20000 } };
	static volatile uint64_t at, tried;

	sigaltstack(&alternate, NULL);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaction(numbers[i], &action, NULL);
	forge_private_page();
	setitimer(ITIMER_REAL, &soon, NULL);
	tried = 0;
	for (at = first; at < code_end && tried < AT_ONCE; at += ROUNDS * INSTRUCTION, tried++) {
		for (unsigned int kind = 0; kind < 4; kind++) {
			set_registers(at, kind);
			if (sigsetjmp(back, 1) == 0)
				jump();
			look_at_descriptors();
		}
	}
	_exit(0);
}

int main(void)
{
	struct race race = { 0 };
	unsigned long died = 0, made = 0;

	gate = find_gate();
	secret = outside("secret");
	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	strcat(up, secret + 1);
	code_end = gate + GATE_CODE_END_;
	while (*(unsigned char *)(uintptr_t)--code_end == 0)
		;
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	for (unsigned int start = 0; start < ROUNDS && (racing(&race) || start == 0); start++) {
		for (uint64_t at = gate + GATE_CODE_ + start * INSTRUCTION; at < code_end;
		     at += (uint64_t)ROUNDS * INSTRUCTION * AT_ONCE) {
			pid_t child = fork();
			int status;

			if (child == 0)
				try_some(at);
			waitpid(child, &status, 0);
			if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
				_exit(WEXITSTATUS(status));
			died += WIFSIGNALED(status);
			made++;
		}
		race.rounds = 15; /* a round is long: the clock is looked at after each */
	}
	printf("%lu processes, %lu died\n", made, died);
	/* The tracer serves as before. */
	if (open("/etc/passwd", O_RDONLY) < 0)
		broken("nobody is served");
	contained();
}
