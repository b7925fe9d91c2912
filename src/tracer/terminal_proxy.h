/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The process between the user's terminal and the jail's (terminal.h). Not a member, not traced;
 * it lives until nobody has the jail's terminal open any more, whatever became of ptjail, and
 * leaves the user's terminal as it found it.
 */
#ifndef PTJAIL_TRACER_TERMINAL_PROXY_H
#define PTJAIL_TRACER_TERMINAL_PROXY_H

#include <termios.h>

struct terminal_proxy {
	int input;  /* the user's terminal, to be read and set raw; -1: standard input is none */
	int output; /* the user's terminal */
	int master;
	int control; /* a socket; a byte: suspend, and answer it; end of file: ptjail is gone */
	struct termios original; /* of the user's terminal */
};

_Noreturn void terminal_proxy_run(struct terminal_proxy *proxy);

#endif
