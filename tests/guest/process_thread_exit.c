/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The process ends when all threads have ended, with the code of exit_group. */
#include "guest.h"

static void *late(void *arg)
{
	nap_ms(50);
	puts("late thread");
	exit((int)(intptr_t)arg);
}

int main(void)
{
	pthread_t thread;

	IN_CHILD(puts("child"); _exit(3));
	pthread_create(&thread, NULL, late, (void *)21);
	pthread_exit(NULL);
}
