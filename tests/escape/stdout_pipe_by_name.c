/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E15: standard output is a pipe, given for writing. What others outside write into it is not to be
 * read: neither by a name of it (O_PATH), nor by another member's descriptor.
 *
 * ATTACK PIPED
 */
#include "escape.h"

static void open_each(const char *path, const char *what)
{
	static const int flags[] = { O_RDONLY, O_RDWR };

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		must_fail(open(path, flags[i] | O_NONBLOCK), what);
}

static void by_name(const char *path)
{
	int name = open(path, O_PATH);
	char own[64];

	open_each(path, "the link");
	if (name < 0)
		return;
	snprintf(own, sizeof(own), "/proc/self/fd/%d", name);
	open_each(own, "its name");
	must_fail(openat(name, "", O_RDONLY | O_NONBLOCK), "its descriptor");
	close(name);
}

int main(void)
{
	struct stat info;
	char path[64];
	pid_t child;

	if (fstat(1, &info) < 0 || !S_ISFIFO(info.st_mode) ||
	    (fcntl(1, F_GETFL) & O_ACCMODE) != O_WRONLY)
		skip("standard output is no pipe for writing only");
	by_name("/proc/self/fd/1");
	by_name("/dev/stderr");
	child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	snprintf(path, sizeof(path), "/proc/%d/fd/1", (int)child);
	by_name(path);
	snprintf(path, sizeof(path), "/proc/%d/fd/2", (int)getppid());
	by_name(path);
	kill(child, SIGKILL);
	contained();
}
