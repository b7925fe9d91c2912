/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Pipes, sockets and memfds, which to the host are its user's, and to the jail are whose file
 * system ids made them. What nobody entered belongs to whom files of the host's user belong to: so
 * only callers stop here who are somebody else (inside_follow_creds), and their children.
 */
#ifndef PTJAIL_SYSCALL_MADE_NAMELESS_H
#define PTJAIL_SYSCALL_MADE_NAMELESS_H

#include "syscall/call.h"

/* What the caller makes has to be entered as his. */
bool made_nameless_is_told(const struct call *call);

/* The caller's own call, which answers one descriptor; what it made is entered if it has to be. */
struct outcome made_nameless(struct call *call) MUST_CHECK;

#endif
