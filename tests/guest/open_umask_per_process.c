/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The umask belongs to the process: a child's change stays its own. */
#include "guest.h"

static void *in_thread(void *arg)
{
	umask(0027);
	return arg;
}

int main(void)
{
	pthread_t thread;

	IN_CHILD(umask(077); TRY_OPEN(open("child", O_CREAT | O_WRONLY, 0666)));
	TRY_OPEN(open("parent", O_CREAT | O_WRONLY, 0666));
	show_path("child");
	show_path("parent");
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	TRY_OPEN(open("after-thread", O_CREAT | O_WRONLY, 0666));
	show_path("after-thread");
	return 0;
}
