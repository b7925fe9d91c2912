/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* the magic links of /proc lead nowhere but into the jail, and outsiders have none. */
#include "escape.h"

static void try_base(const char *base)
{
	char path[PATH_MAX], up[64] = "";
	struct stat info;

	for (int i = 0; i < 5; i++, strcat(up, "/..")) {
		snprintf(path, sizeof(path), "%s%s%s", base, up, outside("secret"));
		refuse_secret(open(path, O_RDONLY), path);
		must_fail(stat(path, &info), path);
		must_fail(open(path, O_PATH), path);
	}
}

int main(void)
{
	static const char *const links[] = { "root", "cwd", "fd/3", "fd/4", "exe", "task/1/root" };
	static const char *const own[] = { "self", "thread-self", "self/task/%d", "%d",
					   "self/../self" };
	pid_t outsiders[] = { 1, 2, given_pid("ESCAPE_PID"), getppid() };
	char base[128], path[160];

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		snprintf(base, sizeof(base), own[i], getpid());
		for (size_t j = 0; j < sizeof(links) / sizeof(links[0]); j++) {
			snprintf(path, sizeof(path), "/proc/%s/%s", base, links[j]);
			try_base(path);
		}
	}
	for (size_t i = 0; i < sizeof(outsiders) / sizeof(outsiders[0]); i++) {
		for (size_t j = 0; j < sizeof(links) / sizeof(links[0]); j++) {
			snprintf(path, sizeof(path), "/proc/%d/%s", outsiders[i], links[j]);
			try_base(path);
			must_fail(open(path, O_PATH | O_NOFOLLOW), path);
			must_fail(chdir(path), path);
		}
	}
	contained();
}
