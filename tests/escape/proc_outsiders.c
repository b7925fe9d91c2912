/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Processes outside are not there, whichever way they are asked for. */
#include <dirent.h>

#include "escape.h"

int main(void)
{
	static const char *const files[] = { "",
					     "/mem",
					     "/environ",
					     "/maps",
					     "/cmdline",
					     "/status",
					     "/stat",
					     "/fd",
					     "/task",
					     "/oom_score_adj",
					     "/clear_refs",
					     "/syscall",
					     "/timerslack_ns",
					     "/coredump_filter",
					     "/ns/user",
					     "/attr/current",
					     "/map_files",
					     "/pagemap",
					     "/io",
					     "/limits",
					     "/fdinfo/0" };
	pid_t outsiders[] = { 1, given_pid("ESCAPE_PID"), getppid() };
	struct dirent *entry;
	struct stat info;
	char path[128], text[128];
	DIR *dir = opendir("/proc");

	for (size_t i = 0; i < sizeof(outsiders) / sizeof(outsiders[0]); i++) {
		for (size_t j = 0; j < sizeof(files) / sizeof(files[0]); j++) {
			snprintf(path, sizeof(path), "/proc/%d%s", outsiders[i], files[j]);
			must_fail(open(path, O_RDONLY), path);
			must_fail(open(path, O_WRONLY), path);
			must_fail(open(path, O_PATH), path);
			must_fail(stat(path, &info), path);
			must_fail(access(path, F_OK), path);
			must_fail(readlink(path, text, sizeof(text)), path);
		}
	}
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		for (size_t i = 0; i < sizeof(outsiders) / sizeof(outsiders[0]); i++)
			if (atoi(entry->d_name) == outsiders[i])
				escaped("/proc lists %s", entry->d_name);
	contained();
}
