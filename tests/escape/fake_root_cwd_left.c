/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * As fake_root_cwd_race, by a process that shares nothing but the working directory, and is no more
 * when its sharer's fork is over: the child stands where its parent stood when the fork began, and
 * nobody shares that any more.
 * ATTACK OPTIONS: -0
 * ATTACK BROKEN: CWD
 */
#include "closed.h"

#define MEMORY (64UL << 20) /* what the kernel has to copy, once the working directory is */

struct common {
	volatile int forks, delay;
};

static struct common *common;
static int top, decoy;

/* Leads who shares it elsewhere, and is gone. */
static void leave(void)
{
	while (common->forks == 0)
		;
	linger(common->delay);
	(void)!fchdir(decoy);
	_exit(0);
}

static pid_t fork_sharing_cwd(void)
{
	return (pid_t)syscall(SYS_clone, CLONE_FS | SIGCHLD, 0, 0, 0, 0);
}

/* Where it stands is one directory, whoever says so. */
static bool is_led_astray(void)
{
	struct stat here, named;
	char name[PATH_MAX];

	if (chdir("closed/in") == 0)
		refuse_secret(open("file", O_RDONLY), "a name in a directory that is closed");
	return getcwd(name, sizeof(name)) != NULL && stat(".", &here) == 0 &&
	       stat(name, &named) == 0 && here.st_ino != named.st_ino;
}

static char *map_memory(void)
{
	char *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			    0);

	if (memory == MAP_FAILED)
		broken("memory");
	(void)madvise(memory, MEMORY, MADV_NOHUGEPAGE);
	return memset(memory, 1, MEMORY);
}

int main(void)
{
	struct race race = { 0 };

	enter_scratch();
	make_files();
	top = open(".", O_RDONLY | O_DIRECTORY);
	decoy = open("decoy", O_RDONLY | O_DIRECTORY);
	common = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (common == MAP_FAILED || map_memory() == NULL ||
	    syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	do {
		pid_t sharer, child;

		common->forks = 0;
		common->delay = (int)(race.rounds % 8 * 500);
		if (fchdir(top) < 0 || (sharer = fork_sharing_cwd()) < 0)
			broken("clone");
		if (sharer == 0)
			leave();
		common->forks = 1;
		child = fork();
		if (child == 0)
			is_led_astray() ? escaped("it stands in two places") : _exit(0);
		if (child < 0 || waitpid(sharer, NULL, 0) != sharer)
			broken("fork");
		join(child);
	} while (racing(&race));
	contained();
}
