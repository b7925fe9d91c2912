/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Files about the machine that are kept open and read again tell what is new (top, vmstat). */
#include "guest.h"

static double first_number(int fd)
{
	char text[4096] = "";

	MUST(lseek(fd, 0, SEEK_SET));
	MUST(read(fd, text, sizeof(text) - 1));
	return atof(text + strcspn(text, "0123456789"));
}

int main(void)
{
	static const char *const names[] = { "/proc/uptime", "/proc/stat", "/proc/meminfo",
					     "/proc/vmstat" };
	int fd = MUST(open("/proc/uptime", O_RDONLY));
	double before = first_number(fd);
	char link[64], text[64] = "";
	struct stat info;

	while (first_number(fd) == before)
		usleep(10000);
	puts("it goes on");
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	CALL(readlink(link, text, sizeof(text)));
	puts(text);
	printf("again %d\n", first_number(MUST(open(link, O_RDONLY))) > before);
	OK(open(link, O_WRONLY));
	for (size_t i = 0; i < 4; i++) {
		fd = MUST(open(names[i], O_RDONLY | O_NOFOLLOW));
		MUST(fstat(fd, &info));
		printf("%s %s %ld %d\n", names[i], type_name(info.st_mode), (long)info.st_size,
		       first_number(fd) > 0);
		CALL(write(fd, "x", 1));
		CALL(openat(fd, "x", O_RDONLY));
		CALL(fchdir(fd));
		CALL(open(names[i], O_WRONLY));
	}
	return 0;
}
