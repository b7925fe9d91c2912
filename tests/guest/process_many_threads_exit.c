/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Threads that come and go, three hundred of them, each with a path call. */
#include "guest.h"

static volatile int found;

static void *look(void *arg)
{
	struct stat st;

	if (stat("f", &st) == 0)
		__atomic_add_fetch(&found, 1, __ATOMIC_SEQ_CST);
	return arg;
}

int main(void)
{
	put_file("f", "x");
	for (int i = 0; i < 75; i++) {
		pthread_t threads[4];

		for (int k = 0; k < 4; k++)
			pthread_create(&threads[k], NULL, look, NULL);
		for (int k = 0; k < 4; k++)
			pthread_join(threads[k], NULL);
	}
	printf("found %d\n", found);
	return 0;
}
