/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Programs that say in their notes that indirect branches go to marked places only: the kernel
 * guards the text of one without an interpreter, and an interpreter's, but begins it anywhere.
 */
#include "guest.h"
#include "branch_program.h"

/* Whole pages of any size: KERNEL: < 6.10 wants to write zeroes behind an interpreter's text. */
#define SIZE 0x10000

struct file {
	Elf64_Ehdr head;
	Elf64_Phdr phdrs[3];
	struct {
		Elf64_Nhdr head;
		char name[4];
		uint32_t type, size, value, padding;
	} note;
	char interpreter[16];
	char code[256];
};

/* `interpreter`: NULL or its name. */
static void write_program(const char *name, uint64_t base, const char *interpreter, bool noted)
{
	const size_t size = (size_t)(branch_program_end - branch_program);
	struct file file = {
		.head = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
				     EV_CURRENT },
			.e_type = ET_EXEC,
			.e_version = EV_CURRENT,
			.e_entry = base + offsetof(struct file, code),
			.e_phoff = offsetof(struct file, phdrs),
			.e_ehsize = sizeof(Elf64_Ehdr),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 3,
		},
		.note = {
			.head = { 4, 16, NT_GNU_PROPERTY_TYPE_0 },
			.name = "GNU",
			.type = BRANCH_PROPERTY,
			.size = 4,
			.value = noted ? BRANCH_GUARDED : 0,
		},
	};
	Elf64_Ehdr own;
	int fd = MUST(open("/proc/self/exe", O_RDONLY));

	MUST(read(fd, &own, sizeof(own)));
	close(fd);
	file.head.e_machine = own.e_machine;
	file.phdrs[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
				      .p_flags = PF_R | PF_X,
				      .p_vaddr = base,
				      .p_filesz = SIZE,
				      .p_memsz = SIZE,
				      .p_align = 0x10000 };
	file.phdrs[1] = (Elf64_Phdr){ .p_type = PT_GNU_PROPERTY,
				      .p_flags = PF_R,
				      .p_offset = offsetof(struct file, note),
				      .p_vaddr = base + offsetof(struct file, note),
				      .p_filesz = sizeof(file.note),
				      .p_memsz = sizeof(file.note),
				      .p_align = 8 };
	if (interpreter != NULL) {
		strcpy(file.interpreter, interpreter);
		file.phdrs[2] = (Elf64_Phdr){ .p_type = PT_INTERP,
					      .p_flags = PF_R,
					      .p_offset = offsetof(struct file, interpreter),
					      .p_vaddr = base + offsetof(struct file, interpreter),
					      .p_filesz = strlen(interpreter) + 1,
					      .p_memsz = strlen(interpreter) + 1,
					      .p_align = 1 };
	}
	memcpy(file.code, branch_program, size);
	fd = MUST(open(name, O_CREAT | O_WRONLY | O_EXCL, 0755));
	MUST(write(fd, &file, sizeof(file)));
	MUST(ftruncate(fd, SIZE));
	close(fd);
}

static void run(const char *what, const char *name, bool branches)
{
	char *args[] = { "x", branches ? "x" : NULL, NULL };
	int status;

	if (fork() == 0) {
		execv(name, args);
		printf("%s: %s\n", what, err_name(errno));
		_exit(1);
	}
	MUST(wait(&status));
	if (WIFSIGNALED(status))
		printf("%s: %s\n", what, sig_name(WTERMSIG(status)));
	else
		printf("%s: %d\n", what, WEXITSTATUS(status));
}

int main(void)
{
	setbuf(stdout, NULL);
	write_program("plain", 0x10000000, NULL, false);
	write_program("noted", 0x10000000, NULL, true);
	write_program("both", 0x20000000, "./noted", true);
	write_program("program", 0x20000000, "./plain", true);
	write_program("linker", 0x20000000, "./noted", false);
	for (int branches = 0; branches < 2; branches++) {
		run("no note", "plain", branches);
		run("a note", "noted", branches);
		run("two notes", "both", branches);
		run("the program's note", "program", branches);
		run("the interpreter's note", "linker", branches);
	}
	return 0;
}
