/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A set-id program is executed by one thread while another one makes processes that share the
 * working directory with it: none of them leads the program about. KERNEL: check_unsafe_exec(),
 * copy_fs(): one or the other has nothing of it.
 * ATTACK OPTIONS: -0
 * ATTACK BROKEN: CWD
 */
#include "escape.h"

#define PROGRAM "/tmp/set-id-program"

struct common {
	volatile int runs;
};

static struct common *common;
static int elsewhere;

/* Has got its owner's rights: nobody else decides where it stands. */
static int be_program(void)
{
	struct race race = { .rounds = 1, .end = now() + 0.05 };
	struct stat before, after;

	if (geteuid() != 0)
		return 0;
	if (stat(".", &before) < 0)
		return 2;
	while (racing(&race)) {
		if (stat(".", &after) < 0 || after.st_ino != before.st_ino)
			return 3;
	}
	return 4;
}

static void lead_about(void)
{
	struct race race = { .rounds = 1, .end = now() + 0.04 };

	while (racing(&race)) {
		(void)!fchdir(elsewhere);
		(void)!chdir("..");
	}
	_exit(0);
}

static void *make_sharers(void *data)
{
	(void)data;
	common->runs = 1;
	for (;;) {
		pid_t child = (pid_t)syscall(SYS_clone, CLONE_FS | SIGCHLD, 0, 0, 0, 0);

		if (child == 0)
			lead_about();
	}
	return NULL;
}

static void execute(int delay)
{
	common->runs = 0;
	start(make_sharers, NULL);
	while (common->runs == 0)
		;
	linger(delay);
	execl(PROGRAM, PROGRAM, "set-id", NULL);
	_exit(9);
}

static void make_program(void)
{
	char buffer[65536];
	int from = open("/proc/self/exe", O_RDONLY);
	int to = open(PROGRAM, O_WRONLY | O_CREAT | O_TRUNC, 0755);
	ssize_t size;

	if (from < 0 || to < 0)
		broken("program");
	while ((size = read(from, buffer, sizeof(buffer))) > 0)
		if (write(to, buffer, (size_t)size) != size)
			broken("write");
	if (fchmod(to, 04755) < 0)
		broken("chmod");
	close(to);
	close(from);
}

int main(int argc, char **argv)
{
	unsigned long gained = 0, refused = 0, ended = 0;
	struct race race = { 0 };

	(void)argv;
	if (argc > 1)
		return be_program();
	make_program();
	enter_scratch();
	if (mkdir("elsewhere", 0777) < 0 || chmod(".", 0777) < 0)
		broken("mkdir");
	elsewhere = open("elsewhere", O_RDONLY | O_DIRECTORY);
	common = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (common == MAP_FAILED || syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	while (racing_until(&race, gained > 0)) {
		pid_t child = fork();
		int status;

		if (child == 0)
			execute((int)(race.rounds % 16) * 20);
		if (waitpid(child, &status, 0) != child)
			broken("waitpid");
		if (WIFEXITED(status) && WEXITSTATUS(status) == 3)
			escaped("a set-id program was led elsewhere");
		if (WIFEXITED(status) && WEXITSTATUS(status) == 4)
			gained++;
		else if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			refused++;
		else
			ended++;
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	printf("%lu gained, %lu refused, %lu ended\n", gained, refused, ended);
	contained();
}
