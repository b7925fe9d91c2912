/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Without SA_RESTART a signal ends the waiting open with EINTR; if it comes too early, the next. */
#include "guest.h"

static void on_alarm(int signo)
{
	(void)signo;
}

int main(void)
{
	struct sigaction action = { .sa_handler = on_alarm };

	MUST(mkfifo("p", 0644));
	MUST(sigaction(SIGALRM, &action, NULL));
	ualarm(50000, 300000);
	TRY_OPEN(open("p", O_RDONLY));
	TRY_OPEN(open("p", O_WRONLY));
	ualarm(0, 0);
	return 0;
}
