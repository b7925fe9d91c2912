/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E43: whoever starts ptjail has a directory and a file open at numbers above those that ptjail takes for
 * itself, and a filter that knows no close_range, as those of some containers. They are closed in here.
 * ATTACK UNDER: descriptors
 */
#include "escape.h"

int main(void)
{
	int first = find_protected();
	struct rlimit limit;

	if (first >= 3000)
		broken("the protected ones are higher");
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_max <= 3001)
		skip("so high there is nothing");
	refuse_secret(openat(3000, "secret", O_RDONLY), "an inherited directory");
	refuse_secret(3001, "an inherited file");
	for (int fd = 3000; fd < 3002; fd++)
		if (exists(fd))
			escaped("descriptor %d is open", fd);
	contained();
}
