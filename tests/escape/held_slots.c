/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: more threads sleep in calls whose arguments the kernel has from ptjail's memory than it has
 * places for (messages to sockets that are full, connections to one whose queue is): others are
 * served all the same, and what was sent comes whole, once, in order.
 * ATTACK MODES: landlock default landlock,seccomp -0
 * ATTACK BROKEN: TURNS
 */
#include "escape.h"

#define SENDERS 280 /* there are 256 slots */
#define CONNECTORS 20
#define MESSAGE 1024
#define MESSAGES 8

static int pairs[SENDERS][2];
static struct sockaddr_un listener_at;
static int sent_wrong, began;

static void *run_sender(void *data)
{
	unsigned int which = (unsigned int)(uintptr_t)data;
	char text[MESSAGE];
	struct iovec part = { text, sizeof(text) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };

	for (unsigned int i = 0; i < MESSAGES; i++) {
		memset(text, (int)(i + 1), sizeof(text));
		if (i == 2)
			__atomic_add_fetch(&began, 1, __ATOMIC_SEQ_CST);
		if (sendmsg(pairs[which][0], &message, 0) != sizeof(text))
			__atomic_add_fetch(&sent_wrong, 1, __ATOMIC_SEQ_CST);
	}
	shutdown(pairs[which][0], SHUT_WR);
	return NULL;
}

static void *run_connector(void *data)
{
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)data;
	__atomic_add_fetch(&began, 1, __ATOMIC_SEQ_CST);
	(void)connect(sock, (void *)&listener_at, sizeof(listener_at));
	return NULL;
}

static void start_small(void *run(void *), uintptr_t data)
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	if (pthread_create(&thread, &attributes, run, (void *)data) != 0)
		broken("no thread");
}

/* These need such a place themselves. */
static void be_served(void)
{
	for (int i = 0; i < 20; i++) {
		int fd = open("made", O_RDWR | O_CREAT | O_EXCL, 0600);

		if (fd < 0 || close(fd) < 0 || unlink("made") < 0)
			broken("no file was made");
	}
	_exit(0);
}

static void expect_served(const char *when)
{
	double begin = now();
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		be_served();
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (now() - begin > HELD_UP_SECONDS)
			escaped("nobody is served %s", when);
		usleep(20000);
	}
	if (status != 0)
		broken("status %x", status);
}

/* All that they sent, to its end: each message whole, in order, none twice. */
static void read_all(void)
{
	static size_t have[SENDERS];
	static bool ended[SENDERS];
	char text[MESSAGE];
	int left = SENDERS;

	while (left > 0) {
		usleep(1000);
		for (int which = 0; which < SENDERS; which++) {
			ssize_t got = ended[which] ? -1 : recv(pairs[which][1], text, sizeof(text),
							       MSG_DONTWAIT);

			for (ssize_t i = 0; i < got; i++)
				if (text[i] != (char)(have[which]++ / MESSAGE + 1))
					broken("byte %zu is another's", have[which]);
			if (got != 0)
				continue;
			if (have[which] != MESSAGE * MESSAGES)
				broken("%zu bytes came", have[which]);
			ended[which] = true;
			left--;
		}
	}
}

int main(void)
{
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), small = 1;
	struct rlimit limit;

	enter_scratch();
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max < 2048 ? limit.rlim_max : 2048;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur < 1024)
		skip("too few descriptors");
	unix_address(&listener_at, "listener");
	if (bind(listener, (void *)&listener_at, sizeof(listener_at)) < 0 || listen(listener, 0) < 0)
		broken("listener");
	for (uintptr_t i = 0; i < SENDERS; i++) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, pairs[i]) < 0)
			broken("socketpair");
		(void)setsockopt(pairs[i][0], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
		start_small(run_sender, i);
	}
	for (uintptr_t i = 0; i < CONNECTORS; i++)
		start_small(run_connector, i);
	expect_served("while they fill up");
	while (__atomic_load_n(&began, __ATOMIC_SEQ_CST) < SENDERS + CONNECTORS)
		usleep(20000);
	expect_served("while they sleep");
	read_all();
	if (sent_wrong != 0)
		printf("%d messages were sent in parts\n", sent_wrong);
	contained();
}
