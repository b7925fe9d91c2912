/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every mapping of a fresh process, and of its child: rights, sizes, names, no addresses. */
#include "guest.h"

/* How much memory the allocator and the kernel take is theirs to say. */
static int is_of_no_size(const char *name)
{
	return name[0] == '[';
}

static void show(const char *who)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[PATH_MAX + 128];

	printf("%s\n", who);
	if (maps == NULL)
		return;
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long start, end, offset;
		char rights[5], name[PATH_MAX] = "-";

		if (sscanf(line, "%lx-%lx %4s %lx %*x:%*x %*u %4095s", &start, &end, rights,
			   &offset, name) < 4)
			continue;
		printf("%s %lx %lx %s\n", rights, offset, is_of_no_size(name) ? 0 : end - start,
		       strrchr(name, '/') == NULL ? name : strrchr(name, '/') + 1);
	}
	fclose(maps);
}

int main(void)
{
	int status;
	pid_t child;

	show("itself");
	fflush(stdout);
	child = fork();
	if (child == 0) {
		show("child");
		exit(0);
	}
	waitpid(child, &status, 0);
	return status != 0;
}
