/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Bad flags, masks, paths and buffers of statx. */
#include "guest.h"

int main(void)
{
	struct statx sx;

	put_file("f", "x");
	CALL(statx(AT_FDCWD, "f", 0x8000, STATX_BASIC_STATS, &sx));
	CALL(statx(AT_FDCWD, "f", AT_STATX_FORCE_SYNC | AT_STATX_DONT_SYNC, STATX_BASIC_STATS,
		   &sx));
	CALL(statx(AT_FDCWD, "f", 0, STATX__RESERVED, &sx));
	CALL(statx(AT_FDCWD, "f", 0, 0, &sx));
	CALL(statx(AT_FDCWD, "missing", 0, STATX_ALL, &sx));
	CALL(statx(AT_FDCWD, "", 0, STATX_ALL, &sx));
	CALL(statx(AT_FDCWD, "", AT_EMPTY_PATH, STATX_ALL, &sx));
	CALL(statx(999, "", AT_EMPTY_PATH, STATX_ALL, &sx));
	CALL(statx(0, "", AT_EMPTY_PATH, STATX_ALL, &sx));
	CALL(statx(AT_FDCWD, bad_memory(), 0, STATX_ALL, &sx));
	CALL(statx(AT_FDCWD, "f/", 0, STATX_ALL, &sx));
	return 0;
}
