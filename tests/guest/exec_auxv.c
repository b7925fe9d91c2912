/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* AT_EXECFN, AT_PHDR, AT_ENTRY, AT_PAGESZ and the ids in the auxiliary vector. */
#include "guest.h"

extern char __ehdr_start[], _start[];

int main(int argc, char **argv)
{
	const char *execfn = (const char *)getauxval(AT_EXECFN);
	const Elf64_Ehdr *head = (const void *)__ehdr_start;

	if (argc == 1) {
		MUST(symlink(argv[0], "link-to-self"));
		execl("./link-to-self", "renamed", "again", NULL);
		puts(err_name(errno));
		return 1;
	}
	printf("execfn [%s] argv[0] [%s]\n", execfn, argv[0]);
	printf("phdr %d\n", getauxval(AT_PHDR) == (unsigned long)(__ehdr_start + head->e_phoff));
	printf("phnum %d phent %d\n", getauxval(AT_PHNUM) == head->e_phnum,
	       getauxval(AT_PHENT) == sizeof(Elf64_Phdr));
	printf("entry %d\n", getauxval(AT_ENTRY) == (unsigned long)_start);
	printf("base %s\n", getauxval(AT_BASE) ? "set" : "0");
	printf("pagesz %d\n", getauxval(AT_PAGESZ) == (unsigned long)sysconf(_SC_PAGESIZE));
	printf("ids %d %d %d %d\n", getauxval(AT_UID) == getuid(), getauxval(AT_EUID) == geteuid(),
	       getauxval(AT_GID) == getgid(), getauxval(AT_EGID) == getegid());
	printf("secure %lu\n", getauxval(AT_SECURE));
	printf("random %d sysinfo %d platform %d\n", getauxval(AT_RANDOM) != 0,
	       getauxval(AT_SYSINFO_EHDR) != 0, getauxval(AT_PLATFORM) != 0);
	printf("clktck %lu hwcap %d\n", getauxval(AT_CLKTCK), getauxval(AT_HWCAP) != 0);
	return 0;
}
