/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * S-01: a filter of one's own with a listener outranks the tracer's: every way to one is shut,
 * so that no thread can answer "continue".
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "escape.h"

int main(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code };

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	for (unsigned long flags = 0; flags < 64; flags++) {
		if ((flags & SECCOMP_FILTER_FLAG_NEW_LISTENER) == 0)
			continue;
		must_fail(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program),
			  "a listener");
		must_fail(
			syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | 1UL << 32, &program),
			"a listener");
	}
	/* Without a listener USER_NOTIF is ENOSYS. */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		skip("no filter of one's own");
	refuse_secret((int)syscall(SYS_openat, AT_FDCWD, outside("secret"), O_RDONLY),
		      "a notified call");
	refuse_secret((int)syscall(SYS_open, outside("secret"), O_RDONLY), "another call");
	contained();
}
