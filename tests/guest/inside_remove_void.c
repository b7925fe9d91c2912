/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Threads remove what they have made while names cease to be removable without a stop, at the
 * first socket with a name: nothing that is there may be said to be missing.
 */
#include "guest.h"

#include <sys/socket.h>
#include <sys/un.h>

static volatile int ready, over;

static void *make_and_remove(void *number)
{
	char name[200];

	snprintf(name, sizeof(name), "way-%d", *(const int *)number);
	mkdir(name, 0700);
	for (int i = 0; i < 40; i++) {
		strcat(name, "/d");
		mkdir(name, 0700);
	}
	strcat(name, "/f");
	for (int i = 0; over == 0; i++) {
		int fd = open(name, O_CREAT | O_WRONLY, 0600);

		/* Without openat2 threads may be refused that from now on, so far down. */
		if (fd < 0)
			continue;
		close(fd);
		if (unlink(name) < 0)
			printf("%s, and %s\n", strerror(errno),
			       access(name, F_OK) == 0 ? "it is there" : "it is gone");
		if (i == 40)
			__atomic_fetch_add(&ready, 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

static void run_once(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int numbers[] = { 0, 1 };
	pthread_t threads[2];
	int sock;

	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, make_and_remove, &numbers[i]);
	while (ready < 2)
		usleep(200);
	sock = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(sock, (struct sockaddr *)&address, sizeof(address)) < 0)
		printf("bind: %s\n", strerror(errno));
	usleep(2000);
	over = 1;
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	close(sock);
	unlink("socket");
}

int main(void)
{
	run_once();
	puts("all removed");
	return 0;
}
