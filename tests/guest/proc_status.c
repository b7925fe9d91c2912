/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/status: name, pids, threads, umask. */
#include "guest.h"

static long number(const char *field)
{
	char line[256];
	long value = -1;
	FILE *file = fopen("/proc/self/status", "r");
	size_t length = strlen(field);

	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, field, length) && line[length] == ':')
			value = strtol(line + length + 1, NULL,
				       field[0] == 'U' && field[1] == 'm' ? 8 : 10);
	if (file)
		fclose(file);
	return value;
}

int main(void)
{
	char line[256] = "";
	FILE *file = fopen("/proc/self/status", "r");

	OK(file ? 0 : -1);
	MUST(fgets(line, sizeof(line), file) ? 0 : -1);
	fclose(file);
	printf("%s", line);
	printf("pid %d\n", number("Pid") == getpid());
	printf("tgid %d\n", number("Tgid") == getpid());
	printf("ppid %d\n", number("PPid") == getppid());
	printf("threads %ld\n", number("Threads"));
	printf("umask %04lo\n", number("Umask"));
	printf("uid %d\n", number("Uid") == getuid());
	return 0;
}
