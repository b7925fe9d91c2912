/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Writing, creating and removing in /proc is refused. */
#include "guest.h"

int main(void)
{
	TRY_OPEN(open("/proc/missing", O_RDONLY));
	TRY_OPEN(open("/proc/self/missing", O_RDONLY));
	TRY_OPEN(open("/proc/self/status/x", O_RDONLY));
	TRY_OPEN(open("/proc/self/status", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("/proc/self", O_WRONLY));
	TRY_OPEN(open("/proc/new", O_CREAT | O_WRONLY, 0644));
	CALL(mkdir("/proc/new", 0755));
	CALL(unlink("/proc/self/status"));
	CALL(rmdir("/proc/self"));
	CALL(symlink("x", "/proc/new"));
	CALL(rename("/proc/self/status", "x"));
	TRY_OPEN(open("/proc", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("/proc/", O_RDONLY));
	TRY_OPEN(open("/proc/self/../self/status", O_RDONLY));
	show_same("/proc/..", "/");
	TRY_OPEN(open("/proc/self/status", O_RDONLY | O_TRUNC));
	/* Nor can it be read past the cache. */
	TRY_OPEN(open("/proc/self/status", O_RDONLY | O_DIRECT));
	TRY_OPEN(open("/proc/uptime", O_RDONLY | O_DIRECT));
	TRY_OPEN(open("/proc/sys/kernel/ostype", O_RDONLY | O_DIRECT));
	TRY_OPEN(open("/proc/self/mounts", O_PATH | O_DIRECT));
	return 0;
}
