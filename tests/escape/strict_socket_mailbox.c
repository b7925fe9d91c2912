/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --strict lets connect to sockets that members bound. One that lies where no name leads any more is
 * handed over to who connects, in a message to a page of its memory. A process that shares that
 * memory, and no descriptors, writes there the number of the name of a socket outside.
 * ATTACK OPTIONS: --strict -b @OUT@:/out
 * ATTACK BROKEN: MAILBOX
 */
#include "escape.h"

#define NUMBER_AT 104 /* in the page: src/syscall/give_fd.c, struct mailbox */

static char *page;
static int number; /* of a file that holds the number */
static char stack[65536];

/* Without a signal where there is no page now. */
static int forge(void *data)
{
	(void)data;
	for (;;)
		(void)!pread(number, page + NUMBER_AT, sizeof(int), 0);
	return 0;
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length;
	struct race race = { 0 };
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	unsigned long connected = 0, elsewhere = 0;
	int foreign;
	pid_t child;

	enter_scratch();
	foreign = fcntl(open("/out/stream", O_PATH), F_DUPFD, 100);
	number = open("number", O_RDWR | O_CREAT, 0600);
	if (foreign < 0 || write(number, &foreign, sizeof(foreign)) != sizeof(foreign))
		broken("no foreign socket");
	if (mkdir("closed", 0700) < 0 || mkdir("closed/in", 0700) < 0 || chdir("closed/in") < 0)
		broken("no directory");
	length = unix_address(&address, "own");
	if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 100) < 0 ||
	    chmod("..", 0) < 0)
		broken("no socket of its own");
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page, 4096);
	child = clone(forge, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
	while (child > 0 && racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
		struct ucred peer = { 0 };
		socklen_t size = sizeof(peer);

		if (connect(sock, (struct sockaddr *)&address, length) == 0) {
			int end = accept4(listener, NULL, NULL, SOCK_NONBLOCK);

			connected++;
			getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &size);
			if (end < 0)
				escaped("connected to a socket outside, of process %d", peer.pid);
			close(end);
		} else {
			elsewhere++;
		}
		close(sock);
	}
	kill(child, SIGKILL);
	printf("%lu of %lu connected\n", connected, race.rounds);
	contained();
}
