/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc and the device directory name their file systems. */
#include "guest.h"

int main(void)
{
	struct statfs proc, pts;

	CALL(statfs("/proc", &proc));
	printf("%lx\n", (unsigned long)proc.f_type);
	CALL(statfs("/proc/self/status", &proc));
	printf("%lx\n", (unsigned long)proc.f_type);
	CALL(statfs("/dev/pts", &pts));
	printf("%lx\n", (unsigned long)pts.f_type);
	return 0;
}
