/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: more threads of one process sleep in sending to a socket by its name than there are seats
 * (E44) for such names: others of them send and connect all the same, no message is lost or comes
 * twice, and none is refused.
 * ATTACK OPTIONS: --strict
 * ATTACK BROKEN: TURNS
 */
#include "escape.h"

#define SENDERS 40
#define MESSAGES 30

static struct sockaddr_un full_at, free_at, listener_at;
static int full, refused, over;

static void *run_sender(void *data)
{
	int sock = socket(AF_UNIX, SOCK_DGRAM, 0), small = 1;

	(void)setsockopt(sock, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	for (unsigned int i = 0; i < MESSAGES; i++) {
		unsigned int text[2] = { (unsigned int)(uintptr_t)data, i };

		if (sendto(sock, text, sizeof(text), 0, (void *)&full_at, sizeof(full_at)) < 0)
			__atomic_add_fetch(&refused, 1, __ATOMIC_SEQ_CST);
	}
	__atomic_add_fetch(&over, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

/* A thread of the same process, so that it shares the seats. */
static void *be_served(void *data)
{
	int sock = socket(AF_UNIX, SOCK_DGRAM, 0);

	for (int i = 0; i < 5; i++) {
		int stream = socket(AF_UNIX, SOCK_STREAM, 0);

		if (connect(stream, (void *)&listener_at, sizeof(listener_at)) < 0 ||
		    sendto(sock, "x", 1, MSG_DONTWAIT, (void *)&free_at, sizeof(free_at)) != 1)
			broken("it is refused");
		close(stream);
	}
	__atomic_store_n((int *)data, 1, __ATOMIC_SEQ_CST);
	return NULL;
}

static void expect_served(void)
{
	int served = 0;
	double begin = now();

	start(be_served, &served);
	while (!__atomic_load_n(&served, __ATOMIC_SEQ_CST)) {
		if (now() - begin > HELD_UP_SECONDS)
			escaped("nobody else gets a seat");
		usleep(20000);
	}
}

static int bound(int type, const char *name, struct sockaddr_un *address)
{
	int sock = socket(AF_UNIX, type, 0);

	unix_address(address, name);
	if (bind(sock, (void *)address, sizeof(*address)) < 0)
		broken("bind");
	return sock;
}

int main(void)
{
	static unsigned char seen[SENDERS][MESSAGES];
	unsigned int text[2];

	enter_scratch();
	full = bound(SOCK_DGRAM, "full", &full_at);
	(void)bound(SOCK_DGRAM, "free", &free_at);
	if (listen(bound(SOCK_STREAM, "listener", &listener_at), 100) < 0)
		broken("listen");
	for (uintptr_t i = 0; i < SENDERS; i++)
		start(run_sender, (void *)i);
	usleep(300000);
	expect_served();
	if (__atomic_load_n(&over, __ATOMIC_SEQ_CST) == SENDERS)
		broken("the socket is never full");
	for (int i = 0; i < SENDERS * MESSAGES; i++) {
		if (recv(full, text, sizeof(text), 0) != sizeof(text) || text[0] >= SENDERS ||
		    text[1] >= MESSAGES || seen[text[0]][text[1]]++ != 0)
			broken("message %d", i);
		if (__atomic_load_n(&refused, __ATOMIC_SEQ_CST) != 0)
			broken("one was refused");
	}
	contained();
}
