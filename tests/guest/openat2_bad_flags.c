/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* openat2 refuses what open ignores. */
#include "guest.h"

static long open2(uint64_t flags, uint64_t mode, uint64_t resolve)
{
	struct open_how how = { .flags = flags, .mode = mode, .resolve = resolve };

	return syscall(SYS_openat2, AT_FDCWD, "f", &how, sizeof(how));
}

int main(void)
{
	put_file("f", "x");
	OK(open2(O_RDONLY | 0x40000000, 0, 0));
	OK(open2(O_RDONLY | 1UL << 40, 0, 0));
	OK(open2(O_RDONLY, 0644, 0));
	OK(open2(O_CREAT | O_RDWR, 0200000, 0));
	OK(open2(O_CREAT | O_RDWR, 07777, 0));
	OK(open2(O_RDONLY, 0, 0x100));
	OK(open2(O_RDONLY, 0, 1UL << 40));
	OK(open2(O_PATH | O_RDWR, 0, 0));
	OK(open2(O_PATH | O_CREAT, 0, 0));
	OK(open2(O_PATH | O_CLOEXEC | O_NOFOLLOW, 0, 0));
	OK(open2(O_RDONLY, 0, RESOLVE_BENEATH | RESOLVE_IN_ROOT));
	OK(open2(O_TMPFILE | O_RDONLY, 0600, 0));
	OK(open2(O_RDWR | O_ASYNC | O_DSYNC, 0, 0));
	OK(open2(O_CREAT | O_DIRECTORY | O_RDONLY, 0600, 0));
	return 0;
}
