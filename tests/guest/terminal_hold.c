/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Output to a terminal is stopped and goes on (tcflow). What may be done with the terminal of
 * whoever runs it, case terminal_held asks: "group", "flow"; "full": with standard error, a pipe.
 */
#include <pty.h>
#include <termios.h>

#include "guest.h"

/* The terminal is this group's alone, and whoever else writes to it is stopped. */
static void take_group(void)
{
	struct termios settings;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	sigprocmask(SIG_BLOCK, &set, NULL);
	setpgid(0, 0);
	if (tcsetpgrp(STDIN_FILENO, getpgrp()) < 0 || tcgetattr(STDIN_FILENO, &settings) < 0)
		printf("group: %s\n", strerror(errno));
	settings.c_lflag |= TOSTOP;
	tcsetattr(STDIN_FILENO, TCSANOW, &settings);
	printf("read: %s\n", open("/etc/group", O_RDONLY) < 0 ? strerror(errno) : "done");
	settings.c_lflag &= ~(tcflag_t)TOSTOP;
	tcsetattr(STDIN_FILENO, TCSANOW, &settings);
}

/* Nothing goes into the pipe any more, and who writes to it is not to wait. */
static void fill(void)
{
	char bytes[4096] = { 0 };

	fcntl(STDERR_FILENO, F_SETFL, O_WRONLY | O_NONBLOCK);
	for (size_t size = sizeof(bytes); size >= 1; size /= 2) {
		while (write(STDERR_FILENO, bytes, size) > 0)
			continue;
	}
	(void)open("/etc/group", O_RDONLY);
}

static void stop_and_go(const char *what, int fd)
{
	int status = tcflow(fd, TCOOFF);

	if (status == 0)
		tcflow(fd, TCOON);
	printf("%s: %s\n", what, status < 0 ? strerror(errno) : "0");
}

int main(int argc, char **argv)
{
	int master, slave, pair[2];

	if (argc > 1 && strcmp(argv[1], "group") == 0) {
		take_group();
		return 0;
	}
	if (argc > 1 && strcmp(argv[1], "full") == 0) {
		fill();
		return 0;
	}
	if (argc > 1) {
		stop_and_go("stdin", STDIN_FILENO);
		stop_and_go("tty", open("/dev/tty", O_RDWR | O_NOCTTY));
		(void)open("/etc/group", O_RDONLY);
	}
	if (openpty(&master, &slave, NULL, NULL, NULL) < 0 || pipe(pair) < 0)
		return 1;
	stop_and_go("own", slave);
	stop_and_go("pipe", pair[0]);
	stop_and_go("closed", 99);
	return 0;
}
