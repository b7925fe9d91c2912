/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * P-14: nothing that is read in the jail holds a host path: the directory that the root lies in
 * is known here, and looked for in getcwd, links and contents of /proc, and socket names.
 */
#include <dirent.h>

#include "escape.h"

static char needle[PATH_MAX];

static void look(const char *text, size_t size, const char *where)
{
	if (size > 0 && memmem(text, size, needle, strlen(needle)) != NULL)
		escaped("%s tells a host path", where);
}

static void look_at_file(const char *path)
{
	static char buffer[1 << 20];
	int fd = open(path, O_RDONLY | O_NONBLOCK);
	ssize_t size = fd < 0 ? -1 : read(fd, buffer, sizeof(buffer));

	if (size > 0)
		look(buffer, (size_t)size, path);
	close(fd);
}

static void walk(const char *directory, int depth)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[PATH_MAX], text[PATH_MAX];
		ssize_t size;

		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		size = readlink(path, text, sizeof(text));
		if (size > 0)
			look(text, (size_t)size, path);
		if (entry->d_name[0] == '.' || size > 0)
			continue;
		if (entry->d_type == DT_DIR && depth < 3)
			walk(path, depth + 1);
		else if (strcmp(entry->d_name, "environ") != 0)
			look_at_file(path);
	}
	if (dir != NULL)
		closedir(dir);
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length = sizeof(address);
	char text[PATH_MAX];
	int sock;

	/* .../esc.XXXXXX, which holds root directory and outside. */
	strcpy(needle, given("ESCAPE_OUT"));
	*strrchr(needle, '/') = '\0';
	unsetenv("ESCAPE_OUT");
	enter_scratch();
	make_file("removed", "x");
	(void)open("removed", O_RDONLY);
	unlink("removed");
	mkdir("gone", 0755);
	(void)open("gone", O_RDONLY);
	if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, open("/bin/busybox", O_RDONLY), 0) ==
	    MAP_FAILED)
		broken("mmap");
	rmdir("gone");
	sock = socket(AF_UNIX, SOCK_STREAM, 0);
	unix_address(&address, "socket");
	bind(sock, (void *)&address, sizeof(address));
	listen(sock, 1);
	if (getsockname(sock, (void *)&address, &length) == 0)
		look((char *)&address, length, "getsockname");
	if (getcwd(text, sizeof(text)) != NULL)
		look(text, strlen(text), "getcwd");
	walk("/proc/self", 0);
	walk("/proc", 0);
	walk("/dev", 0);
	chdir("/dev/pts");
	look_at_file("/proc/self/mountinfo");
	contained();
}
