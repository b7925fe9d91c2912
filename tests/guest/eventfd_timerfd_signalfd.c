/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The descriptors for events, timers and signals. */
#include "guest.h"

int main(void)
{
	struct itimerspec timer = { .it_value = { 0, 5000000 } };
	struct signalfd_siginfo info;
	int ev = MUST(eventfd(3, EFD_NONBLOCK)), tm = MUST(timerfd_create(CLOCK_MONOTONIC, 0)), sg;
	uint64_t value = 4;
	sigset_t set;

	CALL(write(ev, &value, sizeof(value)));
	CALL(read(ev, &value, sizeof(value)));
	printf("%lu\n", (unsigned long)value);
	CALL(read(ev, &value, sizeof(value)));
	CALL(timerfd_settime(tm, 0, &timer, NULL));
	CALL(read(tm, &value, sizeof(value)));
	printf("%lu\n", (unsigned long)value);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sg = MUST(signalfd(-1, &set, SFD_NONBLOCK));
	CALL(read(sg, &info, sizeof(info)));
	raise(SIGUSR1);
	CALL(read(sg, &info, sizeof(info)));
	printf("%s from self %d\n", sig_name((int)info.ssi_signo),
	       info.ssi_pid == (uint32_t)getpid());
	CALL(read(ev, &value, 4));
	return 0;
}
