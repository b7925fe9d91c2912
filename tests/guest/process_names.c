/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* PR_SET_NAME of threads and of the process. */
#include "guest.h"

static void *named(void *arg)
{
	char path[64], name[32] = "";

	prctl(PR_SET_NAME, "worker-thread");
	prctl(PR_GET_NAME, name);
	printf("thread [%s]\n", name);
	snprintf(path, sizeof(path), "/proc/self/task/%ld/comm", (long)syscall(SYS_gettid));
	TRY_OPEN(open(path, O_RDONLY));
	return arg;
}

int main(void)
{
	pthread_t thread;
	char name[32] = "";

	MUST(prctl(PR_SET_NAME, "main"));
	pthread_create(&thread, NULL, named, NULL);
	pthread_join(thread, NULL);
	prctl(PR_GET_NAME, name);
	printf("main [%s]\n", name);
	show_file("/proc/self/comm");
	show_file("/proc/thread-self/comm");
	return 0;
}
