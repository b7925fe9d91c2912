/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Signals to one thread by pthread_kill and tgkill, masks per thread. */
#include "guest.h"

static volatile sig_atomic_t count, in_main[2];
static pthread_t main_thread;
static volatile pid_t worker_tid;

static void on_signal(int signo)
{
	(void)signo;
	in_main[count] = pthread_equal(pthread_self(), main_thread) != 0;
	count++;
}

static void *worker(void *arg)
{
	worker_tid = syscall(SYS_gettid);
	while (count < 2)
		nap_ms(2);
	return arg;
}

int main(void)
{
	pthread_t thread;
	sigset_t set;

	main_thread = pthread_self();
	signal(SIGUSR1, on_signal);
	pthread_create(&thread, NULL, worker, NULL);
	WAIT_UNTIL(worker_tid);
	CALL(pthread_kill(thread, SIGUSR1));
	WAIT_UNTIL(count == 1);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	CALL(syscall(SYS_tgkill, getpid(), worker_tid, SIGUSR1));
	pthread_join(thread, NULL);
	CALL(syscall(SYS_tgkill, getpid(), 999999999, SIGUSR1));
	CALL(syscall(SYS_tkill, getpid(), 0));
	printf("count %d, in main thread %d %d\n", (int)count, (int)in_main[0], (int)in_main[1]);
	return 0;
}
