/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/PID/pagemap tells which pages are there: of oneself and of one's child. */
#include "guest.h"

#define PRESENT (1ULL << 63)

static void show(const char *what, int fd, const char *at)
{
	off_t place = (off_t)((uintptr_t)at / (uintptr_t)getpagesize() * sizeof(uint64_t));
	uint64_t entry = 0;

	CALL(lseek(fd, place, SEEK_SET) == place);
	CALL(read(fd, &entry, sizeof(entry)));
	printf("%s: %s\n", what, entry & PRESENT ? "there" : "not there");
}

int main(void)
{
	const size_t size = 16 * (size_t)getpagesize();
	char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *file, path[64];
	struct stat info;
	int status, fd;
	pid_t child;

	OK(fd = open("/proc/self/pagemap", O_RDONLY));
	MUST(fstat(fd, &info));
	printf("%s %03o %ld\n", type_name(info.st_mode), info.st_mode & 07777, (long)info.st_size);
	show("before", fd, pages + size / 2);
	pages[size / 2] = 1;
	show("after", fd, pages + size / 2);
	file = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_POPULATE,
		    MUST(open("/proc/self/exe", O_RDONLY)), 0);
	show("populated", fd, file);
	CALL(lseek(fd, 3, SEEK_SET));
	CALL(read(fd, path, 8));
	CALL(write(fd, path, 8));
	CALL(openat(fd, "x", O_RDONLY));
	CALL(fchdir(fd));
	CALL(open("/proc/self/pagemap", O_WRONLY));
	CALL(access("/proc/self/pagemap", R_OK));
	CALL(access("/proc/self/pagemap", W_OK));
	child = MUST(fork());
	if (child == 0)
		for (;;)
			pause();
	snprintf(path, sizeof(path), "/proc/%d/pagemap", child);
	OK(fd = open(path, O_RDONLY));
	show("child's", fd, pages + size / 2);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	CALL(read(fd, path, 8));
	CALL(open(path, O_RDONLY));
	return 0;
}
