/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/PID/ns: namespaces can be told apart by their numbers, as scripts do. */
#include "guest.h"

static void look(const char *path, const char *kind)
{
	char text[64] = "", want[64];
	struct stat info = { 0 };
	struct statfs fs = { 0 };

	MUST(readlink(path, text, sizeof(text) - 1));
	OK(stat(path, &info));
	snprintf(want, sizeof(want), "%s:[%lu]", kind, (unsigned long)info.st_ino);
	printf("%s, %o\n", strcmp(text, want) ? text : "the number in its name", info.st_mode);
	CALL(statfs(path, &fs));
	printf("%#lx\n", (unsigned long)fs.f_type);
	CALL(access(path, R_OK));
	CALL(access(path, X_OK));
	CALL(chmod(path, 0644));
	CALL(link(path, "name"));
	CALL(linkat(AT_FDCWD, path, AT_FDCWD, "name", AT_SYMLINK_FOLLOW));
	CALL(open(path, O_RDONLY | O_NOFOLLOW));
	CALL(execl(path, "x", NULL));
	CALL(chdir(path));
}

int main(void)
{
	static const char *const kinds[] = { "ipc", "mnt", "net", "pid", "user", "uts" };
	char parents[64];
	struct stat own, other;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		char path[64];

		snprintf(path, sizeof(path), "/proc/self/ns/%s", kinds[i]);
		look(path, kinds[i]);
		snprintf(parents, sizeof(parents), "/proc/%d/ns/%s", getpid(), kinds[i]);
		MUST(stat(path, &own));
		IN_CHILD(OK(stat(parents, &other));
			 printf("%s\n", own.st_ino == other.st_ino ? "its parent's" : "another"));
	}
	return 0;
}
