/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* RESOLVE_CACHED may answer EAGAIN, and must with O_CREAT, O_TRUNC and O_TMPFILE. */
#include "guest.h"

static long open2(const char *path, uint64_t flags)
{
	struct open_how how = { .flags = flags, .resolve = RESOLVE_CACHED };

	if (flags & (O_CREAT | __O_TMPFILE))
		how.mode = 0644;
	return syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
}

int main(void)
{
	long fd;

	put_file("f", "x");
	fd = open2("f", O_RDONLY);
	puts(fd >= 0 || errno == EAGAIN ? "found or to be asked again" : "neither");
	OK(open2("new", O_CREAT | O_WRONLY));
	OK(open2("f", O_WRONLY | O_TRUNC));
	OK(open2(".", O_TMPFILE | O_WRONLY));
	show_path("f");
	return 0;
}
