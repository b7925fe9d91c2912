/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* F_GETFL shows the flags that open was given. */
#include "guest.h"

static void show_flags(const char *what, int fd)
{
	int flags = fcntl(fd, F_GETFL);

	printf("%s: acc %d%s%s%s%s%s%s%s\n", what, flags & O_ACCMODE,
	       flags & O_APPEND ? " APPEND" : "", flags & O_NONBLOCK ? " NONBLOCK" : "",
	       flags & O_CREAT ? " CREAT" : "", flags & O_DIRECTORY ? " DIRECTORY" : "",
	       flags & O_NOFOLLOW ? " NOFOLLOW" : "", (flags & O_SYNC) == O_SYNC ? " SYNC" : "",
	       flags & O_PATH ? " PATH" : "");
}

int main(void)
{
	show_flags("creat", open("f", O_CREAT | O_WRONLY | O_TRUNC, 0644));
	show_flags("append", open("f", O_RDWR | O_APPEND));
	show_flags("nonblock", open("f", O_RDONLY | O_NONBLOCK));
	show_flags("sync", open("f", O_WRONLY | O_SYNC));
	show_flags("directory", open(".", O_RDONLY | O_DIRECTORY));
	show_flags("nofollow", open("f", O_RDONLY | O_NOFOLLOW));
	show_flags("path", open("f", O_PATH | O_RDWR | O_APPEND));
	show_flags("plain", open("f", O_RDONLY));
	return 0;
}
