/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/task lists the threads. */
#include "guest.h"

static int release[2];

static void *idle(void *arg)
{
	char byte;

	if (read(release[0], &byte, 1) < 0)
		puts("read failed");
	return arg;
}

static int count_tasks(void)
{
	DIR *dir = opendir("/proc/self/task");
	struct dirent *entry;
	int count = 0, self = 0;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.') {
			count++;
			self |= atoi(entry->d_name) == getpid();
		}
	if (dir)
		closedir(dir);
	return self ? count : -count;
}

int main(void)
{
	pthread_t threads[3];

	printf("tasks %d\n", count_tasks());
	MUST(pipe(release));
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, idle, NULL);
	printf("tasks %d\n", count_tasks());
	MUST(write(release[1], "xxx", 3));
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
