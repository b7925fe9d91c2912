/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A memory file that was given a mode or an owner is opened anew by whom these let. */
#include "as_user.h"

static void open_anew(int fd)
{
	char name[64];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	TRY_OPEN(open(name, O_RDONLY));
	TRY_OPEN(open(name, O_WRONLY));
	TRY_OPEN(open(name, O_RDWR));
}

static void as_each(const char *what, int fd)
{
	puts(what);
	AS(1000, 1000, open_anew(fd));
	AS(1001, 1000, open_anew(fd));
	AS(1001, 1001, open_anew(fd));
	open_anew(fd);
}

int main(void)
{
	int fd = MUST(memfd_create("told", 0));

	as_each("new", fd);
	MUST(fchmod(fd, 0640));
	as_each("a mode", fd);
	MUST(fchown(fd, 1000, 1000));
	as_each("an owner", fd);
	MUST(fchmod(fd, 0040));
	as_each("another mode", fd);
	return 0;
}
