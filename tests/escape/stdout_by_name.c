/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E15: standard output is a file of the host, given for writing. Its mere name (O_PATH), taken from
 * /proc, is no way to read it.
 */
#include "escape.h"

int main(void)
{
	static const char *const links[] = { "/proc/self/fd/1", "/dev/stdout", "/dev/fd/1",
					     "/proc/thread-self/fd/1" };
	int access = fcntl(1, F_GETFL) & O_ACCMODE;
	char path[64];

	if (access != O_WRONLY)
		skip("standard output is not for writing only");
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		int name = open(links[i], O_PATH);

		must_fail(open(links[i], O_RDONLY), "the link");
		must_fail(open(links[i], O_RDWR), "the link");
		if (name < 0)
			continue;
		snprintf(path, sizeof(path), "/proc/self/fd/%d", name);
		must_fail(open(path, O_RDONLY), "its name");
		must_fail(open(path, O_RDWR), "its name");
		must_fail(openat(name, "", O_RDONLY), "its descriptor");
	}
	contained();
}
