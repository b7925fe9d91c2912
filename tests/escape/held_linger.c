/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A socket is closed while the tracer has a copy of it, which then is the last one, and nobody reads
 * what was sent: a close waits for that, as long as SO_LINGER says. Others are served all the same.
 * ATTACK MODES: landlock default landlock,seccomp
 * ATTACK BROKEN: LINGER
 */
#include <netinet/in.h>
#include <sys/time.h>

#include "escape.h"

#define KEPT 64 /* connections whose other end is open, and not read from */

static struct sockaddr_in address = { .sin_family = AF_INET };
static volatile int asked = -1;
static volatile unsigned long answers;

/* Has the tracer take copies. */
static void *ask(void *data)
{
	for (;;) {
		struct sockaddr_in name;
		socklen_t length = sizeof(name);

		if (getsockname(asked, (void *)&name, &length) == 0)
			answers++;
	}
	return data;
}

static void interrupt(int number)
{
	(void)number;
}

static int connect_full(int listener)
{
	static int kept[KEPT];
	static unsigned int next;
	static char text[1 << 16];
	const struct linger linger = { 1, 3600 };
	int sock = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(sock, (void *)&address, sizeof(address)) < 0)
		broken("no connection");
	if (kept[next % KEPT] != 0)
		close(kept[next % KEPT]);
	kept[next++ % KEPT] = accept(listener, NULL, NULL);
	while (send(sock, text, sizeof(text), MSG_DONTWAIT) > 0)
		;
	if (setsockopt(sock, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)) < 0)
		broken("SO_LINGER");
	return sock;
}

/* Its own close waits too, unless it was not the last. */
static void close_soon(int sock)
{
	const struct itimerval often = { { 0, 2000 }, { 0, 2000 } }, never = { 0 };

	setitimer(ITIMER_REAL, &often, NULL);
	close(sock);
	setitimer(ITIMER_REAL, &never, NULL);
}

int main(void)
{
	struct sigaction action = { .sa_handler = interrupt };
	struct race race = { 0 };
	socklen_t length = sizeof(address);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	double worst = 0;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sigaction(SIGALRM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (bind(listener, (void *)&address, sizeof(address)) < 0 || listen(listener, KEPT) < 0 ||
	    getsockname(listener, (void *)&address, &length) < 0)
		broken("no listener");
	start(ask, NULL);
	start(ask, NULL);
	while (racing_until(&race, answers > 100)) {
		int sock = connect_full(listener);
		double begin = now();

		asked = sock;
		linger((int)(race.rounds % 50) * 4000);
		close_soon(sock);
		asked = -1;
		/* Made by the tracer. */
		(void)chmod("/nowhere", 0);
		worst = now() - begin > worst ? now() - begin : worst;
	}
	printf("%lu answers, at most %.3f s\n", answers, worst);
	if (worst > HELD_UP_SECONDS / 3)
		escaped("others waited for %.1f s", worst);
	contained();
}
