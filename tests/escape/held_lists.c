/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02: what is looked up in lists that members make long: whose terminal it is, in all descriptors
 * of all; System V objects, of which the host has many. No single call of that kind holds up others
 * for long.
 */
#include <sys/sem.h>

#include "escape.h"

#define HOLDERS 120
#define HELD    8000
#define SETS    20000
#define ROUNDS  300
/* A busy machine takes its time, too. */
#define LONGEST (HELD_UP_SECONDS / 90)

static pid_t members[HOLDERS + 2];
static unsigned int count;

static void hold_descriptors(void)
{
	struct rlimit limit;
	int fd = open("/dev/null", O_RDONLY);

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
	}
	for (int i = 0; i < HELD; i++)
		if (dup(fd) < 0)
			return;
}

static void look_at_terminal(void)
{
	char path[64];

	snprintf(path, sizeof(path), "/dev/pts/%s", given("ESCAPE_TTY"));
	for (;;)
		must_fail(open(path, O_RDWR | O_NOCTTY), path);
}

static void look_at_sets(void)
{
	for (;;)
		close(open("/proc/sysvipc/sem", O_RDONLY));
}

static void start_member(void (*attack)(void))
{
	pid_t child = fork();

	if (child < 0)
		broken("fork");
	if (child == 0 && attack != NULL)
		attack();
	while (child == 0)
		pause();
	members[count++] = child;
}

int main(void)
{
	double longest = 0;
	static int sets[SETS];
	int made = 0;

	while (made < SETS && (sets[made] = semget(IPC_PRIVATE, 1, 0600)) >= 0)
		made++;
	for (int i = 0; i < HOLDERS; i++)
		start_member(hold_descriptors);
	start_member(look_at_terminal);
	start_member(look_at_sets);
	usleep(1000000);
	for (int i = 0; i < ROUNDS; i++) {
		double begin = now();

		(void)syscall(SYS_fchmodat, AT_FDCWD, "none", 0600);
		if (now() - begin > longest)
			longest = now() - begin;
		usleep(10000);
	}
	printf("%.2f s\n", longest);
	for (unsigned int i = 0; i < count; i++)
		kill(members[i], SIGKILL);
	for (unsigned int i = 0; i < count; i++)
		waitpid(members[i], NULL, 0);
	while (made-- > 0)
		semctl(sets[made], 0, IPC_RMID);
	if (longest > LONGEST)
		escaped("a short call took %.2f s", longest);
	contained();
}
