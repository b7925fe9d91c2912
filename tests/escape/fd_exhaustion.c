/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Out of descriptors, in the jail and by many members: what cannot be judged is refused, not let
 * through.
 */
#include <sys/resource.h>

#include "escape.h"

int main(int argc, char **argv)
{
	struct rlimit limit = { 64, 64 };
	const char *secret = outside("secret");
	int status;

	(void)argv;
	if (argc > 1)
		_exit(is_secret(open(secret, O_RDONLY)) ? 99 : 0);
	getrlimit(RLIMIT_NOFILE, &limit);
	for (rlim_t number = 0; number < 80; number += 1) {
		if (fork() == 0) {
			struct rlimit low = { number, limit.rlim_max };

			setrlimit(RLIMIT_NOFILE, &low);
			while (dup(1) >= 0)
				;
			if (open(secret, O_RDONLY) >= 0 || openat(1, secret, O_RDONLY) >= 0 || chdir(outside("")) == 0)
				_exit(99);
			(void)chdir("/tmp");
			if (open("../out/secret", O_RDONLY) >= 0 || open(secret, O_RDONLY) >= 0)
				_exit(99);
			execl("/proc/self/exe", "attack", "child", NULL);
			_exit(0);
		}
		if (wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 99)
			escaped("with %d descriptors", (int)number);
		if (number > 8)
			number += 7;
	}
	contained();
}
