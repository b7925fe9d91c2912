/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * No directory of procfs, sysfs or nsfs ever comes into the jail: the windows rest on that. Nor
 * any of their files, but for those of a short list. Everything that can be opened below /proc,
 * in every way, is asked what it lies on.
 */
#include <dirent.h>

#include "escape.h"

static unsigned long opened;

static unsigned long host_devices[8];

static void read_host_devices(void)
{
	const char *text = getenv("ESCAPE_HOST_DEVICES");
	char *end;

	if (text == NULL)
		broken("ESCAPE_HOST_DEVICES is not set");
	for (size_t i = 0; i < 7; i++, text = end) {
		host_devices[i] = strtoul(text, &end, 10);
		if (end == text)
			break;
	}
	if (host_devices[0] == 0)
		broken("no device in ESCAPE_HOST_DEVICES");
}

static int is_host_device(dev_t device)
{
	for (size_t i = 0; host_devices[i] != 0; i++) {
		if (host_devices[i] == device)
			return 1;
	}
	return 0;
}

/* Numbers of the machine, read only; what a process may set of itself. */
static int is_handed_over(int fd, const char *path, const struct stat *info)
{
	static const char *const machine[] = { "meminfo", "stat", "uptime", "vmstat" };
	static const char *const own[] = { "comm", "coredump_filter", "oom_adj", "oom_score_adj",
					   "pagemap", "timerslack_ns" };
	const char *name = strrchr(path, '/') + 1;
	int flags = fcntl(fd, F_GETFL);

	if (!S_ISREG(info->st_mode) || (flags & O_PATH) != 0)
		return 0;
	for (size_t i = 0; i < sizeof(machine) / sizeof(machine[0]); i++) {
		if (strcmp(name, machine[i]) == 0 && strchr(path + 6, '/') == NULL)
			return (flags & O_ACCMODE) == O_RDONLY;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (strcmp(name, own[i]) == 0 && strchr(path + 6, '/') != NULL)
			return 1;
	}
	return 0;
}

static void check(int fd, const char *path, const char *how)
{
	struct stat info;

	if (fd < 0)
		return;
	opened++;
	/* statfs would not tell: it says "proc" of ptjail's own directories too. */
	if (fstat(fd, &info) == 0 && is_host_device(info.st_dev) && !is_handed_over(fd, path, &info))
		escaped("a descriptor of the host's by %s of %s", how, path);
	close(fd);
}

static void try_all(const char *path)
{
	check(open(path, O_RDONLY | O_NONBLOCK), path, "open");
	check(open(path, O_RDWR | O_NONBLOCK), path, "open for writing");
	check(open(path, O_PATH), path, "O_PATH");
	check(open(path, O_PATH | O_NOFOLLOW), path, "O_PATH|O_NOFOLLOW");
	check(open(path, O_RDONLY | O_DIRECTORY), path, "O_DIRECTORY");
	if (chdir(path) == 0) {
		check(open(".", O_PATH), path, "chdir");
		(void)!chdir("/");
	}
}

static void walk(const char *directory, int depth)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[PATH_MAX];
		struct stat info;

		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		try_all(path);
		if (entry->d_name[0] != '.' && depth < 4 && lstat(path, &info) == 0 &&
		    S_ISDIR(info.st_mode))
			walk(path, depth + 1);
	}
	if (dir != NULL)
		closedir(dir);
}

int main(void)
{
	static const char *const hidden[] = {
		"/proc/self/mem",       "/proc/self/ns/mnt",   "/proc/self/ns/user",
		"/proc/kcore",          "/proc/sysrq-trigger", "/proc/kmsg",
		"/proc/self/map_files", "/proc/self/pagemap",  "/proc/self/attr/current",
		"/proc/self/net",       "/proc/net",           "/proc/sys",
		"/proc/1/root",         "/proc/bus",           "/proc/acpi"
	};

	read_host_devices();
	walk("/proc/self", 0);
	walk("/proc", 2);
	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		try_all(hidden[i]);
	if (opened < 50)
		broken("only %lu opened", opened);
	contained();
}
