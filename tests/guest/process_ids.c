/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Sessions and groups: setsid, setpgid, getpgid and their errors. */
#include "guest.h"

int main(void)
{
	pid_t child;

	child = MUST(fork());
	if (!child) {
		printf("own group %d\n", getpgid(0) == getpid());
		CALL(setsid() == getpid());
		printf("sid %d pgid %d\n", getsid(0) == getpid(), getpgrp() == getpid());
		CALL(setsid());
		CALL(setpgid(0, 0));
		fflush(stdout);
		_exit(0);
	}
	show_wait("session", child);
	child = MUST(fork());
	if (!child) {
		nap_ms(200);
		_exit(getpgrp() == getpid() ? 0 : 1);
	}
	CALL(setpgid(child, child));
	CALL(getpgid(child) == child);
	CALL(getsid(child) == getsid(0));
	CALL(setpgid(child, 999999999));
	CALL(setpgid(999999999, 0));
	CALL(setpgid(-1, 0));
	CALL(setpgid(-1, 5));
	CALL(setpgid(0, -1));
	show_wait("group", child);
	CALL(getpgid(999999999));
	printf("ids %d %d\n", getuid() == geteuid(), getgid() == getegid());
	return 0;
}
