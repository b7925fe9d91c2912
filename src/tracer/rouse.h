/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Nothing that a member brings about lets the tracer sleep for long while it handles a stop: a
 * signal comes fifty times a second meanwhile. KERNEL: the last close of a socket waits for its
 * peer as long as the guest says (SO_LINGER), or until there is a signal; and whoever looks at a
 * descriptor of another process, by pidfd_getfd() or in /proc, has its file for a moment, and is
 * the last where the guest closes it just then. Calls that were interrupted are begun anew.
 */
#ifndef PTJAIL_TRACER_ROUSE_H
#define PTJAIL_TRACER_ROUSE_H

#include "util/compiler.h"

/* One at a time. */
int rouse_new(void) MUST_CHECK;
void rouse_free(void);

/* Around all that is done for one stop. */
void rouse_begin(void);
void rouse_end(void);

#endif
