/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A vfork child opens, makes and changes directory before it ends. */
#include "guest.h"

int main(void)
{
	volatile int fd = -2, made = -2;
	pid_t child;

	put_file("f", "x");
	child = vfork();
	if (!child) {
		fd = open("f", O_RDONLY);
		made = mkdir("d", 0755);
		if (chdir("d"))
			_exit(1);
		made += mkdir("e", 0755);
		_exit(0);
	}
	show_wait("child", child);
	printf("opened %d made %d\n", fd >= 0, made);
	CALL(fcntl(3, F_GETFD));
	show_path("d/e");
	show_path("f");
	return 0;
}
