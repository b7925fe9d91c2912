/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* programs, interpreters and scripts are looked for in the jail only. */
#include <elf.h>

#include "escape.h"

static void script(const char *name, const char *interpreter)
{
	char text[PATH_MAX];

	snprintf(text, sizeof(text), "#!%s\necho made >&2\n", interpreter);
	unlink(name);
	make_file(name, text);
	chmod(name, 0755);
}

static void run(const char *path)
{
	int status;

	if (fork() == 0) {
		execl(path, path, NULL);
		_exit(errno == 0 ? 1 : 0);
	}
	wait(&status);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		escaped("%s was executed", path);
}

/* A small program whose PT_INTERP lies outside. */
static void make_elf(const char *name, const char *interpreter)
{
	struct {
		Elf64_Ehdr elf;
		Elf64_Phdr headers[2];
		char interpreter[256];
	} file = { 0 };
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	memcpy(file.elf.e_ident, ELFMAG, 4);
	file.elf.e_ident[EI_CLASS] = ELFCLASS64;
	file.elf.e_ident[EI_DATA] = ELFDATA2LSB;
	file.elf.e_ident[EI_VERSION] = 1;
	file.elf.e_type = ET_EXEC;
#if defined(__x86_64__)
	file.elf.e_machine = EM_X86_64;
#else
	file.elf.e_machine = EM_AARCH64;
#endif
	file.elf.e_version = 1;
	file.elf.e_phoff = sizeof(Elf64_Ehdr);
	file.elf.e_ehsize = sizeof(Elf64_Ehdr);
	file.elf.e_phentsize = sizeof(Elf64_Phdr);
	file.elf.e_phnum = 2;
	file.elf.e_entry = 0x400000;
	file.headers[0] = (Elf64_Phdr){ .p_type = PT_INTERP, .p_offset = offsetof(__typeof__(file), interpreter),
					.p_filesz = strlen(interpreter) + 1, .p_memsz = strlen(interpreter) + 1 };
	file.headers[1] = (Elf64_Phdr){ .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_vaddr = 0x400000,
					.p_filesz = sizeof(file), .p_memsz = sizeof(file), .p_align = 4096 };
	strcpy(file.interpreter, interpreter);
	if (fd < 0 || write(fd, &file, sizeof(file)) != sizeof(file))
		broken("no file");
	close(fd);
}

int main(void)
{
	char text[PATH_MAX], up[64] = "";

	enter_scratch();
	for (int i = 0; i < 12; i++)
		strcat(up, "../");
	run(outside("program"));
	snprintf(text, sizeof(text), "%s%s", up, outside("program") + 1);
	run(text);
	script("one", outside("program"));
	run("./one");
	script("two", text);
	run("./two");
	make_elf("three", outside("program"));
	run("./three");
	make_elf("four", text);
	run("./four");
	/* Host-only loaders; in here they do not exist, or are the jail's. */
	make_elf("five", "/proc/self/root/../../lib64/ld-linux-x86-64.so.2");
	run("./five");
	symlink(outside("program"), "six");
	run("./six");
	contained();
}
