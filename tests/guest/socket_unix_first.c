/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The first name that a program binds, while others of it stand everywhere: asleep in an open,
 * in a poll, in a sleep, stopped, computing, and as the parent that a vfork holds up.
 */
#include "guest.h"

static volatile bool over;
static volatile pid_t sleepers[3];

/* A thread that is led out of its call while it falls asleep there may be told EINTR, once. */
static void wait_asleep(volatile pid_t *tid)
{
	struct timespec moment = { 0, 1000000 };
	char name[64], text[512], *state = NULL;

	while (state == NULL || state[2] != 'S') {
		int fd = -1;
		ssize_t size;

		nanosleep(&moment, NULL);
		if (*tid == 0)
			continue;
		snprintf(name, sizeof(name), "/proc/self/task/%d/stat", (int)*tid);
		fd = MUST(open(name, O_RDONLY));
		size = MUST(read(fd, text, sizeof(text) - 1));
		close(fd);
		text[size] = '\0';
		state = strrchr(text, ')');
	}
	nanosleep(&moment, NULL);
}

static void *opens(void *data)
{
	(void)data;
	sleepers[0] = gettid();
	return (void *)(intptr_t)open("fifo", O_RDONLY);
}

static void *polls(void *data)
{
	int set = epoll_create1(0);
	struct epoll_event event;
	long result;

	(void)data;
	sleepers[1] = gettid();
	result = epoll_wait(set, &event, 1, 1000);
	if (result < 0 && errno == EINTR)
		result = epoll_wait(set, &event, 1, 1000);
	close(set);
	return (void *)(intptr_t)(result < 0 ? -errno : result);
}

static void *sleeps(void *data)
{
	struct timespec time = { 1, 0 };

	(void)data;
	sleepers[2] = gettid();
	return (void *)(intptr_t)nanosleep(&time, NULL);
}

static void *computes(void *data)
{
	unsigned long count = 0;

	(void)data;
	while (!over)
		count++;
	return NULL;
}

static int bind_here(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(address.sun_path, name);
	return bind(sock, (struct sockaddr *)&address, sizeof(address));
}

int main(void)
{
	void *(*const runs[])(void *) = { opens, polls, sleeps, computes };
	pthread_t threads[4];
	void *result;
	pid_t stopped, child;
	int status, writer;

	mkfifo("fifo", 0600);
	stopped = fork();
	if (stopped == 0)
		for (;;)
			pause();
	kill(stopped, SIGSTOP);
	waitpid(stopped, &status, WUNTRACED);
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, runs[i], NULL);
	for (int i = 0; i < 3; i++)
		wait_asleep(&sleepers[i]);
	child = vfork();
	if (child == 0)
		_exit(bind_here("socket") < 0 ? errno : 0);
	waitpid(child, &status, 0);
	printf("bind in a vfork child: %d\n", WEXITSTATUS(status));
	printf("bind again: %d\n", bind_here("socket") < 0 ? errno : 0);
	over = true;
	writer = open("fifo", O_WRONLY);
	printf("writer: %s\n", writer < 0 ? "none" : "open");
	pthread_join(threads[0], &result);
	printf("reader: %s\n", (intptr_t)result < 0 ? "none" : "open");
	for (int i = 1; i < 4; i++) {
		pthread_join(threads[i], &result);
		printf("thread %d: %ld\n", i, (long)(intptr_t)result);
	}
	kill(stopped, SIGKILL);
	waitpid(stopped, &status, 0);
	printf("stopped one: %d\n", WTERMSIG(status));
	return 0;
}
