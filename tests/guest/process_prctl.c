/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Small prctl settings read back: death signal, dumpable, keepcaps, timer slack. */
#include "guest.h"

int main(void)
{
	int value = 0;

	CALL(prctl(PR_SET_PDEATHSIG, SIGTERM));
	CALL(prctl(PR_GET_PDEATHSIG, &value));
	printf("%s\n", sig_name(value));
	CALL(prctl(PR_GET_DUMPABLE));
	CALL(prctl(PR_SET_DUMPABLE, 0));
	CALL(prctl(PR_GET_DUMPABLE));
	show_path(".");
	CALL(mkdir("d", 0755));
	show_file("/proc/self/comm");
	OK(open("/proc/self/maps", O_RDONLY));
	CALL(open("/proc/self/environ", O_RDONLY));
	CALL(open("/proc/self/auxv", O_RDONLY));
	CALL(open("/proc/self/io", O_RDONLY));
	CALL(access("/proc/self/environ", R_OK));
	CALL(access("/proc/self/maps", R_OK));
	CALL(access("/proc/self/fd", R_OK | X_OK));
	CALL(prctl(PR_SET_DUMPABLE, 1));
	CALL(prctl(PR_SET_TIMERSLACK, 12345));
	CALL(prctl(PR_GET_TIMERSLACK));
	CALL(prctl(PR_GET_KEEPCAPS));
	CALL(prctl(77, 0, 0, 0, 0)); /* PR_TIMER_CREATE_RESTORE_IDS of 6.15 */
	CALL(prctl(77, 2, 0, 0, 0));
	CALL(prctl(77, 9, 0, 0, 0));
	CALL(prctl(78, 1, 0, 0, 0)); /* PR_FUTEX_HASH of 6.16 */
	CALL(prctl(78, 99, 0, 0, 0));
	CALL(prctl(12345, 0));
	CALL(prctl(PR_GET_SECCOMP, 0, 0, 0, 0));
	return 0;
}
