/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * bind to a path on a socket of another domain is the kernel's to refuse. A thread with a
 * table of descriptors of its own, or one that exchanges them, has a unix socket under the
 * same number: the path, in the host's root, would be bound.
 * ATTACK BROKEN: SOCKET
 */
#include <netinet/in.h>

#include "escape.h"

static int number, internet, local;
static struct sockaddr_un address;

static void *other_table(void *data)
{
	(void)data;
	if (unshare(CLONE_FILES) < 0)
		return NULL;
	dup2(local, number);
	if (bind(number, (struct sockaddr *)&address, sizeof(address)) == 0)
		escaped("a socket was bound outside");
	return NULL;
}

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(local, number);
		linger(500);
		dup2(internet, number);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	internet = socket(AF_INET, SOCK_STREAM, 0);
	local = socket(AF_UNIX, SOCK_STREAM, 0);
	number = dup(internet);
	unix_address(&address, outside("evil"));
	pthread_join(start(other_table, NULL), NULL);
	start(flip, NULL);
	while (racing(&race)) {
		if (bind(number, (struct sockaddr *)&address, sizeof(address)) == 0)
			escaped("a socket was bound outside");
		if (race.rounds % 64 == 0) {
			close(local);
			local = socket(AF_UNIX, SOCK_STREAM, 0);
		}
	}
	contained();
}
