/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A path that cannot be read is EFAULT, whatever the flags. */
#include "guest.h"

int main(void)
{
	char *volatile none = NULL;
	char *volatile low = (char *)1;
	char *volatile high = (char *)-1;

	TRY_OPEN(open(none, O_RDONLY));
	TRY_OPEN(open(low, O_RDONLY));
	TRY_OPEN(open(high, O_RDONLY));
	TRY_OPEN(open(bad_memory(), O_RDONLY));
	TRY_OPEN(open(bad_memory(), O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open(bad_memory(), O_PATH));
	TRY_OPEN(openat(-1, bad_memory(), O_RDONLY));
	TRY_OPEN(openat(-1, none, O_RDONLY));
	return 0;
}
