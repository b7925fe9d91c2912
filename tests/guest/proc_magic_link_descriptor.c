/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* An O_PATH descriptor of a magic link itself. */
#include "peers.h"

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
	CALL(openat(fd, "x", O_RDONLY));
	CALL(fstatat(fd, "x", &st, 0));
	CALL(fchdir(fd));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	memset(text, 0, sizeof(text));
	CALL(readlink(name, text, sizeof(text) - 1) > 0);
	printf("ends in %s\n", strrchr(text, '/') ? strrchr(text, '/') + 1 : text);
	OK(other = open(name, O_RDONLY));
	OK(open(name, O_RDONLY | O_DIRECTORY));
	OK(open(name, O_PATH | O_DIRECTORY));
	OK(open(name, O_PATH));
	close(fd);
}

static void change_link(const char *link)
{
	CALL(fchmodat(AT_FDCWD, link, 0700, AT_SYMLINK_NOFOLLOW));
	CALL(lsetxattr(link, "security.other", "x", 1, 0));
	CALL(lsetxattr(link, "user.other", "x", 1, 0));
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
	MUST(symlink("f", "link"));
	show("link", "a link of the file system");
	OK(open("/proc/self/cwd", O_PATH | O_NOFOLLOW | O_DIRECTORY));
	OK(open("/proc/self/cwd", O_RDONLY | O_NOFOLLOW));
	OK(open("/proc/self/cwd", O_RDONLY | O_NOFOLLOW | O_DIRECTORY));
	change_link("/proc/self/cwd");
	change_link("/proc/self/fd/9");
	connect_to_nobody();
	show("/proc/self/cwd", "cwd, when somebody could have handed in descriptors");
	show("/proc/self/fd/9", "a descriptor, then");
	return 0;
}
