/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* uname, sysinfo and the clock answer. */
#include "guest.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(void)
{
	struct utsname name;
	struct sysinfo info;
	struct timespec ts;

	CALL(uname(&name));
	printf("%s %d\n", name.sysname, name.release[0] != '\0');
	CALL(sysinfo(&info));
	printf("%d\n", info.uptime > 0);
	CALL(clock_gettime(CLOCK_MONOTONIC, &ts));
	CALL(clock_gettime(99, &ts));
	CALL(syscall(SYS_uname, bad_memory()));
	CALL(sched_yield());
	return 0;
}
