/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/task lists the threads; its link count tells how many there are. */
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

static void count_links(void)
{
	int proc = MUST(open("/proc", O_RDONLY | O_DIRECTORY));
	struct stat by_name, below;

	MUST(stat("/proc/self/task", &by_name));
	MUST(fstatat(proc, "self/task/", &below, 0));
	printf("links %d %d\n", (int)by_name.st_nlink, (int)below.st_nlink);
	close(proc);
}

int main(void)
{
	pthread_t threads[3];

	count_links();
	printf("tasks %d\n", count_tasks());
	MUST(pipe(release));
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, idle, NULL);
	count_links();
	printf("tasks %d\n", count_tasks());
	MUST(write(release[1], "xxx", 3));
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
