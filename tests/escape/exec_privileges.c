/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * set-user-ID files, capabilities and dumps give nothing. (That the kernel's no_new_privs is
 * set, which a guest is not shown, is seen from outside: cases/no_new_privs.sh.)
 */
#include <sys/resource.h>

#include "escape.h"

int main(int argc, char **argv)
{
	struct rlimit core = { RLIM_INFINITY, RLIM_INFINITY };
	int status;

	if (is_faked_root())
		skip("a fake root has all the privileges that it believes in");
	if (argc > 1)
		_exit(geteuid() == getuid() && getegid() == getgid() ? 0 : 1);
	(void)argv;
	if (fork() == 0) {
		execl("/proc/self/exe", "x", "child", NULL);
		_exit(1);
	}
	wait(&status);
	if (status != 0)
		escaped("a child may get privileges");
	must_fail(setuid(0), "setuid");
	must_fail(setresuid(0, 0, 0), "setresuid");
	must_fail(setgid(0), "setgid");
	(void)setrlimit(RLIMIT_CORE, &core);
	core.rlim_cur = core.rlim_max = 0;
	(void)prlimit(0, RLIMIT_CORE, &(struct rlimit){ RLIM_INFINITY, RLIM_INFINITY }, NULL);
	enter_scratch();
	if (fork() == 0) {
		raise(SIGSEGV);
		_exit(1);
	}
	wait(&status);
	if (WCOREDUMP(status) || access("core", F_OK) == 0)
		escaped("a core was dumped");
	contained();
}
