/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chmod, truncate, utimensat, xattr and stat through /proc/self/fd/N. */
#include "guest.h"

int main(void)
{
	struct timespec times[2] = { { 1000, 0 }, { 2000, 0 } };
	struct stat st;
	char path[64];
	int fd;

	put_file("f", "content");
	fd = MUST(open("f", O_PATH));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(chmod(path, 0640));
	OK(truncate(path, 3));
	OK(utimensat(AT_FDCWD, path, times, 0));
	OK(setxattr(path, "user.a", "1", 1, 0));
	OK(stat(path, &st));
	printf("%04o %ld %ld\n", (unsigned int)st.st_mode & 07777, (long)st.st_size,
	       (long)st.st_mtime);
	OK(access(path, R_OK));
	OK(access(path, X_OK));
	OK(chown(path, -1, -1));
	OK(unlink(path));
	OK(rename(path, "g"));
	show_path("f");
	return 0;
}
