/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* One program again and again: where its interpreter lies and what maps says of that. */
#include "guest.h"

#include <link.h>

/*
 * Rights, offset and file of each mapping of the interpreter's, without addresses: what lies in its
 * holes, [vdso] or memory, is passed over.
 */
static void show_maps(unsigned long base)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[PATH_MAX + 128], own[PATH_MAX] = "";
	struct stat info;

	if (maps == NULL)
		return;
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long start, end, offset, ino;
		char rights[5], name[PATH_MAX] = "";

		if (sscanf(line, "%lx-%lx %4s %lx %*x:%*x %lu %4095s", &start, &end, rights,
			   &offset, &ino, name) < 5)
			continue;
		if (base == start)
			strcpy(own, name);
		if (own[0] != '\0' && strcmp(own, name) == 0)
			printf("%s %lx %lx %s %d\n", rights, offset, end - start,
			       strrchr(name, '/') + 1,
			       stat(name, &info) == 0 && info.st_ino == ino);
	}
	fclose(maps);
	if (base != 0 && own[0] == '\0')
		puts("the interpreter is not there");
}

int main(int argc, char **argv)
{
	unsigned long base = getauxval(AT_BASE);
	int rounds = argc > 1 ? atoi(argv[1]) : 6;
	char number[16];
	char *next[] = { argv[0], number, NULL };

	printf("%d: interpreter %d, entry %d\n", rounds, base != 0,
	       base != getauxval(AT_ENTRY));
	show_maps(base);
	if (access("/no/such", F_OK) == 0 || errno != ENOENT)
		puts("access");
	if (rounds == 0)
		return 0;
	snprintf(number, sizeof(number), "%d", rounds - 1);
	fflush(stdout);
	if (rounds % 2 == 0) {
		execv(argv[0], next);
	} else {
		int status = 0;
		pid_t child = fork();

		if (child == 0) {
			execv(argv[0], next);
			_exit(9);
		}
		waitpid(child, &status, 0);
		return WEXITSTATUS(status);
	}
	return 8;
}
