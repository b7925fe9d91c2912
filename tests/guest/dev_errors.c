/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names in /dev that are not there, and creation in it. */
#include "guest.h"

int main(void)
{
	struct stat st;

	TRY_OPEN(open("/dev/missing", O_RDONLY));
	TRY_OPEN(open("/dev/null/x", O_RDONLY));
	TRY_OPEN(open("/dev", O_RDONLY | O_DIRECTORY));
	TRY_OPEN(open("/dev/", O_WRONLY));
	CALL(stat("/dev", &st));
	printf("%s\n", type_name(st.st_mode));
	show_same("/dev/..", "/");
	show_same("/dev/../dev/null", "/dev/null");
	CALL(mkdir("/dev/null", 0755));
	show_path("/dev/null");
	return 0;
}
