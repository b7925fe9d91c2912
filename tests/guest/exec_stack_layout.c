/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The stack below a new program: alignment, order of strings, execfn last. */
#include "guest.h"

int main(int argc, char **argv, char **envp)
{
	char **after;
	const char *execfn = (const char *)getauxval(AT_EXECFN);
	const char *last;

	for (after = envp; *after; after++)
		;
	last = after > envp ? after[-1] : argv[argc - 1];
	printf("argv then envp %d\n", envp == argv + argc + 1);
	printf("argc below argv %d\n", ((long *)argv)[-1] == argc);
	printf("sp aligned %d\n", ((uintptr_t)((long *)argv - 1) & 15) == 0);
	printf("strings in a row %d\n", last + strlen(last) + 1 == execfn);
	printf("auxv follows %d\n", ((Elf64_auxv_t *)(after + 1))->a_type != 0);
	printf("end of stack page %d\n",
	       (((uintptr_t)execfn + strlen(execfn) + 1 + 8) & 4095) == 0);
	return 0;
}
