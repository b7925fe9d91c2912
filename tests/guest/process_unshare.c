/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* unshare: a thread with a directory, umask and descriptors of its own. */
#include "guest.h"

static int made;

static void *separate(void *arg)
{
	(void)arg;
	CALL(unshare(CLONE_FS));
	CALL(chdir("d"));
	umask(0);
	put_file("in-d", "x");
	show_path("in-d");
	CALL(unshare(CLONE_FILES));
	CALL(close(made));
	CALL(fcntl(made, F_GETFD));
	CALL(unshare(CLONE_SYSVSEM));
	return NULL;
}

int main(void)
{
	pthread_t thread;

	MUST(mkdir("d", 0755));
	made = MUST(open("d", O_RDONLY | O_DIRECTORY));
	MUST(pthread_create(&thread, NULL, separate, NULL) ? -1 : 0);
	pthread_join(thread, NULL);
	show_path("d/in-d");
	CALL(mkdir("e", 0777));
	show_path("e");
	CALL(fcntl(made, F_GETFD));
	CALL(unshare(0));
	CALL(unshare(1));
	return 0;
}
