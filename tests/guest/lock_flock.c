/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* flock between two descriptions and through a fork. */
#include "guest.h"

int main(void)
{
	int a, b, c;

	put_file("f", "x");
	a = MUST(open("f", O_RDONLY));
	b = MUST(open("f", O_RDONLY));
	c = dup(a);
	CALL(flock(a, LOCK_EX));
	CALL(flock(b, LOCK_EX | LOCK_NB));
	CALL(flock(b, LOCK_SH | LOCK_NB));
	CALL(flock(c, LOCK_SH));
	CALL(flock(b, LOCK_SH | LOCK_NB));
	CALL(flock(a, LOCK_UN));
	CALL(flock(b, LOCK_EX | LOCK_NB));
	IN_CHILD(CALL(flock(b, LOCK_EX | LOCK_NB)); CALL(flock(a, LOCK_EX | LOCK_NB)));
	close(b);
	CALL(flock(a, LOCK_EX | LOCK_NB));
	CALL(flock(999, LOCK_EX));
	CALL(flock(a, 64));
	return 0;
}
