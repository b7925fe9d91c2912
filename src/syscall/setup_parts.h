/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Parts of setup_jail() that stand apart; only setup.c calls them. */
#ifndef PTJAIL_SYSCALL_SETUP_PARTS_H
#define PTJAIL_SYSCALL_SETUP_PARTS_H

#include "syscall/jail.h"
#include "syscall/setup.h"

/* What the standard streams are: files of the host's, ends for one way, sockets with a peer. */
void setup_look_at_stdio(struct jail *jail);

/* The faked identity, and what of the host's settings it goes by. 0 or -ENOMEM. */
int setup_fake_root(struct jail *jail, const struct setup *setup);

/* With a fake root: what a state shall not keep, since its numbers are others' in another run. */
void setup_leave_out_nameless(const struct jail *jail);

#endif
