/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E4, E31: a program is executed with every resource limit as low as it goes, or unlimited: it
 * has the gate and is confined, or there is no program.
 */
#include "escape.h"

#include <sys/resource.h>

static void check_inside(void)
{
	(void)find_gate();
	refuse_secret(open(outside("secret"), O_RDONLY), "a program with odd limits");
	(void)chdir("/tmp");
	refuse_secret(open("../out/secret", O_RDONLY), "a program with odd limits");
	_exit(0);
}

int main(int argc, char **argv)
{
	static const rlim_t values[] = { 0, 3, 65536, 1 << 20, 16 << 20, RLIM_INFINITY };
	unsigned int ran = 0;

	(void)argv;
	if (argc > 1)
		check_inside();
	for (int resource = 0; resource < RLIM_NLIMITS; resource++) {
		for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
			pid_t pid = fork();
			int status;

			if (pid == 0) {
				struct rlimit limit;

				getrlimit(resource, &limit);
				limit.rlim_cur = values[i] > limit.rlim_max ? limit.rlim_max : values[i];
				(void)setrlimit(resource, &limit);
				alarm(10);
				execl("/proc/self/exe", "attack", "inside", NULL);
				_exit(5);
			}
			waitpid(pid, &status, 0);
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("limit %d of %lu", resource, (unsigned long)values[i]);
			ran += WIFEXITED(status) && WEXITSTATUS(status) == 0;
		}
	}
	printf("%u ran\n", ran);
	if (ran == 0)
		broken("none ran");
	contained();
}
