/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Whose settings below /proc somebody may write: his own, root all. */
#include "guest.h"

static void put(const char *whose, pid_t pid, const char *name, const char *text)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_WRONLY);
	printf("%s %s: %s\n", whose, name,
	       fd < 0 ? err_name(errno) : write(fd, text, strlen(text)) < 0 ? "not written" : "ok");
	fflush(stdout);
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	int gate[2];
	char byte;
	pid_t other;

	MUST(pipe(gate));
	put("own", getpid(), "oom_score_adj", "500");
	other = MUST(fork());
	if (other == 0) {
		close(gate[0]);
		MUST(setuid(1000));
		put("root's", getppid(), "oom_score_adj", "600");
		prctl(PR_SET_DUMPABLE, 1);
		put("own", getpid(), "oom_score_adj", "600");
		MUST(write(gate[1], "x", 1));
		pause();
	}
	MUST(read(gate[0], &byte, 1));
	put("other's, by root", other, "oom_score_adj", "700");
	kill(other, SIGKILL);
	waitpid(other, NULL, 0);
	return 0;
}
