/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Paths that go through cwd, root and fd/N of /proc/self. */
#include "guest.h"

int main(void)
{
	char path[64];
	int dir;

	MUST(mkdir("d", 0755));
	put_file("d/f", "inside");
	put_file("top", "top");
	show_file("/proc/self/cwd/d/f");
	show_file("/proc/self/cwd/d/../top");
	show_same("/proc/self/root", "/");
	show_same("/proc/self/root/..", "/");
	show_same("/proc/self/root/tmp", "/tmp");
	dir = MUST(open("d", O_PATH));
	MUST(dup2(dir, 20));
	show_file("/proc/self/fd/20/f");
	show_file("/proc/self/fd/20/../top");
	show_file("/dev/fd/20/f");
	CALL(mkdir("/proc/self/fd/20/sub", 0755));
	CALL(chdir("/proc/self/fd/20"));
	show_path("sub");
	snprintf(path, sizeof(path), "/proc/%d/cwd/f", (int)getpid());
	TRY_OPEN(open(path, O_RDONLY));
	CALL(unlink("/proc/self/cwd/f"));
	CALL(rmdir("/proc/self/cwd/sub/"));
	show_dir(".");
	return 0;
}
