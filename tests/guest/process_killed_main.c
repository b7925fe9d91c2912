/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The program's own death by a signal is what the outside sees. */
#include "guest.h"

int main(void)
{
	puts("about to die");
	kill(getpid(), SIGUSR2);
	pause();
	return 0;
}
