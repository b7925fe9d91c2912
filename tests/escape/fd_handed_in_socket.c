/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E44: somebody outside hands in the mere names (O_PATH) of sockets that lie in no mount. None is
 * reached: not by its number in /proc, not while another thread puts it under the numbers by which
 * ptjail has connects and messages to the jail's own sockets made.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK BROKEN: SEATS
 */
#include "handed_in.h"

#define SOCKET 50
#define LOWEST 10 /* those below are taken: the next one to be opened is the lowest that is free */

static struct handed_in handed;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = LOWEST; fd < LOWEST + 3; fd++) {
			dup2(handed.stream_name, fd);
			dup2(handed.dgram_name, fd);
			close(fd);
		}
	return NULL;
}

static int listen_as(const char *name, int type, struct sockaddr_un *address)
{
	int sock = socket(AF_UNIX, type | SOCK_NONBLOCK, 0);
	int high = fcntl(sock, F_DUPFD, SOCKET + 10);

	unix_address(address, name);
	if (high < 0 || bind(high, (void *)address, sizeof(*address)) < 0 ||
	    (type == SOCK_STREAM && listen(high, 100) < 0))
		broken("no socket of its own");
	close(sock);
	return high;
}

/* One of each kind at the given address: whoever is reached outside tells. */
static unsigned long reach(const struct sockaddr_un *stream, const struct sockaddr_un *dgram)
{
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_name = (void *)dgram, .msg_namelen = sizeof(*dgram),
				  .msg_iov = &part, .msg_iovlen = 1 };
	struct mmsghdr many[2] = { { .msg_hdr = message }, { .msg_hdr = message } };
	unsigned long reached = 0;
	int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	dup2(sock, SOCKET);
	close(sock);
	reached += connect(SOCKET, (void *)stream, sizeof(*stream)) == 0;
	sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	dup2(sock, SOCKET);
	close(sock);
	reached += sendto(SOCKET, "x", 1, MSG_DONTWAIT, (void *)dgram, sizeof(*dgram)) == 1;
	reached += sendmsg(SOCKET, &message, MSG_DONTWAIT) == 1;
	reached += sendmmsg(SOCKET, many, 2, MSG_DONTWAIT) == 2;
	reached += connect(SOCKET, (void *)dgram, sizeof(*dgram)) == 0;
	(void)send(SOCKET, "x", 1, MSG_DONTWAIT);
	return reached;
}

static void by_number(int name, int type)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, type, 0);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", name);
	unix_address(&address, path);
	must_fail(connect(sock, (void *)&address, sizeof(address)), "a connect by a handed-in name");
	must_fail(sendto(sock, "x", 1, 0, (void *)&address, sizeof(address)),
		  "a message by a handed-in name");
	close(sock);
}

int main(void)
{
	struct race race = { 0 };
	struct sockaddr_un stream, dgram;
	unsigned long reached = 0;
	int listener, receiver;
	char text[8];

	enter_scratch();
	signal(SIGPIPE, SIG_IGN);
	handed = take_handed_in();
	by_number(handed.stream_name, SOCK_STREAM);
	by_number(handed.dgram_name, SOCK_DGRAM);
	listener = listen_as("stream", SOCK_STREAM, &stream);
	receiver = listen_as("dgram", SOCK_DGRAM, &dgram);
	if (handed.dgram_name >= LOWEST)
		broken("it has more descriptors than it should");
	while (open("/", O_PATH) < LOWEST - 1)
		;
	start(flip, NULL);
	by_number(handed.stream_name, SOCK_STREAM);
	by_number(handed.dgram_name, SOCK_DGRAM);
	while (racing(&race)) {
		reached += reach(&stream, &dgram);
		close(accept4(listener, NULL, NULL, SOCK_NONBLOCK));
		while (recv(receiver, text, sizeof(text), MSG_DONTWAIT) > 0)
			;
	}
	printf("%lu of %lu reached\n", reached, 5 * race.rounds);
	contained();
}
