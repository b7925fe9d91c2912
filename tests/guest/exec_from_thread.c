/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * exec from another thread than the first replaces the whole process, also where it fails when the
 * old program is gone already (its stack has no room): the process ends, however often.
 */
#include "guest.h"

static char *self;
static pid_t leader;

static void *other(void *arg)
{
	char pid[16];

	(void)arg;
	nap_ms(20);
	snprintf(pid, sizeof(pid), "%d", (int)leader);
	execl(self, self, pid, NULL);
	puts(err_name(errno));
	return NULL;
}

static void *fail_late(void *arg)
{
	struct rlimit none = { 0, 0 };

	MUST(setrlimit(RLIMIT_STACK, &none));
	execl(self, self, "1", NULL);
	return arg;
}

static bool ends_by_signal(void)
{
	pid_t child = fork();
	pthread_t thread;
	int status;

	if (child == 0) {
		pthread_create(&thread, NULL, fail_late, NULL);
		pthread_join(thread, NULL);
		_exit(1);
	}
	MUST(waitpid(child, &status, 0));
	return WIFSIGNALED(status);
}

static void *idle(void *arg)
{
	pause();
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int failed = 0;

	if (argc > 1) {
		printf("same pid %d, tid is pid %d\n", atoi(argv[1]) == getpid(),
		       syscall(SYS_gettid) == getpid());
		show_file("/proc/self/comm");
		pthread_create(&thread, NULL, idle, NULL);
		puts("threads still work");
		return 7;
	}
	self = argv[0];
	leader = getpid();
	for (int i = 0; i < 300; i++)
		failed += ends_by_signal();
	printf("%d failed late\n", failed);
	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, idle, NULL);
	pthread_create(&thread, NULL, other, NULL);
	pause();
	return 1;
}
