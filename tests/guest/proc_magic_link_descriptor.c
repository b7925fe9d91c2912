/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An O_PATH descriptor of a magic link itself. */
#include "guest.h"

static void show(const char *link, const char *what)
{
	char text[PATH_MAX] = "", name[PATH_MAX] = "";
	struct stat st;
	int fd, other;

	printf("-- %s\n", what);
	OK(fd = open(link, O_PATH | O_NOFOLLOW));
	if (fd < 0)
		return;
	CALL(readlinkat(fd, "", text, sizeof(text) - 1) > 0);
	show_name("text", text, start_dir());
	CALL(fstat(fd, &st));
	printf("%s\n", type_name(st.st_mode));
	CALL(fcntl(fd, F_GETFL) & O_PATH);
	CALL(fchmod(fd, 0777));
	CALL(readlinkat(fd, "x", text, sizeof(text)));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	memset(text, 0, sizeof(text));
	CALL(readlink(name, text, sizeof(text) - 1) > 0);
	printf("ends in %s\n", strrchr(text, '/') ? strrchr(text, '/') + 1 : text);
	OK(other = open(name, O_RDONLY));
	close(fd);
}

int main(void)
{
	start_dir();
	put_file("f", "text");
	MUST(dup2(MUST(open("f", O_RDONLY)), 9));
	show("/proc/self/cwd", "cwd");
	show("/proc/self/root", "root");
	show("/proc/self/fd/9", "a descriptor");
	show("/proc/mounts", "a plain link");
	OK(open("/proc/self/cwd", O_PATH | O_NOFOLLOW | O_DIRECTORY));
	OK(open("/proc/self/cwd", O_RDONLY | O_NOFOLLOW));
	OK(open("/proc/self/cwd", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
	return 0;
}
