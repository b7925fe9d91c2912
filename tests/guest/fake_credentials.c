/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Ids of a root: set, given up, and what is refused afterwards; a chroot that holds. */
#include <grp.h>

#include "show_owner.h"

static void show_ids(void)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;

	MUST(getresuid(&r, &e, &s));
	MUST(getresgid(&rg, &eg, &sg));
	printf("uids %u %u %u gids %u %u %u groups %d\n", r, e, s, rg, eg, sg, getgroups(0, NULL));
}

static void as_other(void)
{
	const gid_t groups[] = { 7, 5 };

	CALL(setgroups(2, groups));
	CALL(setresgid(50, 51, 52));
	CALL(setresuid(60, 61, 0));
	show_ids();
	CALL(open("closed", O_RDONLY));
	CALL(chown("mine", 0, 0));
	CALL(setuid(0));
	show_ids();
	CALL(setresuid(60, 60, 60));
	CALL(setuid(0));
	CALL(setgroups(0, NULL));
	CALL(chroot("."));
	CALL(access("closed", R_OK));
	CALL(unlink("sticky/file"));
	CALL(rename("sticky/file", "sticky/other"));
	CALL(chmod("mine", 0600));
	CALL(mknod("open/null", S_IFCHR | 0666, makedev(1, 3)));
	CALL(mkdir("open/dir", 0755));
	show_owner("open/dir");
	CALL(sethostname("x", 1));
}

/* Where the jail itself lies natively, nobody need know here. */
static void show_cwd(void)
{
	char here[PATH_MAX] = "";
	long size = syscall(SYS_getcwd, here, sizeof(here));

	printf("%.13s %d %s\n", here, size == (long)strlen(here) + 1,
	       here[0] == '(' ? strrchr(here, '/') : "");
}

static void in_chroot(void)
{
	CALL(chroot("closed"));
	MUST(chdir("open"));
	CALL(chroot("../jail"));
	show_cwd();
	CALL(syscall(SYS_getcwd, (char[8]){ "" }, 8));
	CALL(chdir("/"));
	show_cwd();
	CALL(access("/inside", F_OK));
	CALL(access("/../../inside", F_OK));
	CALL(access("/closed", F_OK));
	CALL(symlink("/inside", "/link"));
	CALL(access("/link", R_OK));
}

static void in_child(void (*run)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = MUST(fork());
	if (pid == 0) {
		run();
		fflush(stdout);
		_exit(0);
	}
	MUST(waitpid(pid, NULL, 0));
}

int main(void)
{
	umask(022);
	MUST(chmod(".", 0755));
	put_file("closed", "x");
	MUST(chmod("closed", 0600));
	put_file("mine", "x");
	MUST(chown("mine", 60, 60));
	MUST(mkdir("open", 0755));
	MUST(chmod("open", 0777));
	MUST(mkdir("sticky", 0755));
	MUST(chmod("sticky", 01777));
	put_file("sticky/file", "x");
	MUST(mkdir("jail", 0755));
	put_file("jail/inside", "x");
	show_ids();
	in_child(as_other);
	in_child(in_chroot);
	show_ids();
	return 0;
}
