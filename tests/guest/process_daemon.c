/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* daemon(3): a new session, root as directory, null as standard streams. */
#include "guest.h"

int main(void)
{
	int pipes[2];
	char text[128];
	ssize_t got, total = 0;

	MUST(pipe(pipes));
	if (!MUST(fork())) {
		char here[64];
		struct stat null, out;

		close(pipes[0]);
		if (daemon(0, 0))
			_exit(1);
		stat("/dev/null", &null);
		fstat(1, &out);
		dprintf(pipes[1], "cwd %s, stdout is null %d, session leader's group %d",
			getcwd(here, sizeof(here)), out.st_rdev == null.st_rdev,
			getpgrp() == getsid(0));
		_exit(0);
	}
	close(pipes[1]);
	while ((got = read(pipes[0], text + total, sizeof(text) - total)) > 0)
		total += got;
	printf("[%.*s]\n", (int)total, text);
	MUST(wait(NULL));
	return 0;
}
