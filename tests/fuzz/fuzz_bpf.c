/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any bytes as a seccomp program: the checker takes what the kernel takes and nothing
 * else, and the evaluator reads nothing beyond program and data, checked or not.
 */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "fuzz.h"
#include "tracer/bpf.h"

#define ASK_KERNEL_EVERY 32U

/* The kernel's own answer, given by installing the filter in a child that ends of it. */
static int kernel_accepts(const struct bpf_program *program)
{
	volatile int *answer = mmap(NULL, sizeof(*answer), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct sock_fprog code = { (unsigned short)program->count, program->insns };
	int accepted;
	pid_t child;

	INSIST(answer != MAP_FAILED);
	*answer = -1;
	child = fork();
	INSIST(child >= 0);
	if (child == 0) {
		(void)signal(SIGSEGV, SIG_DFL);
		(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		*answer = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &code) == 0;
		/* Whatever the filter says of calls, an unmapped address ends the process. */
		for (;;)
			*(volatile int *)4 = *(volatile int *)8;
	}
	/* By the fuzzer's own timer. */
	while (waitpid(child, NULL, 0) < 0)
		INSIST(errno == EINTR);
	accepted = *answer;
	(void)munmap((void *)answer, sizeof(*answer));
	return accepted;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct bpf_program program;
	struct seccomp_data facts;
	unsigned char *covered;
	static unsigned int turn;
	uint32_t result;
	int status;

	input_copy(&input, &facts, sizeof(facts));
	program.count = input.left / sizeof(struct sock_filter);
	if (program.count == 0 || program.count > BPF_MAXINSNS)
		return 0;
	input.left = program.count * sizeof(struct sock_filter);
	program.insns = (struct sock_filter *)(void *)input_rest(&input, 0);
	covered = calloc(program.count, 1);
	INSIST(covered != NULL);
	status = bpf_check(&program);
	INSIST(status == 0 || status == -EINVAL);
	result = bpf_eval_covering(&program, &facts, covered);
	INSIST(result == bpf_eval(&program, &facts));
	INSIST(covered[0] == 1 || status < 0);
	if (turn++ % ASK_KERNEL_EVERY == 0)
		INSIST(kernel_accepts(&program) == (status == 0));
	free(covered);
	free(program.insns);
	return 0;
}
