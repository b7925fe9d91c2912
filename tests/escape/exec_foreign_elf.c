/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * programs for another ABI, whose calls have other numbers: i386, x32, ARM, the native
 * machine in a 32-bit file, and files cut anywhere. None runs.
 */
#include "escape.h"

#include <elf.h>

static void attempt(const void *bytes, size_t size, const char *what)
{
	int fd = open("program", O_WRONLY | O_CREAT | O_TRUNC, 0755);
	int status;
	pid_t pid;

	if (write(fd, bytes, size) != (ssize_t)size)
		broken("write");
	close(fd);
	pid = fork();
	if (pid == 0) {
		alarm(5);
		execl("./program", "program", NULL);
		_exit(5);
	}
	waitpid(pid, &status, 0);
	/* What its code would do. */
	if (WIFEXITED(status) && WEXITSTATUS(status) == 42)
		escaped("%s ran", what);
}

int main(void)
{
	/* _exit(42) by int 0x80, and by the svc of AArch32. */
	static const unsigned char code[] = { 0xb8, 1, 0, 0, 0, 0xbb, 42, 0, 0, 0, 0xcd, 0x80 };
	static const unsigned char arm[] = { 42, 0, 0xa0, 0xe3, 1, 0x70, 0xa0, 0xe3, 0, 0, 0, 0xef };
	static const int machines[] = { EM_386, EM_X86_64, EM_ARM, EM_AARCH64 };
	struct {
		Elf32_Ehdr head;
		Elf32_Phdr segment;
		unsigned char code[64];
	} file = { 0 };

	enter_scratch();
	for (size_t i = 0; i < 2 * sizeof(machines) / sizeof(machines[0]); i++) {
		memcpy(file.head.e_ident, ELFMAG, SELFMAG);
		file.head.e_ident[EI_CLASS] = i % 2 == 0 ? ELFCLASS32 : ELFCLASS64;
		file.head.e_ident[EI_DATA] = ELFDATA2LSB;
		file.head.e_ident[EI_VERSION] = EV_CURRENT;
		file.head.e_type = ET_EXEC;
		file.head.e_machine = (Elf32_Half)machines[i / 2];
		file.head.e_version = EV_CURRENT;
		file.head.e_entry = 0x8048000 + offsetof(__typeof__(file), code);
		file.head.e_phoff = offsetof(__typeof__(file), segment);
		file.head.e_ehsize = sizeof(file.head);
		file.head.e_phentsize = sizeof(file.segment);
		file.head.e_phnum = 1;
		file.segment = (Elf32_Phdr){ .p_type = PT_LOAD, .p_vaddr = 0x8048000,
					     .p_paddr = 0x8048000, .p_filesz = sizeof(file),
					     .p_memsz = sizeof(file), .p_flags = PF_R | PF_X,
					     .p_align = 4096 };
		if (machines[i / 2] == EM_ARM) {
			file.head.e_flags = EF_ARM_EABI_VER5;
			memcpy(file.code, arm, sizeof(arm));
		} else {
			file.head.e_flags = 0;
			memcpy(file.code, code, sizeof(code));
		}
		attempt(&file, sizeof(file), "a program of another ABI");
		for (size_t size = 0; size < sizeof(file.head); size += 11)
			attempt(&file, size, "a piece of a program");
	}
	contained();
}
