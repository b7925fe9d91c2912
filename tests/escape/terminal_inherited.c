/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Y-01, E49: standard input is a terminal of somebody outside, which is nobody's controlling terminal. A
 * session of the jail's does not make it its own: by no call, by no name, nor while another thread
 * puts it under the number of a terminal that is the jail's.
 * ATTACK STDIN: terminal
 */
#include <sys/ioctl.h>

#include "escape.h"

static int own, working;

static void refuse_session(const char *how)
{
	pid_t session;

	if (ioctl(STDIN_FILENO, TIOCGSID, &session) == 0)
		escaped("the terminal outside is the jail's by %s", how);
}

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(own, working);
		linger(200);
		dup2(STDIN_FILENO, working);
		linger(200);
	}
	return NULL;
}

static void by_names(void)
{
	static const char *const names[] = { "/proc/self/fd/0", "/dev/stdin", "/dev/fd/0" };
	int byte = 'x', group = getpid();
	char path[32];

	for (size_t i = 0; i < 3; i++) {
		close(open(names[i], O_RDWR));
		close(open(names[i], O_RDONLY));
		refuse_session(names[i]);
	}
	snprintf(path, sizeof(path), "/dev/pts/%s", given("ESCAPE_TTY"));
	close(open(path, O_RDWR));
	refuse_session(path);
	must_fail(open("/dev/tty", O_RDWR), "/dev/tty");
	must_fail(ioctl(STDIN_FILENO, TIOCSCTTY, 0), "TIOCSCTTY");
	must_fail(ioctl(STDIN_FILENO, TIOCSCTTY, 1), "TIOCSCTTY by force");
	must_fail(ioctl(dup(STDIN_FILENO), TIOCSCTTY, 0), "TIOCSCTTY of a copy");
	must_fail(ioctl(STDIN_FILENO, TIOCSTI, &byte), "TIOCSTI");
	must_fail(ioctl(STDIN_FILENO, TIOCSETD, &byte), "TIOCSETD");
	must_fail(ioctl(STDIN_FILENO, TIOCSPGRP, &group), "TIOCSPGRP");
	refuse_session("a call");
}

int main(void)
{
	struct race race = { 0 };
	pid_t child = fork();
	int unlocked = 0;

	if (!isatty(STDIN_FILENO))
		broken("no terminal");
	if (child > 0) {
		join(child);
		refuse_session("a child");
		contained();
	}
	if (setsid() < 0)
		broken("setsid");
	by_names();
	own = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	if (own < 0 || ioctl(own, TIOCSPTLCK, &unlocked) < 0)
		broken("no terminal of one's own");
	own = ioctl(own, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	working = dup(own);
	start(flip, NULL);
	while (racing(&race)) {
		if (ioctl(working, TIOCSCTTY, 0) == 0) {
			refuse_session("an exchange");
			(void)ioctl(own, TIOCNOTTY);
			(void)signal(SIGHUP, SIG_IGN);
		}
	}
	refuse_session("an exchange");
	_exit(0);
}
