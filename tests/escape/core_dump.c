/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E51: the kernel writes core files into the working directory without asking anybody, or starts
 * a handler outside: no limit that a member can set makes it do so.
 */
#include "escape.h"

#include <sys/resource.h>

int main(void)
{
	static const int signals[] = { SIGSEGV, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSYS };

	enter_scratch();
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

			(void)setrlimit(RLIMIT_CORE, &limit);
			limit.rlim_cur = 1 << 20;
			(void)prlimit(0, RLIMIT_CORE, &limit, NULL);
			(void)prlimit(getpid(), RLIMIT_CORE, &limit, NULL);
			(void)syscall(SYS_prlimit64, getppid(), RLIMIT_CORE, &limit, NULL);
			(void)prctl(PR_SET_DUMPABLE, 1);
			raise(signals[i]);
			_exit(0);
		}
		waitpid(pid, &status, 0);
		if (!WIFSIGNALED(status))
			broken("signal %d does not kill", signals[i]);
		if (WCOREDUMP(status))
			escaped("a core was dumped by signal %d", signals[i]);
	}
	if (access("core", F_OK) == 0)
		escaped("there is a core file");
	contained();
}
