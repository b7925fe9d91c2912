/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/maps names this program, the stack and the heap, and is well formed. */
#include "guest.h"

int main(int argc, char **argv)
{
	unsigned long from, to, last = 0, code = (unsigned long)main, here = (unsigned long)&argc;
	int lines = 0, ordered = 1, own_code = 0, own_stack = 0, named_exe = 0, heap = 0, vdso = 0;
	char line[PATH_MAX + 128], rights[5], name[PATH_MAX];
	FILE *file = fopen("/proc/self/maps", "r");

	OK(sbrk(4096));
	while (file && fgets(line, sizeof(line), file)) {
		name[0] = '\0';
		if (sscanf(line, "%lx-%lx %4s %*s %*s %*s %4095[^\n]", &from, &to, rights, name) <
		    3)
			ordered = 0;
		ordered &= from >= last && to > from;
		last = from;
		lines++;
		if (code >= from && code < to)
			own_code = !strcmp(rights, "r-xp") && !strcmp(name, argv[0]);
		if (here >= from && here < to)
			own_stack = !strcmp(name, "[stack]");
		named_exe |= !strcmp(name, argv[0]);
		heap |= !strcmp(name, "[heap]");
		vdso |= !strcmp(name, "[vdso]");
	}
	printf("several lines %d, ordered %d, code %d, stack %d, exe %d, heap %d, vdso %d\n",
	       lines > 5, ordered, own_code, own_stack, named_exe, heap, vdso);
	return 0;
}
