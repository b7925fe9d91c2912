/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Every call that takes a path, with every spelling that might lead outside: the host's own
 * path, "..", links of both kinds, descriptors as bases. Changes are told by the canaries.
 */
#include "every_call.h"

int main(void)
{
	static const char *const names[] = { "secret", "victim", "program", "dir/secret", "link",
					     "stream", "dgram", "new/deep" };
	char path[PATH_MAX], up[128] = "", other[PATH_MAX];
	int root = open("/", O_PATH | O_DIRECTORY), here;

	enter_scratch();
	here = open(".", O_RDONLY | O_DIRECTORY);
	getcwd(other, sizeof(other));
	strcat(other, "/other");
	make_file("other", "other");
	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *target = outside(names[i]);

		try_path(AT_FDCWD, target, other);
		snprintf(path, sizeof(path), "/%s%s", up, target + 1);
		try_path(AT_FDCWD, path, other);
		try_path(here, path + 1, other);
		try_path(root, path + 1, other);
		snprintf(path, sizeof(path), "//.//./%s", target);
		try_path(AT_FDCWD, path, other);
		snprintf(path, sizeof(path), "/proc/self/root%s", target);
		try_path(AT_FDCWD, path, other);
		snprintf(path, sizeof(path), "/proc/self/cwd/%s%s", up, target + 1);
		try_path(AT_FDCWD, path, other);
	}
	contained();
}
