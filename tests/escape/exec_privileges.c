/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* set-user-ID files, capabilities and dumps give nothing; no new privileges, ever. */
#include <sys/resource.h>

#include "escape.h"

int main(int argc, char **argv)
{
	struct rlimit core = { RLIM_INFINITY, RLIM_INFINITY };
	int status;

	if (is_faked_root())
		skip("a fake root has all the privileges that it believes in");
	if (argc > 1)
		_exit(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 && geteuid() == getuid() ? 0 : 1);
	(void)argv;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		escaped("new privileges are possible");
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
