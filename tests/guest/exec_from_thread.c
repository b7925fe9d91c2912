/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* exec from another thread than the first replaces the whole process. */
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

static void *idle(void *arg)
{
	pause();
	return arg;
}

int main(int argc, char **argv)
{
	pthread_t thread;

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
	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, idle, NULL);
	pthread_create(&thread, NULL, other, NULL);
	pause();
	return 1;
}
