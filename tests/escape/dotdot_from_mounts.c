/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E10: ".." of a directory that is bound from the outside leads to where it is mounted, never to
 * where it lies on the host: by names, descriptors and working directories.
 * ATTACK OPTIONS: -b @OUT@/dir:/b -b @OUT@/ro/sub:/c/d:ro
 */
#include "escape.h"

static void check(const char *how)
{
	static const char *const names[] = { "../secret", "./../secret", "../dir/secret/../../secret",
					     "../out/secret", "../victim", "../../victim", "../ro/file" };
	struct stat info;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int fd = open(names[i], O_RDONLY);

		if (fd >= 0)
			escaped("%s by %s", names[i], how);
		must_fail(stat(names[i], &info), how);
		must_fail(access(names[i], F_OK), how);
		must_fail(chmod(names[i], 0600), how);
		must_fail(unlink(names[i]), how);
		must_fail(truncate(names[i], 0), how);
	}
}

int main(void)
{
	static const char *const places[] = { "/b", "/b/", "/b/.", "/c/d", "/c/d/../d", "/proc/self/cwd",
					      "/c/../b" };
	int b = open("/b", O_PATH | O_DIRECTORY), d = open("/c/d", O_RDONLY | O_DIRECTORY);
	char path[64];
	struct stat info, root;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (chdir(places[i]) < 0)
			broken("%s", places[i]);
		check(places[i]);
	}
	if (fchdir(b) < 0 || (check("fchdir"), fchdir(d)) < 0)
		broken("fchdir");
	check("fchdir");
	for (int i = 0; i < 2; i++) {
		int fd = i == 0 ? b : d;
		uint64_t how[3] = { O_RDONLY, 0, 0 };

		refuse_secret(openat(fd, "../secret", O_RDONLY), "openat");
		refuse_secret(openat(fd, "../out/secret", O_RDONLY), "openat");
		how[2] = 0x10; /* RESOLVE_IN_ROOT */
		refuse_secret((int)syscall(SYS_openat2, fd, "../../out/secret", how, 24), "openat2");
		snprintf(path, sizeof(path), "/proc/self/fd/%d/../secret", fd);
		refuse_secret(open(path, O_RDONLY), path);
	}
	if (fstatat(b, "..", &info, 0) < 0 || stat("/", &root) < 0 || info.st_ino != root.st_ino)
		escaped("the directory above a mount is another one");
	must_fail(rename("/b", "/e"), "moving a mount");
	must_fail(rename("/c", "/e"), "moving what leads to a mount");
	must_fail(syscall(SYS_renameat2, AT_FDCWD, "/c", AT_FDCWD, "/tmp", 2), "exchanging it");
	must_fail(rmdir("/b"), "removing a mount");
	contained();
}
