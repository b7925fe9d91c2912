/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A terminal of the jail's own (--strict): where standard input, output or error is a terminal,
 * a new pseudo-terminal takes its place before the first member is born, and a process that
 * is no member carries bytes between the two (terminal_proxy.h):
 *
 *   user's terminal, raw <--> proxy <--> master | slave: 0-2 of the jail and of ptjail
 *
 * No member holds a descriptor of the user's terminal or shares a session with it, so no ioctl
 * can reach it. What is typed, Ctrl-C and Ctrl-Z too, becomes a signal at the jail's own
 * terminal. What is written goes through as it is: escape sequences are not filtered; their
 * answers are input of the jail, and what is left of them at the end is thrown away.
 */
#ifndef PTJAIL_TRACER_TERMINAL_H
#define PTJAIL_TRACER_TERMINAL_H

#include <talloc.h>

#include "util/compiler.h"

struct terminal;

/*
 * Replaces those of 0-2 that are terminals; *ret is NULL where none is. From here on ptjail's
 * own messages go through the proxy, too. Freeing it ends the proxy, puts 0-2 and the user's
 * terminal back as they were, and waits until all that was written is shown. -errno.
 */
int terminal_open(TALLOC_CTX *ctx, struct terminal **ret_terminal) MUST_CHECK;

/* The user's terminal as it was, before ptjail stops; SIGCONT tells the proxy that it goes on. */
void terminal_suspend(struct terminal *terminal);

/* In the first process, which leads a new session: makes its terminal the controlling one. */
void terminal_enter(void);

#endif
