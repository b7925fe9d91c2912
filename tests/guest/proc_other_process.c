/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A child's entries in /proc: exe, cwd, status, and their end with it. */
#include "guest.h"

int main(int argc, char **argv)
{
	char path[64], text[PATH_MAX] = "";
	pid_t child;

	(void)argc;
	start_dir();
	MUST(mkdir("d", 0755));
	child = MUST(fork());
	if (!child) {
		MUST(chdir("d"));
		for (;;)
			pause();
	}
	for (int i = 0; i < 1000; i++) {
		snprintf(path, sizeof(path), "/proc/%d/cwd", (int)child);
		memset(text, 0, sizeof(text));
		if (readlink(path, text, sizeof(text) - 1) < 0 || strcmp(text, start_dir()))
			break;
		nap_ms(2);
	}
	show_name("cwd", text, start_dir());
	snprintf(path, sizeof(path), "/proc/%d/exe", (int)child);
	memset(text, 0, sizeof(text));
	OK(readlink(path, text, sizeof(text) - 1));
	printf("exe %d\n", !strcmp(text, argv[0]));
	snprintf(path, sizeof(path), "/proc/%d/status", (int)child);
	TRY_OPEN(open(path, O_RDONLY));
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)child);
	TRY_OPEN(open(path, O_RDONLY));
	MUST(kill(child, SIGKILL));
	show_wait("child", child);
	snprintf(path, sizeof(path), "/proc/%d", (int)child);
	TRY_OPEN(open(path, O_RDONLY));
	TRY_OPEN(open("/proc/999999999/status", O_RDONLY));
	return 0;
}
