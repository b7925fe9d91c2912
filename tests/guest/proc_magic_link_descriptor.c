/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An O_PATH descriptor of a magic link itself. */
#include "guest.h"

int main(void)
{
	char text[PATH_MAX] = "";
	int fd;

	start_dir();
	OK(fd = open("/proc/self/cwd", O_PATH | O_NOFOLLOW));
	OK(readlinkat(fd, "", text, sizeof(text) - 1));
	show_name("text", text, start_dir());
	return 0;
}
