/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Signals by descriptors: owners, chosen signals, groups, O_ASYNC both ways. */
#include "guest.h"

static volatile sig_atomic_t seen, chosen;

static void on_io(int signo)
{
	(void)signo;
	seen++;
}

static void on_chosen(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	chosen = info->si_fd + 1;
}

static void *wait_for_end(void *end)
{
	char byte;

	(void)!read(*(int *)end, &byte, 1);
	return NULL;
}

/* The end of a watch tells nobody anything, whoever may have handed descriptors in. */
static void end_watch(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int sock = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
	pthread_t thread;
	int ends[2];

	MUST(pipe(ends));
	MUST(bind(sock, (void *)&address, sizeof(address)));
	MUST(pthread_create(&thread, NULL, wait_for_end, &ends[0]) == 0 ? 0 : -1);
	CALL(fcntl(directory, F_NOTIFY, DN_MULTISHOT));
	CALL(fcntl(directory, F_NOTIFY, 0));
	CALL(fcntl(ends[0], F_NOTIFY, 0));
	close(ends[1]);
	pthread_join(thread, NULL);
}

int main(void)
{
	struct f_owner_ex owner = { F_OWNER_PID, 0 };
	int pair[2], on = 1, pid;
	pid_t child;

	signal(SIGIO, on_io);
	sigaction(SIGUSR1, &(struct sigaction){ .sa_sigaction = on_chosen, .sa_flags = SA_SIGINFO },
		  NULL);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	CALL(fcntl(pair[0], F_SETOWN, getpid()));
	CALL(ioctl(pair[0], FIOASYNC, &on));
	CALL(write(pair[1], "x", 1));
	WAIT_UNTIL(seen);
	printf("seen %d\n", (int)seen);
	CALL((fcntl(pair[0], F_GETFL) & O_ASYNC) != 0);
	CALL(fcntl(pair[0], F_SETSIG, SIGUSR1));
	CALL(fcntl(pair[0], F_GETSIG) == SIGUSR1);
	CALL(write(pair[1], "x", 1));
	WAIT_UNTIL(chosen);
	printf("descriptor %d\n", chosen == pair[0] + 1);
	CALL(fcntl(pair[0], F_SETFL, 0));
	CALL((fcntl(pair[0], F_GETFL) & O_ASYNC) != 0);

	child = MUST(fork());
	if (!child) {
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(child, child);
	owner.pid = child;
	CALL(fcntl(pair[1], F_SETOWN_EX, &owner));
	CALL(fcntl(pair[1], F_GETOWN) == child);
	CALL(fcntl(pair[1], F_SETOWN, -child));
	CALL(fcntl(pair[1], F_GETOWN_EX, &owner));
	printf("type %d group %d\n", owner.type, owner.pid == child);
	CALL(fcntl(pair[1], F_SETFL, O_ASYNC));
	CALL(fcntl(pair[1], F_SETSIG, SIGTERM));
	CALL(write(pair[0], "x", 1));
	show_wait("child", child);
	pid = getpid();
	CALL(ioctl(pair[1], SIOCSPGRP, &pid));
	CALL(fcntl(pair[1], F_GETOWN) == pid);
	pid = 0;
	CALL(ioctl(pair[1], FIOSETOWN, &pid));
	CALL(fcntl(pair[1], F_GETOWN));
	CALL(fcntl(pair[1], F_SETOWN, 999999999));
	owner.type = 77;
	CALL(fcntl(pair[1], F_SETOWN_EX, &owner));
	CALL(fcntl(pair[1], F_SETOWN_EX, bad_memory()));
	CALL(fcntl(pair[1], F_SETSIG, 99));
	CALL(fcntl(pair[0], F_NOTIFY, DN_CREATE));
	end_watch();
	return 0;
}
