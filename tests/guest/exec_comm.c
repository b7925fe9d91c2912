/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The command name is the last part of the path, cut at 15 bytes. */
#include "guest.h"

static void show_comm(void)
{
	char name[32] = "";

	prctl(PR_GET_NAME, name);
	printf("prctl [%s]\n", name);
	show_file("/proc/self/comm");
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		show_comm();
		return 0;
	}
	show_comm();
	MUST(symlink(argv[0], "short"));
	MUST(symlink(argv[0], "a-name-longer-than-fifteen"));
	IN_CHILD(execl("./short", "other-argv0", "x", NULL));
	IN_CHILD(execl("a-name-longer-than-fifteen", "y", "x", NULL));
	MUST(prctl(PR_SET_NAME, "set-by-prctl-to-something-long"));
	show_comm();
	return 0;
}
