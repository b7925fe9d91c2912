/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* SIGSTOP and SIGCONT as the parent sees them: WUNTRACED and WCONTINUED. */
#include "guest.h"

int main(void)
{
	pid_t child = MUST(fork());
	int status;

	if (!child) {
		/* Not in an orphaned group, where a SIGTSTP would be discarded. */
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(child, child);
	MUST(kill(child, SIGSTOP));
	CALL(waitpid(child, &status, WUNTRACED) == child);
	show_status("child", status);
	CALL(waitpid(child, &status, WUNTRACED | WNOHANG));
	MUST(kill(child, SIGCONT));
	CALL(waitpid(child, &status, WCONTINUED) == child);
	show_status("child", status);
	MUST(kill(child, SIGTSTP));
	CALL(waitpid(child, &status, WUNTRACED) == child);
	show_status("child", status);
	MUST(kill(child, SIGTERM));
	CALL(waitpid(child, &status, WNOHANG));
	MUST(kill(child, SIGCONT));
	CALL(waitpid(child, &status, 0) == child);
	show_status("child", status);
	return 0;
}
