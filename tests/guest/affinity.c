// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Affinities, after many stops in a row: as the kernel has them without a tracer that may keep
 * what runs on one CPU. Own, inherited, of children, of threads, in /proc; and as they were set.
 */
#include "guest.h"

#define ROUNDS 40

static cpu_set_t first;

/* Close together, and all stop. */
static void stop_often(void)
{
	for (int i = 0; i < ROUNDS; i++)
		if (mkdir("many-stops", 0700) == 0)
			(void)rmdir("many-stops");
}

static int spawn(int (*run)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(run());
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static int nothing(void)
{
	return 0;
}

static void spawn_often(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		pid_t pid = vfork();

		if (pid == 0) {
			execl("/nothing/there", "nothing", (char *)NULL);
			_exit(0);
		}
		waitpid(pid, NULL, 0);
		(void)spawn(nothing);
	}
}

static bool has(pid_t tid, const cpu_set_t *expected)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	return sched_getaffinity(tid, sizeof(set), &set) == 0 && CPU_EQUAL(&set, expected);
}

static bool status_has(const char *path, const cpu_set_t *expected)
{
	FILE *file = fopen(path, "r");
	char line[512];
	bool found = false;
	int count = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "Cpus_allowed:", 13) != 0)
			continue;
		found = true;
		for (const char *at = line + 13; *at != '\0'; at++) {
			const char *digit = strchr("0123456789abcdef", *at);

			if (digit != NULL)
				count += __builtin_popcount(
					(unsigned int)(digit - "0123456789abcdef"));
		}
	}
	if (file != NULL)
		fclose(file);
	return found && count == CPU_COUNT(expected);
}

static int inherits_first(void)
{
	stop_often();
	return status_has("/proc/self/status", &first) && has(0, &first) && has(getppid(), &first);
}

static int inherits_one(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	stop_often();
	return sched_getaffinity(0, sizeof(one), &one) == 0 && CPU_COUNT(&one) == 1 &&
	       status_has("/proc/self/status", &one);
}

/* A child that is not seen to do anything, or has not begun to. */
static bool child_has_first(bool stops)
{
	int ready[2];
	int go[2];
	char byte;
	bool same;
	pid_t pid;

	if (pipe(ready) < 0 || pipe(go) < 0)
		return false;
	pid = fork();
	if (pid == 0) {
		close(go[1]);
		if (stops)
			stop_often();
		(void)!write(ready[1], "", 1);
		_exit(read(go[0], &byte, 1) == 0 ? 0 : 1);
	}
	same = has(pid, &first);
	same = read(ready[0], &byte, 1) == 1 && has(pid, &first) && same;
	close(go[1]);
	waitpid(pid, NULL, 0);
	return same;
}

static void *in_thread(void *data)
{
	bool *ret_same = data;
	char path[64];

	stop_often();
	(void)snprintf(path, sizeof(path), "/proc/self/task/%d/status", (int)syscall(SYS_gettid));
	*ret_same = status_has(path, &first) && has(0, &first) && has(getpid(), &first);
	return NULL;
}

/* Set on a child, by its parent, in the middle of it all. */
static bool child_keeps_one(const cpu_set_t *one)
{
	int go[2];
	int status = 0;
	char byte;
	pid_t pid;

	if (pipe(go) < 0)
		return false;
	stop_often();
	pid = fork();
	if (pid == 0) {
		close(go[1]);
		_exit(read(go[0], &byte, 1) == 1 && inherits_one() ? 1 : 0);
	}
	CALL(sched_setaffinity(pid, sizeof(*one), one));
	stop_often();
	(void)!write(go[1], "", 1);
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status) == 1 && has(0, &first);
}

int main(void)
{
	cpu_set_t one;
	pthread_t thread;
	bool same = false;

	sched_getaffinity(0, sizeof(first), &first);
	CPU_ZERO(&one);
	for (int cpu = CPU_SETSIZE - 1; cpu >= 0 && CPU_COUNT(&one) == 0; cpu--)
		if (CPU_ISSET(cpu, &first))
			CPU_SET(cpu, &one);
	stop_often();
	printf("own: %d\n", has(0, &first));
	stop_often();
	printf("status: %d\n", status_has("/proc/self/status", &first));
	spawn_often();
	printf("after children: %d\n", has(0, &first));
	spawn_often();
	printf("parent: %d\n", has(getppid(), &first));
	printf("inherited: %d\n", spawn(inherits_first));
	printf("of a child: %d %d\n", child_has_first(false), child_has_first(true));
	stop_often();
	pthread_create(&thread, NULL, in_thread, &same);
	pthread_join(thread, NULL);
	printf("of a thread: %d\n", same);
	printf("set on a child: %d\n", child_keeps_one(&one));
	stop_often();
	CALL(sched_setaffinity(0, sizeof(one), &one));
	spawn_often();
	stop_often();
	printf("set: %d, inherited: %d\n", has(0, &one), spawn(inherits_one));
	CALL(sched_setaffinity(0, sizeof(first), &first));
	stop_often();
	printf("set back: %d %d\n", has(0, &first), status_has("/proc/self/status", &first));
	return 0;
}
