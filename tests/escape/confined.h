/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * For attacks that change something of a process first: whether the jail still holds it. Names,
 * windows, processes and sockets are tried by several calls each.
 */
#ifndef PTJAIL_TESTS_ESCAPE_CONFINED_H
#define PTJAIL_TESTS_ESCAPE_CONFINED_H

#include "escape.h"

UNUSED static void refuse_names(const char *how)
{
	const uint64_t plain[3] = { O_RDONLY };
	struct stat info;
	char text[64];

	refuse_secret(open(outside("secret"), O_RDONLY), how);
	refuse_secret((int)syscall(SYS_open, outside("secret"), O_RDONLY), how);
	refuse_secret((int)syscall(437, AT_FDCWD, outside("secret"), plain, 24), how);
	refuse_secret(open(outside("link"), O_RDONLY), how);
	must_fail(open(outside("victim"), O_WRONLY), how);
	must_fail(open(outside("made"), O_WRONLY | O_CREAT, 0600), how);
	must_fail(stat(outside("secret"), &info), how);
	must_fail(access(outside("secret"), F_OK), how);
	must_fail(readlink(outside("link"), text, sizeof(text)), how);
	must_fail(chdir(outside("dir")), how);
	must_fail(rename(outside("victim"), outside("gone")), how);
}

UNUSED static void refuse_others(const char *how)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	if (sock >= 0) {
		socklen_t length = unix_address(&address, outside("stream"));

		must_fail(connect(sock, (struct sockaddr *)&address, length), how);
		length = unix_address(&address, given("ESCAPE_ABSTRACT"));
		must_fail(connect(sock, (struct sockaddr *)&address, length), how);
		close(sock);
	}
	must_fail(kill(given_pid("ESCAPE_PID"), SIGUSR1), how);
	must_fail(syscall(SYS_tgkill, given_pid("ESCAPE_PID"), given_pid("ESCAPE_PID"), SIGUSR1), how);
	must_fail(syscall(SYS_prlimit64, given_pid("ESCAPE_PID"), RLIMIT_NOFILE, NULL, NULL), how);
}

UNUSED static void still_confined(const char *how)
{
	refuse_names(how);
	refuse_others(how);
}

/* In a child, which may end as it likes by signal; what it finds is ours. */
UNUSED static void confined_child(void (*attack)(long), long argument)
{
	pid_t child = fork();

	if (child < 0)
		broken("fork");
	if (child == 0) {
		attack(argument);
		_exit(0);
	}
	join(child);
}

#endif
