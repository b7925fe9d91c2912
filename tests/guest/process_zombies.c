/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Children that have ended and are not waited for go on existing. */
#include "guest.h"
#include "legacy.h"

#define CHILDREN 40

int main(void)
{
	int count = 0;
	int reaped = 0;
	const char *then = "";

	while (count < CHILDREN) {
		siginfo_t info;
		pid_t pid = count % 2 == 0 ? fork() : legacy_fork();

		if (pid == 0)
			_exit(0);
		if (pid < 0) {
			then = errno == EAGAIN ? ", then EAGAIN" : ", then another error";
			break;
		}
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) < 0)
			return 1;
		count++;
	}
	printf("children %d%s\n", count, then);
	while (wait(NULL) > 0)
		reaped++;
	printf("all reaped: %s\n", reaped == count ? "yes" : "no");
	/* Their places are free again. */
	(void)fflush(stdout);
	if (fork() == 0)
		_exit(0);
	printf("one more: %s\n", wait(NULL) > 0 ? "yes" : "no");
	return 0;
}
