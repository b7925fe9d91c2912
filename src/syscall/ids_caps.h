/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Capabilities and the like where they are faked: for jails with fake_root only. */
#ifndef PTJAIL_SYSCALL_IDS_CAPS_H
#define PTJAIL_SYSCALL_IDS_CAPS_H

#include "syscall/call.h"

/* capget(2), capset(2) on the caller's faked credentials; capget on other members', too. */
struct outcome ids_capget(struct call *call) MUST_CHECK;
struct outcome ids_capset(struct call *call) MUST_CHECK;

/* The prctl(2) is about credentials: false, and *ret_outcome is not set, for all others. */
bool ids_prctl(struct call *call, struct outcome *ret_outcome) MUST_CHECK;

#endif
