/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/locks tells of this process's own locks, and of who waits for them. */
#include "guest.h"

/* Lines about `pid`, without numbers that are accidents; how many. */
static int show_lines(pid_t pid, ino_t inode)
{
	char line[256];
	FILE *file = fopen("/proc/locks", "r");
	int count = 0;

	while (file && fgets(line, sizeof(line), file)) {
		char *text = strchr(line, ':') + 2;
		char kind[16], advice[16], access[16], from[32], to[32];
		unsigned long ino;
		int owner, waits = !strncmp(text, "-> ", 3);

		if (sscanf(text + 3 * waits, "%15s %15s %15s %d %*x:%*x:%lu %31s %31s", kind,
			   advice, access, &owner, &ino, from, to) != 7 ||
		    owner != pid || ino != inode)
			continue;
		printf("%s%s %s %s %s-%s\n", waits ? "waits " : "", kind, advice, access, from, to);
		count++;
	}
	if (file)
		fclose(file);
	return count;
}

int main(void)
{
	struct flock part = { .l_type = F_WRLCK, .l_start = 3, .l_len = 4 };
	int fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	struct stat st;
	pid_t child;
	int status;

	MUST(fstat(fd, &st));
	CALL(show_lines(getpid(), st.st_ino));
	CALL(fcntl(fd, F_SETLK, &part));
	CALL(show_lines(getpid(), st.st_ino));
	CALL(flock(fd, LOCK_SH));
	CALL(show_lines(getpid(), st.st_ino));
	child = fork();
	if (!child) {
		(void)fcntl(fd, F_SETLKW, &part);
		_exit(0);
	}
	while (!show_lines(child, st.st_ino))
		usleep(10000);
	part.l_type = F_UNLCK;
	CALL(fcntl(fd, F_SETLK, &part));
	waitpid(child, &status, 0);
	CALL(flock(fd, LOCK_UN));
	CALL(show_lines(getpid(), st.st_ino));
	return 0;
}
