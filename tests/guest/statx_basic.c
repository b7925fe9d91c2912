/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* statx shows what stat shows, and which fields it filled in. */
#include "guest.h"

int main(void)
{
	struct statx sx;
	struct stat st;

	put_file("f", "12345");
	MUST(symlink("f", "l"));
	CALL(statx(AT_FDCWD, "f", 0, STATX_BASIC_STATS, &sx));
	MUST(stat("f", &st));
	printf("basic %d\n", (sx.stx_mask & STATX_BASIC_STATS) == STATX_BASIC_STATS);
	printf("%d %d %d %d %d %d\n", sx.stx_mode == st.st_mode, sx.stx_ino == st.st_ino,
	       sx.stx_size == (uint64_t)st.st_size, sx.stx_uid == st.st_uid,
	       sx.stx_mtime.tv_nsec == st.st_mtim.tv_nsec, sx.stx_nlink == st.st_nlink);
	printf("%d\n", makedev(sx.stx_dev_major, sx.stx_dev_minor) == st.st_dev);
	CALL(statx(AT_FDCWD, "l", AT_SYMLINK_NOFOLLOW, STATX_TYPE, &sx));
	printf("%s\n", type_name(sx.stx_mode));
	CALL(statx(AT_FDCWD, "l", AT_STATX_DONT_SYNC, STATX_SIZE, &sx));
	printf("%llu\n", (unsigned long long)sx.stx_size);
	CALL(statx(AT_FDCWD, "l", AT_STATX_FORCE_SYNC, STATX_SIZE, &sx));
	return 0;
}
