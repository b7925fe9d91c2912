/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens of what lies in the synthetic /proc. Most files are copies of what they say at that
 * moment. The kernel's own file is handed over where writing it has to take effect, or where
 * programs keep it open and read it anew (proc_open()); never a directory, and never for a
 * process that is no member.
 */
#ifndef PTJAIL_SYSCALL_OPEN_NODE_H
#define PTJAIL_SYSCALL_OPEN_NODE_H

#include <linux/openat2.h>

#include "syscall/call.h"

/* `place` has a node and was not reached through a magic link. */
struct outcome open_node(struct call *call, struct path_place *place,
			 const struct open_how *how) MUST_CHECK;

/*
 * Whether a magic link (/proc/self/fd/N) led to one of the kernel's own files that open_node()
 * handed over: then `place` names its node, as if it had been looked up by name.
 */
bool open_node_again(struct call *call, struct path_place *place) MUST_CHECK;

#endif
