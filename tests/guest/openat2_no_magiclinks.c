/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_NO_MAGICLINKS stops at /proc's magic links only. */
#include "guest.h"

static long open2(const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_NO_MAGICLINKS };

	return syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
}

int main(void)
{
	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(symlink("/proc/self/cwd/f", "through"));
	OK(open2("l", O_RDONLY));
	OK(open2("through", O_RDONLY));
	OK(open2("/proc/self/exe", O_RDONLY));
	OK(open2("/proc/self/cwd/f", O_RDONLY));
	OK(open2("/proc/self/fd/0", O_RDONLY));
	OK(open2("/dev/fd/0", O_RDONLY));
	OK(open2("/dev/stdin", O_RDONLY));
	OK(open2("/proc/self/status", O_RDONLY));
	return 0;
}
