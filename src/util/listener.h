/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Whoever started us may have installed a filter by which somebody is notified of system calls
 * (SECCOMP_RET_USER_NOTIF). The kernel puts that before a stop, and what he lets go on
 * (SECCOMP_USER_NOTIF_FLAG_CONTINUE) never stops. Stops at the entry of every call come before.
 */
#ifndef PTJAIL_UTIL_LISTENER_H
#define PTJAIL_UTIL_LISTENER_H

#include <stdbool.h>

/* Whether there is one, or may be. Leaves the caller as it was. */
bool listener_is_there(void);

#endif
