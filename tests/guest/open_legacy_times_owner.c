/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* utime, utimes, futimesat, chown and lchown without "at". */
#include "guest.h"
#include "legacy.h"

int main(void)
{
	struct utimbuf pair = { 1000, 2000 };
	struct timeval times[2] = { { 3000, 5 }, { 4000, 6 } };
	struct stat st;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	CALL(legacy_utime("l", &pair));
	MUST(stat("f", &st));
	printf("%ld %ld\n", (long)st.st_atime, (long)st.st_mtime);
	CALL(legacy_utimes("l", times));
	MUST(stat("f", &st));
	printf("%ld.%ld %ld.%ld\n", (long)st.st_atime, st.st_atim.tv_nsec / 1000,
	       (long)st.st_mtime, st.st_mtim.tv_nsec / 1000);
	CALL(legacy_futimesat(AT_FDCWD, "f", times));
	CALL(legacy_utime("missing", &pair));
	CALL(legacy_chown("l", -1, -1));
	CALL(legacy_chown("dangling", -1, -1));
	CALL(legacy_lchown("dangling", -1, -1));
	CALL(legacy_chown("f", getuid(), getgid()));
	CALL(legacy_chown("f", 0, 0));
	return 0;
}
