/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Descriptors that several hold, as processes do that were born of each other: one for all of them,
 * closed when the last lets go.
 */
#ifndef PTJAIL_UTIL_SHARED_FD_H
#define PTJAIL_UTIL_SHARED_FD_H

/* One more holds `fd`, which is returned; -1: no memory, or it is -1. */
int shared_fd_hold(int fd);

/* One of those that hold *fd lets go; *fd becomes -1. Who alone holds it closes it. */
void shared_fd_drop(int *fd);

#endif
