/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The root's own directories, mount points and what stands for /dev and /proc: renamed and replaced. */
#include "escape.h"

int main(void)
{
	static const char *const names[] = { "/proc", "/dev", "/dev/pts", "/dev/null", "/dev/shm", "/dev/tty" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		must_fail(rename(names[i], "/tmp/stolen"), names[i]);
		must_fail(rmdir(names[i]), names[i]);
		must_fail(unlink(names[i]), names[i]);
		must_fail(symlink(given("ESCAPE_OUT"), names[i]), names[i]);
		must_fail(rename("/tmp", names[i]), names[i]);
		must_fail(syscall(SYS_renameat2, AT_FDCWD, "/tmp", AT_FDCWD, names[i], 2), names[i]);
	}
	/* Above the synthetic directories lies the spool. */
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[PATH_MAX];
		int fd = open(names[i], O_PATH | O_DIRECTORY);

		for (int up = 1; up < 10; up++) {
			char *end = path;

			for (int j = 0; j < up; j++)
				end += sprintf(end, "../");
			strcpy(end, outside("secret") + 1);
			refuse_secret(openat(fd, path, O_RDONLY), "above a synthetic directory");
			if (fd >= 0 && fchdir(fd) == 0)
				refuse_secret(open(path, O_RDONLY), "above a synthetic directory");
		}
	}
	contained();
}
