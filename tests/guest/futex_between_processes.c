/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A process-shared mutex and condition between parent and child. */
#include "guest.h"

struct shared {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int turn;
};

int main(void)
{
	struct shared *s = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
				0);
	pthread_mutexattr_t ma;
	pthread_condattr_t ca;
	pid_t child;

	pthread_mutexattr_init(&ma);
	pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
	pthread_mutex_init(&s->lock, &ma);
	pthread_condattr_init(&ca);
	pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
	pthread_cond_init(&s->changed, &ca);
	child = MUST(fork());
	for (int i = 0; i < 100; i++) {
		pthread_mutex_lock(&s->lock);
		while (s->turn % 2 != (child ? 0 : 1))
			pthread_cond_wait(&s->changed, &s->lock);
		s->turn++;
		pthread_cond_signal(&s->changed);
		pthread_mutex_unlock(&s->lock);
	}
	if (!child)
		_exit(0);
	show_wait("child", child);
	printf("turns %d\n", s->turn);
	return 0;
}
