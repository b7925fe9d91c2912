/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/cmdline, environ and comm. */
#include "guest.h"

static void show_strings(const char *path)
{
	char text[4096];
	int fd = open(path, O_RDONLY);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text));

	printf("%s:", path);
	for (ssize_t at = 0; at < got; at += strlen(text + at) + 1)
		printf(" [%s]", text + at);
	puts(got < 0 ? err_name(errno) : "");
}

int main(int argc, char **argv)
{
	char *args[] = { "new-zero", "a b", "", NULL };
	char *env[] = { "X=1", "Y=two words", NULL };

	if (argc == 1) {
		execve(argv[0], args, env);
		return 1;
	}
	show_strings("/proc/self/cmdline");
	show_strings("/proc/self/environ");
	show_file("/proc/self/comm");
	return 0;
}
