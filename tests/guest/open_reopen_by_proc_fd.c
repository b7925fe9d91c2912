/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/fd/N and /dev/fd/N open the file again, with rights of the file; a device, too. */
#include "guest.h"

static void reopen_device(void)
{
	char path[64];
	int fd = MUST(open("/dev/null", O_RDONLY));
	int other;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(other = open(path, O_RDWR));
	OK(write(other, "x", 1));
	OK(open(path, O_RDONLY | O_DIRECTORY));
	OK(open(path, O_PATH));
	snprintf(path, sizeof(path), "/proc/self/fd/%d/", fd);
	OK(open(path, O_RDONLY));
	MUST(dup2(fd, 0));
	OK(open("/dev/stdin", O_RDONLY));
}

int main(void)
{
	char path[64];
	int fd, other;

	put_file("f", "content");
	fd = MUST(open("f", O_RDONLY));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(other = open(path, O_RDWR));
	OK(write(other, "C", 1));
	close(other);
	snprintf(path, sizeof(path), "/dev/fd/%d", fd);
	OK(other = open(path, O_RDONLY));
	OK(lseek(other, 0, SEEK_CUR));
	close(other);
	MUST(chmod("f", 0));
	OK(open(path, O_RDONLY));
	MUST(chmod("f", 0644));
	OK(open(path, O_WRONLY | O_TRUNC));
	show_path("f");
	OK(open("/proc/self/fd/999", O_RDONLY));
	OK(open("/dev/fd/999", O_RDONLY));
	OK(open("/proc/self/fd/x", O_RDONLY));
	OK(open(path, O_RDONLY | O_NOFOLLOW));
	reopen_device();
	return 0;
}
