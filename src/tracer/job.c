/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See job.h. The terminal is reached through /dev/tty, so only that of this session. */
#include "tracer/job.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "util/fd.h"

bool job_is_separate(pid_t main_program)
{
	return getpgid(main_program) != getpgrp();
}

void job_stop_with(pid_t main_program)
{
	pid_t group = getpgid(main_program);
	CLEANUP_FD int terminal = -1;
	bool foreground;

	/* Nobody of the shell's session can continue it, nor had it the terminal. */
	if (group < 0 || getsid(main_program) != getsid(0))
		return;
	if (group == getpgrp()) {
		(void)kill(getpid(), SIGSTOP);
		return;
	}
	terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	foreground = terminal >= 0 && tcgetpgrp(terminal) == group;
	(void)kill(getpid(), SIGSTOP);
	/* In the background (bg) the terminal is not ours to give. */
	if (foreground && tcgetpgrp(terminal) == getpgrp())
		(void)tcsetpgrp(terminal, group);
	(void)kill(-group, SIGCONT);
}
