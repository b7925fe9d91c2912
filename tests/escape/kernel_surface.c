/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* K-01, E50: what no program in a jail needs. */
#include "escape.h"

int main(void)
{
	static char buffer[4096];

	must_fail(syscall(SYS_bpf, 0, buffer, 128), "bpf");
	must_fail(syscall(SYS_bpf, 5, buffer, 128), "bpf");
	must_fail(syscall(SYS_perf_event_open, buffer, 0, -1, -1, 0), "perf_event_open");
	must_fail(syscall(SYS_userfaultfd, 1), "userfaultfd");
	must_fail(syscall(SYS_quotactl, 0, "/", 0, buffer), "quotactl");
	must_fail(syscall(SYS_quotactl_fd, 0, 0, 0, buffer), "quotactl_fd");
	must_fail(syscall(SYS_acct, "/tmp/acct"), "acct");
	must_fail(syscall(SYS_swapon, "/tmp/swap", 0), "swapon");
	must_fail(syscall(SYS_kexec_load, 0, 0, NULL, 0), "kexec_load");
	must_fail(syscall(SYS_init_module, buffer, 8, ""), "init_module");
	must_fail(syscall(SYS_finit_module, 0, "", 0), "finit_module");
	must_fail(syscall(SYS_delete_module, "x", 0), "delete_module");
	must_fail(syscall(SYS_reboot, 0xfee1dead, 672274793, 0, 0), "reboot");
	must_fail(syscall(SYS_syslog, 10, NULL, 0), "syslog");
	must_fail(syscall(SYS_syslog, 3, buffer, sizeof(buffer)), "syslog");
	(void)syscall(SYS_sethostname, "ptjail-attack", 13);
	(void)syscall(SYS_setdomainname, "ptjail-attack", 13);
	must_fail(syscall(SYS_vhangup), "vhangup");
#ifdef SYS_iopl
	must_fail(syscall(SYS_iopl, 3), "iopl");
	must_fail(syscall(SYS_ioperm, 0x378, 3, 1), "ioperm");
	must_fail(syscall(SYS_modify_ldt, 1, buffer, 16), "modify_ldt");
	must_fail(syscall(SYS_uselib, outside("program")), "uselib");
#endif
	must_fail(syscall(SYS_personality, 0x0400000 /* READ_IMPLIES_EXEC */), "personality");
	must_fail(syscall(SYS_personality, 0x0200000 /* ADDR_COMPAT_LAYOUT */), "personality");
	must_fail(syscall(SYS_lookup_dcookie, 0, buffer, 10), "lookup_dcookie");
	must_fail(syscall(SYS_fanotify_init, 0, 0), "fanotify_init");
	must_fail(syscall(SYS_fanotify_mark, 0, 1, 2, AT_FDCWD, "/"), "fanotify_mark");
	must_fail(syscall(SYS_open_by_handle_at, AT_FDCWD, buffer, 0), "open_by_handle_at");
	must_fail(syscall(SYS_open_by_handle_at, syscall(SYS_pidfd_open, getpid(), 0), buffer, 0),
		  "open_by_handle_at on pidfs");
	must_fail(syscall(SYS_add_key, "user", "x", "y", 1, -3), "add_key");
	must_fail(syscall(SYS_request_key, "user", "x", NULL, -3), "request_key");
	must_fail(syscall(SYS_keyctl, 0, -3, 0), "keyctl");
	must_fail(syscall(SYS_keyctl, 18 /* SESSION_TO_PARENT */), "keyctl");
	must_fail(syscall(SYS_clock_settime, 0, buffer), "clock_settime");
	must_fail(syscall(460, 0, buffer, 8, 0), "lsm_set_self_attr");
	must_fail(prctl(PR_SET_KEEPCAPS + 0 * 1, 7), "an odd PR_SET_KEEPCAPS");
	contained();
}
