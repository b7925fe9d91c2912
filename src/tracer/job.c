/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See job.h. The terminal is reached through /dev/tty, so only that of this session. */
#include "tracer/job.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/compiler.h"
#include "util/fd.h"
#include "util/proc_thread.h"

bool job_is_at_terminal(const struct terminal *own)
{
	CLEANUP_FD int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	return own != NULL || terminal >= 0;
}

bool job_is_still_stopped(pid_t main_program)
{
	siginfo_t pending = { 0 };

	return proc_thread_state(main_program) == 't' &&
	       waitid(P_PID, (id_t)main_program, &pending,
		      WEXITED | WSTOPPED | WNOHANG | WNOWAIT | __WALL) == 0 &&
	       pending.si_pid == 0;
}

bool job_is_separate(pid_t main_program)
{
	return getpgid(main_program) != getpgrp();
}

/* Neither caught nor ignored, as /proc/PID/status tells. */
static bool is_default(pid_t process, int signal_number)
{
	static const char *const sets[] = { "\nSigIgn:", "\nSigCgt:" };
	CLEANUP_FD int fd = -1;
	char text[4096];
	ssize_t length;

	(void)snprintf(text, sizeof(text), "/proc/%d/status", process);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (length <= 0)
		return false;
	text[length] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		const char *line = strstr(text, sets[i]);

		if (line == NULL ||
		    (strtoull(line + strlen(sets[i]), NULL, 16) >> (signal_number - 1) & 1) != 0)
			return false;
	}
	return true;
}

int job_signal_for(pid_t main_program, pid_t process, int signal_number)
{
	if (signal_number != SIGTSTP || getpgid(process) != main_program ||
	    !is_default(process, signal_number))
		return signal_number;
	return SIGSTOP;
}

/* The program is stopped where the user's shell does not see it: ptjail stops in its place. */
static void stop_for(pid_t group, struct terminal *terminal)
{
	terminal_suspend(terminal);
	(void)kill(getpid(), SIGSTOP);
	(void)kill(-group, SIGCONT);
}

void job_stop_with(pid_t main_program, struct terminal *own_terminal)
{
	pid_t group = getpgid(main_program);
	CLEANUP_FD int terminal = -1;
	bool foreground;

	if (own_terminal != NULL && group == main_program) {
		stop_for(group, own_terminal);
		return;
	}

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
