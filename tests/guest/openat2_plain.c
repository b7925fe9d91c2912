/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* openat2 without RESOLVE flags opens like openat. */
#include "guest.h"

static long open2(int dir, const char *path, uint64_t flags, uint64_t mode)
{
	struct open_how how = { .flags = flags, .mode = mode };

	return syscall(SYS_openat2, dir, path, &how, sizeof(how));
}

int main(void)
{
	MUST(symlink("f", "l"));
	OK(open2(AT_FDCWD, "missing", O_RDONLY, 0));
	OK(open2(AT_FDCWD, "f", O_CREAT | O_RDWR, 0640));
	show_path("f");
	OK(open2(AT_FDCWD, "f", O_CREAT | O_EXCL | O_RDWR, 0640));
	OK(open2(AT_FDCWD, "l", O_RDONLY, 0));
	OK(open2(AT_FDCWD, "l", O_RDONLY | O_NOFOLLOW, 0));
	OK(open2(AT_FDCWD, ".", O_TMPFILE | O_RDWR, 0600));
	OK(open2(AT_FDCWD, "l", O_PATH | O_NOFOLLOW, 0));
	OK(open2(-1, "f", O_RDONLY, 0));
	OK(open2(-1, "/", O_RDONLY | O_DIRECTORY, 0));
	OK(open2(AT_FDCWD, "", O_RDONLY, 0));
	OK(open2(AT_FDCWD, bad_memory(), O_RDONLY, 0));
	return 0;
}
