/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A value of two kilobytes and a directory's own attributes. */
#include "guest.h"

int main(void)
{
	char *value = repeat('v', 2048), got[4096];

	MUST(mkdir("d", 0755));
	CALL(setxattr("d", "user.big", value, 2048, 0));
	CALL(getxattr("d", "user.big", got, sizeof(got)));
	CALL(memcmp(value, got, 2048));
	CALL(getxattr("d", "user.big", got, 2047));
	CALL(getxattr("d", "user.big", NULL, 0));
	CALL(setxattr("d", "user.big", "s", 1, 0));
	CALL(getxattr("d", "user.big", got, sizeof(got)));
	CALL(removexattr("d", "user.big"));
	return 0;
}
