/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A small shell's job control on a pseudo-terminal: foreground, stop, background. */
#include "guest.h"

#include <pty.h>

static void job(void)
{
	char line[64];
	ssize_t got;

	signal(SIGTTIN, SIG_DFL);
	signal(SIGTTOU, SIG_DFL);
	signal(SIGTSTP, SIG_DFL);
	while ((got = read(0, line, sizeof(line))) > 0)
		if (line[0] == 'q')
			_exit(6);
	_exit(7);
}

static void shell(int report_fd)
{
	int status;
	pid_t child;

	dup2(report_fd, 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGTTOU, SIG_IGN);
	child = fork();
	if (!child) {
		setpgid(0, 0);
		job();
	}
	setpgid(child, child);
	waitpid(child, &status, WUNTRACED);
	show_status("background read", status);
	CALL(tcsetpgrp(0, child));
	kill(-child, SIGCONT);
	waitpid(child, &status, WUNTRACED);
	show_status("foreground after ^Z", status);
	CALL(tcgetpgrp(0) == child);
	kill(-child, SIGCONT);
	waitpid(child, &status, WUNTRACED);
	show_status("foreground after q", status);
	CALL(tcsetpgrp(0, getpgrp()));
	CALL(tcgetpgrp(0) == getpgrp());
	_exit(0);
}

int main(void)
{
	int pipes[2], master;
	char text[1024];
	ssize_t got, total = 0;
	pid_t child;

	MUST(pipe(pipes));
	child = MUST(forkpty(&master, NULL, NULL, NULL));
	if (!child)
		shell(pipes[1]);
	close(pipes[1]);
	nap_ms(300);
	MUST(write(master, "\x1a", 1));
	nap_ms(300);
	MUST(write(master, "q\n", 2));
	while ((got = read(pipes[0], text + total, sizeof(text) - 1 - total)) > 0)
		total += got;
	printf("%.*s", (int)total, text);
	show_wait("shell", child);
	return 0;
}
