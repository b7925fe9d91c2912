/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A terminal is opened by its name while it ends, and its number becomes another terminal's: that
 * could be one outside. The open finds that out and fails; a thread that shares the descriptors uses
 * what was opened before that. Here the other terminal is the attacker's own.
 * ATTACK BROKEN: UNJUDGED
 */
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include "escape.h"

#define LOWEST 20 /* of the numbers that opens get: all below are taken */

static char name[64];
static volatile int round_number, opened_round, taken_round, result;

/* More than a mere name. */
static bool is_terminal(int fd)
{
	struct stat info;

	return (fcntl(fd, F_GETFL) & O_PATH) == 0 && fstat(fd, &info) == 0 &&
	       S_ISCHR(info.st_mode) && major(info.st_rdev) == 136;
}

/* Whatever comes to lie there while the name is opened. */
static void *take(void *data)
{
	(void)data;
	for (;;) {
		for (int i = 0; i < 2; i++) {
			int round = round_number;
			int fd = fcntl(LOWEST + i, F_DUPFD, 100);

			if (fd < 0)
				continue;
			if (is_terminal(fd))
				taken_round = round;
			close(fd);
		}
	}
	return NULL;
}

static void *open_it(void *data)
{
	(void)data;
	for (int round = 0;;) {
		while (round_number == round)
			sched_yield();
		round = round_number;
		result = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK);
		if (result >= 0)
			close(result);
		opened_round = round;
	}
	return NULL;
}

/* A new one that anybody may open, at a high number. */
static int make_terminal(void)
{
	int unlocked = 0, low = open("/dev/ptmx", O_RDWR | O_NOCTTY), master;

	if (low < 0)
		return -1;
	(void)ioctl(low, TIOCSPTLCK, &unlocked);
	master = fcntl(low, F_DUPFD, 50);
	close(low);
	return master;
}

int main(void)
{
	unsigned long good = 0, refused = 0, recycled = 0;
	struct race race = { 0 };

	while (dup(0) < LOWEST)
		;
	close(LOWEST);
	start(open_it, NULL);
	start(take, NULL);
	while (racing_until(&race, good > 20 && refused > 20)) {
		unsigned int number, other;
		int master = make_terminal(), next;

		if (master < 0 || ioctl(master, TIOCGPTN, &number) < 0)
			broken("no terminal");
		(void)snprintf(name, sizeof(name), "/dev/pts/%u", number);
		round_number++;
		linger((int)(race.rounds * 7919 % 60000));
		close(master);
		next = make_terminal();
		if (next < 0 || ioctl(next, TIOCGPTN, &other) < 0)
			broken("no other terminal");
		while (opened_round != round_number)
			sched_yield();
		recycled += other == number;
		*(result >= 0 ? &good : &refused) += 1;
		if (result < 0 && taken_round == round_number)
			escaped("a terminal that was not the judged one was used");
		close(next);
	}
	printf("%lu opened, %lu refused, %lu recycled\n", good, refused, recycled);
	if (good == 0 || recycled == 0)
		broken("no race");
	contained();
}
