/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See terminal.h. Never reads or writes a terminal itself: that is the proxy's. */
#include "tracer/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/terminal_proxy.h"
#include "util/fd.h"

#define PATIENCE_MS 10000 /* for the proxy to show what is left */

struct terminal {
	int saved[3]; /* what 0-2 were; -1: not replaced */
	int control;
};

static int first_terminal(void)
{
	if (isatty(STDIN_FILENO))
		return STDIN_FILENO;
	return isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
}

/* As the user's terminal is set. Where that one stays cooked, newlines are its business. */
static int open_slave(int master, const struct terminal_proxy *proxy, int *ret_slave)
{
	struct termios settings = proxy->original;
	struct winsize size;
	char name[64];

	if (grantpt(master) < 0 || unlockpt(master) < 0 ||
	    ptsname_r(master, name, sizeof(name)) != 0)
		return -errno;
	*ret_slave = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*ret_slave < 0)
		return -errno;
	if (proxy->input < 0)
		settings.c_oflag &= ~(tcflag_t)OPOST;
	if (tcsetattr(*ret_slave, TCSANOW, &settings) < 0)
		return -errno;
	if (ioctl(proxy->output, TIOCGWINSZ, &size) == 0)
		(void)ioctl(*ret_slave, TIOCSWINSZ, &size);
	return 0;
}

/* Twice forked: the engine waits for children, and this one is none of its business. */
static int start_proxy(struct terminal_proxy *proxy, int slave, int other_end)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (fork() != 0)
			_exit(0);
		(void)close(slave);
		(void)close(other_end);
		terminal_proxy_run(proxy);
	}
	if (child < 0)
		return -errno;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return 0;
}

/* 0-2 as they were: nobody but the jail's leftovers has the new terminal then. */
static int terminal_free(struct terminal *terminal)
{
	struct pollfd end = { .fd = terminal->control, .events = POLLIN };

	(void)fflush(NULL);
	for (int fd = 0; fd <= 2; fd++) {
		if (terminal->saved[fd] >= 0)
			(void)dup2(terminal->saved[fd], fd);
		fd_close(&terminal->saved[fd]);
	}
	if (terminal->control >= 0) {
		(void)shutdown(terminal->control, SHUT_WR);
		while (poll(&end, 1, PATIENCE_MS) < 0 && errno == EINTR)
			;
	}
	fd_close(&terminal->control);
	return 0;
}

static int replace_standard(struct terminal *terminal, int slave)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (!isatty(fd))
			continue;
		terminal->saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 3);
		if (terminal->saved[fd] < 0 || dup2(slave, fd) < 0)
			return -errno;
	}
	return 0;
}

static int set_up(struct terminal *terminal)
{
	CLEANUP_FD int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	CLEANUP_FD int slave = -1;
	CLEANUP_FD int other_end = -1;
	struct terminal_proxy proxy = {
		.input = isatty(STDIN_FILENO) ? STDIN_FILENO : -1,
		.output = isatty(STDOUT_FILENO) ? STDOUT_FILENO : first_terminal(),
		.master = master,
	};
	int pair[2];
	int status;

	if (master < 0 || tcgetattr(first_terminal(), &proxy.original) < 0 ||
	    fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK) < 0)
		return -errno;
	status = open_slave(master, &proxy, &slave);
	if (status < 0)
		return status;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	terminal->control = pair[0];
	other_end = proxy.control = pair[1];
	status = start_proxy(&proxy, slave, pair[0]);
	return status < 0 ? status : replace_standard(terminal, slave);
}

int terminal_open(TALLOC_CTX *ctx, struct terminal **ret_terminal)
{
	struct terminal *terminal;
	int status;

	*ret_terminal = NULL;
	if (!isatty(first_terminal()))
		return 0;
	terminal = talloc(ctx, struct terminal);
	if (terminal == NULL)
		return -ENOMEM;
	*terminal = (struct terminal){ .saved = { -1, -1, -1 }, .control = -1 };
	talloc_set_destructor(terminal, terminal_free);
	status = set_up(terminal);
	if (status < 0)
		talloc_free(terminal);
	else
		*ret_terminal = terminal;
	return status;
}

void terminal_suspend(struct terminal *terminal)
{
	struct pollfd answer = { .fd = terminal->control, .events = POLLIN };
	char byte = 0;

	if (write(terminal->control, &byte, 1) != 1)
		return;
	while (poll(&answer, 1, PATIENCE_MS) < 0 && errno == EINTR)
		;
	(void)!recv(terminal->control, &byte, 1, MSG_DONTWAIT);
}

void terminal_enter(void)
{
	(void)ioctl(first_terminal(), TIOCSCTTY, 0);
}
