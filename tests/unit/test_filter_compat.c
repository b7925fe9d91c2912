/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The filter and a program of the 32-bit ABI (i386, AArch32), live: natively it runs; under
 * the filter it dies at its first call, also where the tracer let it be executed.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <elf.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch/regs.h"
#include "syscall/filter.h"

#define STATUS 42
#define PLACE  0x100000U

struct image {
	Elf32_Ehdr header;
	Elf32_Phdr segment;
	unsigned char code[16];
};

/* A file that ends with STATUS, by the first call that the ABI has. */
static int make_program(void)
{
	static const unsigned char i386[16] = {
		0xb8, 1, 0, 0, 0, 0xbb, STATUS, 0, 0, 0, 0xcd, 0x80
	};
	static const unsigned char arm[16] = { STATUS, 0,    0xa0, 0xe3, 1, 0x70,
					       0xa0,   0xe3, 0,    0,    0, 0xef };
	const bool is_arm = ARCH_ELF_MACHINE == EM_AARCH64;
	struct image image = {
		.header = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS32,
				     ELFDATA2LSB, EV_CURRENT },
			.e_type = ET_EXEC,
			.e_machine = is_arm ? EM_ARM : EM_386,
			.e_version = EV_CURRENT,
			.e_flags = is_arm ? EF_ARM_EABI_VER5 : 0,
			.e_entry = PLACE + offsetof(struct image, code),
			.e_phoff = offsetof(struct image, segment),
			.e_ehsize = sizeof(Elf32_Ehdr),
			.e_phentsize = sizeof(Elf32_Phdr),
			.e_phnum = 1,
		},
		.segment = { .p_type = PT_LOAD, .p_vaddr = PLACE, .p_paddr = PLACE,
			     .p_filesz = sizeof(image), .p_memsz = sizeof(image),
			     .p_flags = PF_R | PF_X, .p_align = 65536 },
	};
	int fd = memfd_create("program", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	memcpy(image.code, is_arm ? arm : i386, sizeof(image.code));
	assert_int_equal(write(fd, &image, sizeof(image)), sizeof(image));
	return fd;
}

static _Noreturn void execute(int fd)
{
	char *words[] = { (char *)"program", NULL };

	syscall(SYS_execveat, fd, "", words, NULL, AT_EMPTY_PATH);
	_exit(77);
}

static _Noreturn void execute_filtered(int fd, const struct bpf_program *program)
{
	struct sock_fprog fprog = { (unsigned short)program->count, program->insns };

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 || raise(SIGSTOP) != 0 ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &fprog, 0, 0) < 0)
		_exit(1);
	execute(fd);
}

/* A tracer that lets everything through; tells how the child came to its end. */
static int see_through(pid_t child, bool *ret_executed)
{
	int status;

	*ret_executed = false;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(ptrace(PTRACE_SETOPTIONS, child, NULL,
				PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL),
			 0);
	while (WIFSTOPPED(status)) {
		*ret_executed |= status >> 16 == PTRACE_EVENT_EXEC;
		assert_int_equal(ptrace(PTRACE_CONT, child, NULL, NULL), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
	}
	return status;
}

static void test_other_abi_dies(void **state)
{
	const struct filter_config config = { .guest_fd_base = 1024, .guest_fd_count = 1 };
	struct bpf_program *program;
	int fd = make_program();
	bool executed;
	int status;
	pid_t child;

	(void)state;
	child = fork();
	if (child == 0)
		execute(fd);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip(); /* The kernel has no such ABI. */
	assert_int_equal(WEXITSTATUS(status), STATUS);
	assert_int_equal(filter_build(NULL, &config, &program), 0);
	child = fork();
	if (child == 0)
		execute_filtered(fd, program);
	status = see_through(child, &executed);
	assert_true(executed);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
	talloc_free(program);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_abi_dies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
