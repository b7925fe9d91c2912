/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Ends the members in time even if the loop cannot: what the tracer does in a member's name waits
 * for locks of the file system (a file's, while somebody writes gigabytes to it), and no signal
 * ends that. A thread of its own sleeps until the run's time is over and one second more, and then
 * kills whoever has this process for a tracer, until it is told to stop: the locks are given back
 * by that, and the loop says what happened.
 *
 * KERNEL: proc(5), /proc/PID/status, TracerPid; write(2) to a file ends early at SIGKILL. 5.3
 * pidfd_open(2): before that it kills nobody, and the loop is all there is.
 */
#ifndef PTJAIL_TRACER_SENTRY_H
#define PTJAIL_TRACER_SENTRY_H

#include <stdbool.h>
#include <stdint.h>
#include <pthread.h>

#include "util/compiler.h"

struct sentry {
	pthread_t thread;
	uint64_t delay; /* nanoseconds */
	pid_t tracer;
	int stop; /* an eventfd */
	bool started;
};

/*
 * Call it in the thread that traces, after the last fork; `sentry` stays where it is until
 * sentry_stop(). `time`: the run's, in nanoseconds from now. -errno.
 */
int sentry_start(struct sentry *sentry, uint64_t time) MUST_CHECK;

/* Also without a start, on zeroed memory. */
void sentry_stop(struct sentry *sentry);

#endif
