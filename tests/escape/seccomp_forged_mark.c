/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A member's own filter lets calls pass that bear the tracer's mark, an argument in the slots: a
 * member that makes the mark itself gets no further than the jail's filter.
 * ATTACK BROKEN: MARK
 */
#include "escape.h"

#include <linux/filter.h>
#include <linux/seccomp.h>

int main(void)
{
	struct sock_filter code[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { 1, code };
	static char path[PATH_MAX], out[PATH_MAX];
	uint64_t gate = find_gate(), how[3] = { 0 };
	int directory;

	strcpy(path, outside("secret"));
	strcpy(out, given("ESCAPE_OUT"));
	for (int installed = 0; installed < 2; installed++) {
		for (uint64_t offset = 0; offset < 4 * 0x8000; offset += 0x1000) {
			uint64_t mark = gate + GATE_SLOTS_ + offset;

			refuse_secret((int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0, 0, mark), "a mark");
			refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, path, how, 24, 0, mark), "a mark");
			refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, path, mark, 24, 0, mark), "a mark");
			must_fail(syscall(SYS_execveat, AT_FDCWD, outside("program"), NULL, NULL, 0, mark),
				  "a marked exec");
			must_fail(syscall(SYS_inotify_add_watch, 3, out, 0xfff, 0, 0, mark), "a marked watch");
			must_fail(syscall(SYS_kill, given_pid("ESCAPE_PID"), SIGUSR1, 0, 0, 0, mark),
				  "a marked signal");
			must_fail(syscall(SYS_tgkill, given_pid("ESCAPE_PID"), given_pid("ESCAPE_PID"),
					  SIGUSR1, 0, 0, mark), "a marked signal");
			must_fail(syscall(SYS_prlimit64, given_pid("ESCAPE_PID"), 7, NULL, how, 0, mark),
				  "a marked look");
			must_fail(syscall(SYS_setpriority, 0, given_pid("ESCAPE_PID"), 5, 0, 0, mark),
				  "a marked priority");
			for (int fd = 3; fd < 12; fd++) {
				directory = (int)syscall(SYS_fchdir, fd, 0, 0, 0, 0, mark);
				if (directory == 0)
					refuse_secret(open("../out/secret", O_RDONLY), "a marked fchdir");
			}
		}
		(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (installed == 0 &&
		    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program, 0, 0, 0) < 0)
			skip("no filters of one's own");
	}
	contained();
}
