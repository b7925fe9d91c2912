/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The windows: any string at all from any protected descriptor with the gate's own `how`. Links,
 * "..", absolute names and magic links stay below, or fail.
 * ATTACK BROKEN: BENEATH
 */
#include "escape.h"

int main(void)
{
	uint64_t how = find_gate() + GATE_HOWS_;
	int first = find_protected();
	char path[PATH_MAX], up[64] = "";

	enter_scratch();
	(void)symlink(given("ESCAPE_OUT"), "/tmp/out");
	(void)symlink("../../../../../../..", "/tmp/up");
	for (int i = 0; i < 12; i++, strcat(up, "../")) {
		for (int fd = first; exists(fd); fd++) {
			snprintf(path, sizeof(path), "%s%s", up, outside("secret") + 1);
			refuse_secret((int)syscall(SYS_openat2, fd, path, how, 24), path);
			snprintf(path, sizeof(path), "tmp/%s%s", up, outside("secret") + 1);
			refuse_secret((int)syscall(SYS_openat2, fd, path, how, 24), path);
			refuse_secret((int)syscall(SYS_openat2, fd, "tmp/out/secret", how, 24),
				      "a link");
			snprintf(path, sizeof(path), "tmp/up%s", outside("secret"));
			refuse_secret((int)syscall(SYS_openat2, fd, path, how, 24), path);
			refuse_secret((int)syscall(SYS_openat2, fd, outside("secret"), how, 24),
				      "absolute");
			must_fail(syscall(SYS_openat2, fd, "proc/self/exe", how, 24),
				  "proc by a window");
			must_fail(syscall(SYS_openat2, fd, given("ESCAPE_TTY"), how, 24),
				  "a terminal by a window");
		}
	}
	unlink("/tmp/out");
	unlink("/tmp/up");
	contained();
}
