/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_NO_SYMLINKS: ELOOP for a link anywhere, save O_PATH|O_NOFOLLOW at the end. */
#include "guest.h"

static long open2(const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_NO_SYMLINKS };

	if (flags & O_CREAT)
		how.mode = 0644;
	return syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
}

int main(void)
{
	MUST(mkdir("d", 0755));
	put_file("d/f", "x");
	MUST(symlink("d", "ld"));
	MUST(symlink("d/f", "lf"));
	MUST(symlink("nowhere", "dangling"));
	OK(open2("d/f", O_RDONLY));
	OK(open2("d/../d/f", O_RDONLY));
	OK(open2("ld/f", O_RDONLY));
	OK(open2("lf", O_RDONLY));
	OK(open2("lf", O_PATH));
	OK(open2("lf", O_PATH | O_NOFOLLOW));
	OK(open2("lf", O_RDONLY | O_NOFOLLOW));
	OK(open2("ld/", O_RDONLY));
	OK(open2("dangling", O_CREAT | O_WRONLY));
	OK(open2("new", O_CREAT | O_WRONLY));
	OK(open2("/proc/self/exe", O_RDONLY));
	return 0;
}
