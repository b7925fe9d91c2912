/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* kill(0) reaches the own group, kill(-group) another, and errors. */
#include "guest.h"

static volatile sig_atomic_t seen;

static void on_signal(int signo)
{
	(void)signo;
	seen++;
}

int main(void)
{
	pid_t children[3], other;

	CALL(setpgid(0, 0));
	signal(SIGUSR1, on_signal);
	for (int i = 0; i < 3; i++) {
		children[i] = MUST(fork());
		if (!children[i]) {
			while (!seen)
				nap_ms(2);
			_exit(10 + i);
		}
	}
	other = MUST(fork());
	if (!other) {
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(other, other);
	nap_ms(20);
	CALL(kill(0, SIGUSR1));
	for (int i = 0; i < 3; i++)
		show_wait("member", children[i]);
	printf("self %d\n", (int)seen);
	CALL(kill(-other, SIGTERM));
	show_wait("other group", other);
	CALL(kill(-other, SIGTERM));
	CALL(kill(999999999, 0));
	CALL(kill(0, 0));
	CALL(kill(0, 99));
	return 0;
}
