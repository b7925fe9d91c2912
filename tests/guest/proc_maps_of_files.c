/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A mapped file shows in maps under its path, deleted ones as deleted. */
#include "guest.h"

static void show_line(const void *address)
{
	char line[PATH_MAX + 128], name[PATH_MAX], rights[5];
	unsigned long from, to;
	FILE *file = fopen("/proc/self/maps", "r");

	while (file && fgets(line, sizeof(line), file)) {
		name[0] = '\0';
		sscanf(line, "%lx-%lx %4s %*s %*s %*s %4095[^\n]", &from, &to, rights, name);
		if ((unsigned long)address >= from && (unsigned long)address < to)
			show_name(rights, name, start_dir());
	}
	if (file)
		fclose(file);
}

int main(void)
{
	void *at;
	int fd;

	start_dir();
	put_file("a name", "content");
	fd = MUST(open("a name", O_RDWR));
	at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	show_line(at);
	MUST(unlink("a name"));
	show_line(at);
	MUST(mprotect(at, 4096, PROT_READ));
	show_line(at);
	return 0;
}
