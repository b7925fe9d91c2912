/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/fd and /dev/fd list the open descriptors. */
#include "guest.h"

int main(void)
{
	close_range(3, ~0U, 0);
	MUST(dup2(0, 5));
	MUST(dup2(0, 9));
	/* 3 is the listing itself. */
	show_dir("/proc/self/fd");
	show_dir("/dev/fd");
	show_dir("/proc/self/fdinfo");
	show_path("/proc/self/fd/5");
	show_path("/proc/self/fd/6");
	return 0;
}
