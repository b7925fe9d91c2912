/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A process that has ended and is not waited for is still to be seen in /proc. */
#include "guest.h"

static char content[4096];

static int read_file(pid_t pid, const char *name)
{
	char path[64];
	ssize_t size;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY);
	if (fd == -1) {
		printf("%s: %s\n", name, err_name(errno));
		return -1;
	}
	size = read(fd, content, sizeof(content) - 1);
	close(fd);
	content[size < 0 ? 0 : size] = '\0';
	printf("%s: %s\n", name, size < 0 ? err_name(errno) : size == 0 ? "empty" : "read");
	return (int)size;
}

static void show_line(const char *name)
{
	const char *at = strstr(content, name);

	printf("  %.*s\n", at ? (int)strcspn(at, "\n") : 0, at ? at : "");
}

static void show(pid_t pid)
{
	int parent, group;
	char state;

	if (read_file(pid, "stat") > 0 &&
	    sscanf(strrchr(content, ')'), ") %c %d %d", &state, &parent, &group) == 3)
		printf("  %c %d %d %s", state, parent == getpid(), group == getpgrp(),
		       strrchr(content, ' '));
	if (read_file(pid, "status") > 0) {
		show_line("Name:");
		show_line("State:");
		show_line("TracerPid:");
		show_line("Threads:");
		show_line("Seccomp_filters:");
	}
	if (read_file(pid, "comm") > 0)
		printf("  %s", content);
	if (read_file(pid, "statm") > 0)
		printf("  %s", content);
	read_file(pid, "cmdline");
}

static int is_listed(pid_t pid)
{
	DIR *directory = opendir("/proc");
	const struct dirent *entry;
	int found = 0;

	while ((entry = readdir(directory)))
		found += atoi(entry->d_name) == pid;
	closedir(directory);
	return found;
}

int main(void)
{
	const struct timespec times[2] = { { 1, 1 }, { 2, 2 } };
	char path[64], next[80];
	siginfo_t info;
	struct stat st;
	pid_t pid = MUST(fork());
	int ended[3];

	if (pid == 0) {
		prctl(PR_SET_NAME, "ends) R 1 (");
		_exit(3);
	}
	MUST(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT));
	show(pid);
	printf("listed %d\n", is_listed(pid));
	snprintf(path, sizeof(path), "/proc/%d", pid);
	CALL(stat(path, &st));
	printf("%o\n", (unsigned int)st.st_mode);
	CALL(access(path, R_OK | X_OK));
	CALL(chdir(path));
	TRY_OPEN(open("stat", O_RDONLY));
	TRY_OPEN(open("stat", O_RDWR));
	CALL(chdir("/"));
	snprintf(next, sizeof(next), "%s/cwd", path);
	CALL(readlink(next, content, sizeof(content)));
	snprintf(next, sizeof(next), "%s/stat", path);
	CALL(lstat(next, &st));
	printf("%o\n", (unsigned int)st.st_mode);
	CALL(access(next, R_OK));
	CALL(access(next, W_OK));
	CALL(utimensat(AT_FDCWD, next, times, 0));
	CALL(chmod(next, 0));
	CALL(unlink(next));
	CALL(truncate(next, 0));
	MUST(waitpid(pid, NULL, 0));
	CALL(stat(path, &st));
	CALL(access(next, R_OK));
	printf("listed %d\n", is_listed(pid));

	for (int i = 0; i < 3; i++) {
		ended[i] = MUST(fork());
		if (ended[i] == 0)
			kill(getpid(), SIGKILL);
		MUST(waitid(P_PID, (id_t)ended[i], &info, WEXITED | WNOWAIT));
	}
	printf("listed %d %d %d\n", is_listed(ended[0]), is_listed(ended[1]), is_listed(ended[2]));
	MUST(waitpid(ended[1], NULL, 0));
	printf("listed %d %d %d\n", is_listed(ended[0]), is_listed(ended[1]), is_listed(ended[2]));
	show(ended[2]);
	return 0;
}
