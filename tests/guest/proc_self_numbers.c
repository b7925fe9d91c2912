/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self and /proc/thread-self point at the caller, also in children and threads. */
#include "guest.h"

static void check(const char *what)
{
	char text[64] = "", expected[64];

	MUST(readlink("/proc/self", text, sizeof(text) - 1));
	snprintf(expected, sizeof(expected), "%d", (int)getpid());
	printf("%s: self %d", what, !strcmp(text, expected));
	memset(text, 0, sizeof(text));
	MUST(readlink("/proc/thread-self", text, sizeof(text) - 1));
	snprintf(expected, sizeof(expected), "%d/task/%ld", (int)getpid(),
		 (long)syscall(SYS_gettid));
	printf(" thread-self %d\n", !strcmp(text, expected));
}

static void *in_thread(void *arg)
{
	check("thread");
	return arg;
}

int main(void)
{
	pthread_t thread;

	check("main");
	IN_CHILD(check("child"));
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	return 0;
}
