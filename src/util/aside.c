/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See aside.h. A thread that does not come back is left alone; the next close has another one. */
#include "util/aside.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "util/broken.h"
#include "util/proc_thread.h"

/* Longer than any close takes that waits for nobody, once the thread has a processor. */
#define WAIT_NS   50000000L
#define WAITS_MAX 40U
#define SECOND    1000000000L
#define STACK     262144UL
#define KEPT_MAX  16U
/* A thread and a descriptor each, which one FIFO and one splicer could make ever more of. */
#define LEFT_MAX 64U

struct closer {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	pid_t tid; /* 0: it has not run yet */
	int fd;    /* to be closed; -1: it has been */
	bool ends; /* it is told to, and waited for */
	bool left; /* nobody waits for it any more */
};

static struct closer *closer; /* has nothing to do; NULL: there is none */
static int kept[KEPT_MAX];
static unsigned int kept_count;
static atomic_uint left_count; /* closers that were left alone and sleep still */

static void closer_free(struct closer *own)
{
	(void)pthread_cond_destroy(&own->changed);
	(void)pthread_mutex_destroy(&own->lock);
	free(own);
}

static void *close_each(void *data)
{
	struct closer *own = data;
	bool left;

	(void)pthread_mutex_lock(&own->lock);
	own->tid = gettid();
	while (!own->ends && !own->left) {
		int fd = own->fd;

		if (fd < 0) {
			(void)pthread_cond_wait(&own->changed, &own->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&own->lock);
		(void)close(fd);
		(void)pthread_mutex_lock(&own->lock);
		own->fd = -1;
		(void)pthread_cond_signal(&own->changed);
	}
	left = own->left;
	(void)pthread_mutex_unlock(&own->lock);
	if (left) {
		closer_free(own);
		atomic_fetch_sub(&left_count, 1);
	}
	return NULL;
}

/* Signals are the loop's. */
static int start(struct closer *own)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	int status = pthread_attr_init(&attributes);

	if (status != 0)
		return status;
	(void)pthread_attr_setstacksize(&attributes, STACK);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	status = pthread_create(&own->thread, &attributes, close_each, own);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&attributes);
	return status;
}

int aside_prepare(void)
{
	pthread_condattr_t attributes;
	struct closer *new;
	int status;

	if (closer != NULL || BROKEN_ASIDE)
		return 0;
	if (atomic_load(&left_count) >= LEFT_MAX)
		return -EAGAIN;
	new = calloc(1, sizeof(*new));
	if (new == NULL)
		return -ENOMEM;
	new->fd = -1;
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&new->lock, NULL);
	(void)pthread_cond_init(&new->changed, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	status = start(new);
	if (status == 0)
		closer = new;
	else
		closer_free(new);
	return -status;
}

/* Files and directories wait for nobody, nor do sockets that cannot hold others' descriptors. */
static bool may_wait(int fd)
{
	int domain = AF_UNIX;
	socklen_t size = sizeof(domain);
	struct stat info;

	if (fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)))
		return false;
	(void)getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size);
	return domain == AF_UNIX;
}

/*
 * Looked at without the lock, lest it sleep for that. KERNEL: what only lacks a processor is 'R'.
 * In what call it sleeps nobody may read here.
 */
static bool is_held_up(struct closer *own)
{
	pid_t tid = own->tid;
	bool asleep;

	(void)pthread_mutex_unlock(&own->lock);
	asleep = tid != 0 && proc_thread_state(tid) != 'R';
	(void)pthread_mutex_lock(&own->lock);
	return asleep;
}

static void wait_for(struct closer *own)
{
	struct timespec until;
	int status = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += WAIT_NS;
	if (until.tv_nsec >= SECOND) {
		until.tv_nsec -= SECOND;
		until.tv_sec++;
	}
	while (own->fd >= 0 && status == 0)
		status = pthread_cond_timedwait(&own->changed, &own->lock, &until);
}

/*
 * True: it was not closed in time, and the closer is left alone, to free itself. Whoever closed
 * the guest's own descriptor may look for the end of the file at once: what only lacks a processor
 * is waited for.
 */
static bool hand_over(int fd)
{
	unsigned int waits = 0;
	bool left;

	(void)pthread_mutex_lock(&closer->lock);
	closer->fd = fd;
	(void)pthread_cond_signal(&closer->changed);
	do
		wait_for(closer);
	while (closer->fd >= 0 && ++waits < WAITS_MAX && !is_held_up(closer));
	left = closer->left = closer->fd >= 0;
	if (left) {
		atomic_fetch_add(&left_count, 1);
		(void)pthread_detach(closer->thread);
	}
	(void)pthread_mutex_unlock(&closer->lock);
	return left;
}

void aside_let_go(void)
{
	/* Where there can be no other thread they wait until there can. */
	while (kept_count > 0 && aside_prepare() == 0) {
		if (hand_over(kept[--kept_count]))
			closer = NULL;
	}
}

int aside_keep(int *fd)
{
	int copy;

	if (BROKEN_ASIDE || !may_wait(*fd))
		return 0;
	if (kept_count == KEPT_MAX)
		aside_let_go();
	if (kept_count == KEPT_MAX)
		return -ENFILE;
	copy = fcntl(*fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0) {
		kept[kept_count++] = *fd;
		*fd = -1;
		return -ENFILE;
	}
	kept[kept_count++] = copy;
	return 0;
}

void aside_stop(void)
{
	if (closer == NULL)
		return;
	(void)pthread_mutex_lock(&closer->lock);
	closer->ends = true;
	(void)pthread_cond_signal(&closer->changed);
	(void)pthread_mutex_unlock(&closer->lock);
	(void)pthread_join(closer->thread, NULL);
	closer_free(closer);
	closer = NULL;
}
