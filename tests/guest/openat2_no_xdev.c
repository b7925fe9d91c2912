/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_NO_XDEV: no step from one mount into another. */
#include "guest.h"

static long open2(const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_NO_XDEV };

	return syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
}

int main(void)
{
	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("/dev/null", "l"));
	OK(open2("f", O_RDONLY));
	OK(open2("d/../f", O_RDONLY));
	OK(open2("/proc/self/status", O_RDONLY));
	OK(open2("/proc", O_RDONLY));
	OK(open2("/dev/null", O_RDONLY));
	OK(open2("l", O_RDONLY));
	MUST(chdir("/proc"));
	OK(open2("..", O_RDONLY));
	OK(open2("self/status", O_RDONLY));
	MUST(chdir("/dev"));
	OK(open2("null", O_RDONLY));
	OK(open2("..", O_RDONLY));
	return 0;
}
