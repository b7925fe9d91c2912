/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Descriptors of somebody else's, whose closing may wait for him. KERNEL: whoever closes the last
 * one of a pipe's end waits for who splices from that pipe, and no signal ends that
 * (pipe_release()); a unix socket takes along what waits in it. So of what is duplicated a second
 * one is kept until the first is closed, and then closed by a thread that does nothing else, which
 * is waited for, but not for long.
 */
#ifndef PTJAIL_UTIL_ASIDE_H
#define PTJAIL_UTIL_ASIDE_H

#include "util/compiler.h"

/*
 * There is a thread for the next close. To be called before anything is duplicated. -errno: there
 * can be none, or too many sleep in closes already.
 */
int aside_prepare(void) MUST_CHECK;

/*
 * Another one of *fd, which its owner closes as any other, is kept until aside_let_go(). -errno:
 * there can be none, and *fd is taken for it where it is -1 now.
 */
int aside_keep(int *fd) MUST_CHECK;

/* What was kept is closed. */
void aside_let_go(void);

/* The thread ends. */
void aside_stop(void);

#endif
