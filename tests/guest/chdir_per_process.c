/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A child's chdir is its own; threads share theirs. */
#include "guest.h"

static void *in_thread(void *arg)
{
	if (chdir("d"))
		puts("thread: chdir failed");
	return arg;
}

static void *in_unshared_thread(void *arg)
{
	CALL(unshare(CLONE_FS));
	CALL(chdir("/"));
	show_path("tmp");
	return arg;
}

static void show_cwd(const char *what)
{
	char here[PATH_MAX];

	show_name(what, getcwd(here, sizeof(here)) ? here : "?", start_dir());
}

int main(void)
{
	pthread_t thread;

	start_dir();
	MUST(mkdir("d", 0755));
	IN_CHILD(MUST(chdir("d")); show_cwd("child"));
	show_cwd("parent");
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	show_cwd("after thread");
	put_file("here", "x");
	show_file("here");
	pthread_create(&thread, NULL, in_unshared_thread, NULL);
	pthread_join(thread, NULL);
	show_cwd("after unshared thread");
	show_file("here");
	return 0;
}
