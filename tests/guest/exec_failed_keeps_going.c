/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A failed exec leaves the process as it was. */
#include "guest.h"

static volatile sig_atomic_t seen;

static void on_signal(int signo)
{
	(void)signo;
	seen++;
}

int main(void)
{
	char *args[] = { "x", NULL };
	int fd = MUST(open(".", O_RDONLY | O_CLOEXEC));

	put_file("broken", "#!/missing/interpreter\n");
	MUST(chmod("broken", 0755));
	signal(SIGUSR1, on_signal);
	for (int i = 0; i < 3; i++)
		CALL(execve("./broken", args, NULL));
	CALL(fcntl(fd, F_GETFD));
	raise(SIGUSR1);
	printf("signals %d\n", (int)seen);
	show_file("/proc/self/comm");
	CALL(mkdir("d", 0755));
	return 0;
}
