/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A set-id program gives nothing where another process shares its working directory and could lead
 * it about, however many threads its process has that do not share it themselves.
 * ATTACK OPTIONS: -0
 */
#include "escape.h"

#define PROGRAM "/tmp/set-id-program"

static int step[2]; /* a byte for each that is ready */

/* Has got its owner's rights: nobody else decides where it stands. */
static int be_program(void)
{
	struct race race = { .rounds = 1, .end = now() + 0.5 };
	struct stat before, after;

	if (geteuid() != 0)
		contained();
	if (stat(".", &before) < 0)
		escaped("a set-id program was led elsewhere");
	while (racing(&race)) {
		if (stat(".", &after) < 0 || after.st_ino != before.st_ino)
			escaped("a set-id program was led elsewhere");
	}
	escaped("a program that others lead about has rights by its set-id bit");
}

static void lead_about(void)
{
	struct race race = { .rounds = 1, .end = now() + 5 };

	(void)!write(step[1], "", 1);
	while (racing(&race)) {
		(void)!chdir("elsewhere");
		(void)!chdir("..");
	}
	_exit(0);
}

static void *stand_alone(void *data)
{
	(void)data;
	if (unshare(CLONE_FS) < 0)
		broken("unshare");
	(void)!write(step[1], "", 1);
	for (;;)
		pause();
	return NULL;
}

static void make_program(void)
{
	char buffer[65536];
	int from = open("/proc/self/exe", O_RDONLY);
	int to = open(PROGRAM, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t size;

	if (from < 0 || to < 0)
		broken("program");
	while ((size = read(from, buffer, sizeof(buffer))) > 0) {
		if (write(to, buffer, (size_t)size) != size)
			broken("write");
	}
	if (fchmod(to, 04755) < 0)
		broken("chmod");
	close(to);
	close(from);
}

int main(int argc, char **argv)
{
	char bytes[2];

	(void)argv;
	if (argc > 1)
		return be_program();
	make_program();
	enter_scratch();
	if (mkdir("elsewhere", 0777) < 0 || chmod(".", 0777) < 0 || pipe(step) < 0)
		broken("mkdir");
	if (syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	if (syscall(SYS_clone, CLONE_FS | SIGCHLD, 0, 0, 0, 0) == 0)
		lead_about();
	start(stand_alone, NULL);
	if (read(step[0], bytes, 1) != 1 || read(step[0], bytes + 1, 1) != 1)
		broken("pipe");
	execl(PROGRAM, PROGRAM, "set-id", NULL);
	broken("exec");
}
