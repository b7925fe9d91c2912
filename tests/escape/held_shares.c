/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-02, L-07: members that make nothing but calls which take the tracer long (chains of links,
 * signals to everybody, listings of all processes): somebody who makes short ones is served all
 * the same.
 * ATTACK MODES: landlock default landlock,seccomp -0
 * ATTACK BROKEN: SHARES
 */
#include <dirent.h>

#include "escape.h"

#define ATTACKERS 12
#define SLEEPERS  150
#define ROUNDS    400

static pid_t members[SLEEPERS + ATTACKERS];
static unsigned int count;

/* Eighteen links, each through a thousand names. */
static void make_chain(void)
{
	static char path[PATH_MAX];
	char *end = path, name[16];

	mkdir("d", 0700);
	while (end < path + sizeof(path) - 24)
		end += sprintf(end, "d/../");
	for (int i = 0; i < 18; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(end, 16, "l%d", i + 1);
		if (symlink(path, name) < 0)
			broken("symlink");
	}
}

static void attack(unsigned int which)
{
	for (;;) {
		DIR *list;

		switch (which % 3) {
		case 0:
			(void)chmod("l0", 0600);
			break;
		case 1:
			(void)kill(-1, 0);
			break;
		default:
			list = opendir("/proc");
			while (list != NULL && readdir(list) != NULL)
				;
			if (list != NULL)
				closedir(list);
		}
	}
}

static void start_member(bool attacks, unsigned int which)
{
	pid_t child = fork();

	if (child < 0)
		broken("fork");
	if (child == 0) {
		while (!attacks)
			pause();
		attack(which);
	}
	members[count++] = child;
}

int main(void)
{
	double begin, longest = 0.1 * HELD_UP_SECONDS;

	enter_scratch();
	make_chain();
	for (unsigned int i = 0; i < SLEEPERS; i++)
		start_member(false, i);
	for (unsigned int i = 0; i < ATTACKERS; i++)
		start_member(true, i);
	usleep(500000);
	begin = now();
	for (int i = 0; i < ROUNDS; i++) {
		(void)chmod("none", 0600);
		if (now() - begin > longest)
			escaped("%d short calls take more than %.0f s", i, longest);
	}
	printf("%.2f s\n", now() - begin);
	for (unsigned int i = 0; i < count; i++)
		kill(members[i], SIGKILL);
	for (unsigned int i = 0; i < count; i++)
		waitpid(members[i], NULL, 0);
	contained();
}
