/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Damaged programs: cut short, wrong class, wrong machine, missing interpreter. */
#include "guest.h"

static void try_exec(const char *what, const void *head, size_t size)
{
	char *args[] = { "x", NULL };
	int fd = MUST(open("broken", O_CREAT | O_WRONLY | O_TRUNC, 0755));

	MUST(write(fd, head, size));
	close(fd);
	MUST(fchmodat(AT_FDCWD, "broken", 0755, 0));
	execve("broken", args, NULL);
	printf("%s: %s\n", what, err_name(errno));
}

int main(int argc, char **argv)
{
	Elf64_Ehdr head, changed;
	int fd = MUST(open(argv[0], O_RDONLY));

	(void)argc;
	MUST(read(fd, &head, sizeof(head)));
	try_exec("four bytes", &head, 4);
	try_exec("sixteen bytes", &head, 16);
	try_exec("only the header", &head, sizeof(head));
	changed = head;
	changed.e_machine = EM_S390;
	try_exec("wrong machine", &changed, sizeof(changed));
	changed = head;
	changed.e_phnum = 0;
	try_exec("no program headers", &changed, sizeof(changed));
	changed = head;
	changed.e_type = ET_REL;
	try_exec("an object file", &changed, sizeof(changed));
	changed = head;
	changed.e_ident[EI_MAG1] = 'x';
	try_exec("wrong magic", &changed, sizeof(changed));
	return 0;
}
