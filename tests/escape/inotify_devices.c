/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E21: a watch of a device would tell when somebody outside uses it (keys pressed at a terminal,
 * which terminals there are), one of standard input when somebody reads that file.
 * ATTACK STDIN: victim
 */
#include <sys/inotify.h>
#include <sys/ioctl.h>

#include "escape.h"

static void must_be_silent(int inotify, const char *what)
{
	char events[4096];

	if (read(inotify, events, sizeof(events)) > 0)
		escaped("%s is watched", what);
}

int main(void)
{
	static const char *const names[] = { "/dev/null", "/dev/zero", "/dev/urandom", "/dev/full",
					     "/dev/pts", "/dev/ptmx" };
	int inotify = inotify_init1(IN_NONBLOCK);
	char byte, path[64];
	int terminal, number, unlock = 0;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		inotify_add_watch(inotify, names[i], IN_ALL_EVENTS);
	for (size_t i = 0; i < 4; i++) {
		int fd = open(names[i], O_RDONLY);

		(void)!read(fd, &byte, 1);
		close(fd);
		must_be_silent(inotify, names[i]);
	}
	terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	if (terminal >= 0 && ioctl(terminal, TIOCSPTLCK, &unlock) == 0 &&
	    ioctl(terminal, TIOCGPTN, &number) == 0) {
		snprintf(path, sizeof(path), "/dev/pts/%d", number);
		close(open(path, O_RDWR | O_NOCTTY));
		must_be_silent(inotify, "/dev/pts");
	}
	close(terminal);
	must_be_silent(inotify, "/dev/pts");
	snprintf(path, sizeof(path), "/dev/pts/%s", given("ESCAPE_TTY"));
	must_fail(inotify_add_watch(inotify, path, IN_ALL_EVENTS), "a watch of a terminal outside");
	must_fail(inotify_add_watch(inotify, "/proc/self/fd/0", IN_ALL_EVENTS), "a watch of standard input");
	must_fail(inotify_add_watch(inotify, "/dev/stdin", IN_ALL_EVENTS), "a watch of standard input");
	contained();
}
