/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who becomes somebody else is not dumpable any more, until he executes something. */
#include <sys/fsuid.h>

#include "as_user.h"

static void show(const char *what)
{
	int signal;

	MUST(prctl(PR_GET_PDEATHSIG, &signal));
	printf("%s: dumpable %d, at the parent's death %d\n", what, prctl(PR_GET_DUMPABLE) == 1,
	       signal);
	TRY_OPEN(open("/proc/self/stat", O_RDONLY));
	TRY_OPEN(open("/proc/self/comm", O_WRONLY));
}

static void show_child(void)
{
	IN_CHILD(show("child"));
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		show("executed");
		return 0;
	}
	MUST(chmod(".", 0755));
	show("root");
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setresuid(1000, 0, 0)); show("real"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setuid(0)); show("the same"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(seteuid(1000)); show("effective");
		 MUST(seteuid(0)); show("back"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setegid(5)); show("group"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); setfsuid(1000); show("file system"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); setfsuid(-1); show("file system, none"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setuid(1000)); show("all");
		 CALL(prctl(PR_SET_DUMPABLE, 1)); show("again"));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setuid(1000));
		 execl(argv[0], argv[0], "show", NULL));
	IN_CHILD(MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1)); MUST(setuid(1000)); show_child());
	return 0;
}
