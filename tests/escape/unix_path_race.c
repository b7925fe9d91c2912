/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The judged socket is named by a descriptor that lives for a moment: another thread puts its own
 * under the number, links and directories are exchanged on the way.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static int number, base, other;

static void *replace(void *data)
{
	(void)data;
	for (;;) {
		(void)dup2(other, number);
		(void)syscall(SYS_renameat2, base, "place", base, "link", 2);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	struct sockaddr_un address;
	int inside = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	enter_scratch();
	mkdir("place", 0755);
	symlink(given("ESCAPE_OUT"), "link");
	base = open(".", O_PATH | O_DIRECTORY);
	unix_address(&address, "place/dgram");
	if (bind(inside, (void *)&address, sizeof(address)) < 0)
		broken("bind");
	symlink(outside("dgram"), "soft");
	other = open("soft", O_PATH | O_NOFOLLOW);
	number = dup(other);
	close(number);
	start(replace, NULL);
	while (racing(&race)) {
		int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

		(void)sendto(sock, "x", 1, 0, (void *)&address, sizeof(address));
		if (connect(sock, (void *)&address, sizeof(address)) == 0)
			(void)send(sock, "x", 1, 0);
		unix_address(&address, "place/new");
		(void)bind(sock, (void *)&address, sizeof(address));
		(void)unlink("place/new");
		unix_address(&address, "place/dgram");
		close(sock);
		close(number);
	}
	contained();
}
