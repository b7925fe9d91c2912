/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* connect and sendto by path that wait, are interrupted, restarted, and go on. */
#include "guest.h"

static volatile sig_atomic_t alarms;

static void on_alarm(int signo)
{
	(void)signo;
	alarms++;
}

static void alarm_with(int flags)
{
	struct itimerval soon = { { 0, 0 }, { 0, 60000 } };

	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm, .sa_flags = flags }, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
}

/* The lowest free descriptor tells whether one was left behind. */
static void show_lowest(void)
{
	int fd = dup(STDOUT_FILENO);

	printf("lowest %d\n", fd);
	close(fd);
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length;
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int first = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int second = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int receiver, sender, sent = 0;
	pid_t child;

	address = unix_address("s", &length);
	MUST(bind(listener, (struct sockaddr *)&address, length));
	MUST(listen(listener, 0));
	CALL(connect(first, (struct sockaddr *)&address, length));
	alarm_with(0);
	CALL(connect(second, (struct sockaddr *)&address, length));
	show_lowest();
	child = MUST(fork());
	if (!child) {
		nap_ms(200);
		_exit(accept(listener, NULL, NULL) < 0);
	}
	alarm_with(SA_RESTART);
	CALL(connect(second, (struct sockaddr *)&address, length));
	show_wait("accepted", child);
	printf("alarms %d\n", (int)alarms);
	CALL(fcntl(second, F_SETFL, O_NONBLOCK));
	second = MUST(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
	CALL(connect(second, (struct sockaddr *)&address, length));
	show_lowest();

	receiver = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	sender = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	address = unix_address("d", &length);
	MUST(bind(receiver, (struct sockaddr *)&address, length));
	while (sendto(sender, "x", 1, MSG_DONTWAIT, (struct sockaddr *)&address, length) == 1)
		sent++;
	printf("full: %s\n", err_name(errno));
	alarm_with(0);
	CALL(sendto(sender, "x", 1, 0, (struct sockaddr *)&address, length));
	child = MUST(fork());
	if (!child) {
		char byte;

		nap_ms(200);
		_exit(read(receiver, &byte, 1) != 1);
	}
	alarm_with(SA_RESTART);
	CALL(sendto(sender, "x", 1, 0, (struct sockaddr *)&address, length));
	show_wait("received", child);
	printf("alarms %d\n", (int)alarms);
	show_lowest();
	return 0;
}
