/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* One's own adjustable files: comm, oom_score_adj and their kin; a child's; not the others. */
#include "guest.h"

static void put(const char *path, int flags, const char *text)
{
	int fd = open(path, flags);
	ssize_t written = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd < 0)
		printf("open %s: %s\n", path, err_name(errno));
	else if (written < 0)
		printf("%s <- %s: %s\n", path, text, err_name(errno));
	else
		printf("%s <- %s: %zd\n", path, text, written);
	if (fd >= 0)
		close(fd);
}

static void *rename_the_other(void *data)
{
	char path[64], name[32] = "";
	int fd;

	snprintf(path, sizeof(path), "/proc/self/task/%d/comm", *(int *)data);
	OK(fd = open(path, O_RDWR));
	CALL(write(fd, "by-thread", 9));
	CALL(lseek(fd, 0, SEEK_SET));
	CALL(read(fd, name, sizeof(name) - 1));
	printf("%s", name);
	close(fd);
	return NULL;
}

static void as_program_would(void)
{
	FILE *file = fopen("/proc/self/oom_score_adj", "r+");
	int value = -1;

	if (file == NULL || fscanf(file, "%d", &value) != 1)
		printf("oom_score_adj: %s\n", err_name(errno));
	rewind(file);
	fprintf(file, "%d\n", 700);
	printf("closed %d, was %d\n", fclose(file), value);
}

static void set_childs(void)
{
	int gate[2];
	char path[64], byte;
	pid_t child;

	MUST(pipe(gate));
	child = MUST(fork());
	if (child == 0) {
		close(gate[1]);
		(void)!read(gate[0], &byte, 1);
		show_file("/proc/self/oom_score_adj");
		_exit(0);
	}
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", child);
	printf("child's: %s\n", write(open(path, O_WRONLY), "800", 3) == 3 ? "ok"
										      : "refused");
	fflush(stdout);
	snprintf(path, sizeof(path), "/proc/%d/comm", child);
	printf("child's comm: %s\n",
	       write(open(path, O_WRONLY), "x", 1) < 0 ? err_name(errno) : "ok");
	fflush(stdout);
	close(gate[1]);
	waitpid(child, NULL, 0);
}

int main(void)
{
	char name[32] = "", text[PATH_MAX] = "";
	pthread_t thread;
	struct stat info;
	int self = getpid();
	int fd;

	put("/proc/self/comm", O_WRONLY, "renamed");
	prctl(PR_GET_NAME, name);
	puts(name);
	show_file("/proc/self/comm");
	put("/proc/self/comm", O_WRONLY | O_CREAT | O_TRUNC, "a-name-that-is-too-long-for-it");
	show_file("/proc/self/comm");
	MUST(pthread_create(&thread, NULL, rename_the_other, &self));
	pthread_join(thread, NULL);
	prctl(PR_GET_NAME, name);
	puts(name);
	CALL(access("/proc/self/comm", R_OK | W_OK));
	CALL(access("/proc/self/status", W_OK));
	put("/proc/self/status", O_WRONLY, "x");
	put("/proc/self/oom_score_adj", O_WRONLY, "500");
	show_file("/proc/self/oom_score_adj");
	put("/proc/self/oom_score_adj", O_RDWR, "1001");
	put("/proc/self/oom_score_adj", O_WRONLY, "word");
	as_program_would();
	show_file("/proc/self/oom_score_adj");
	set_childs();
	put("/proc/self/coredump_filter", O_WRONLY, "0x7f");
	show_file("/proc/self/coredump_filter");
	put("/proc/self/timerslack_ns", O_WRONLY, "60000");
	show_file("/proc/self/timerslack_ns");
	printf("%d\n", prctl(PR_GET_TIMERSLACK));
	OK(fd = open("/proc/self/comm", O_WRONLY | O_APPEND | O_CLOEXEC));
	printf("%#x %#x\n", fcntl(fd, F_GETFL), fcntl(fd, F_GETFD));
	MUST(fstat(fd, &info));
	printf("%s %03o %ld\n", type_name(info.st_mode), info.st_mode & 07777, (long)info.st_size);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	OK(readlink(name, text, sizeof(text) - 1));
	printf("%d\n", atoi(text + 6) == self && strcmp(strrchr(text, '/'), "/comm") == 0);
	put(name, O_WRONLY, "again");
	show_file("/proc/self/comm");
	prctl(PR_SET_DUMPABLE, 0);
	put("/proc/self/comm", O_WRONLY, "hidden");
	return 0;
}
