/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E52: a lease on a file of a read-only mount would hold up who writes to it outside. It is asked for on a
 * file of the jail's own, which another thread exchanges meanwhile.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 * ATTACK BROKEN: LEASE
 */
#include "escape.h"

static int kept, own;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(own, 50);
		linger(300);
		dup2(kept, 50);
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	enter_scratch();
	make_file("own", "own\n");
	own = open("own", O_RDONLY);
	kept = open("/ro/file", O_RDONLY);
	if (own < 0 || kept < 0)
		broken("no files");
	must_fail(fcntl(kept, F_SETLEASE, F_RDLCK), "a lease");
	if (fcntl(own, F_SETLEASE, F_RDLCK) < 0 || fcntl(own, F_SETLEASE, F_UNLCK) < 0)
		broken("no lease on a file of its own");
	start(flip, NULL);
	while (racing(&race)) {
		(void)fcntl(50, F_SETLEASE, F_RDLCK);
		if (fcntl(kept, F_GETLEASE) == F_RDLCK)
			escaped("a lease of a read-only file, in round %lu", race.rounds);
	}
	contained();
}
