/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Which guest name stands for which host name of a socket in the unix domain. The kernel
 * remembers the string that bind was given and hands it to everybody who asks; that string
 * is the host's, so each path bound by a member is given one that tells its guest name:
 *
 *   TAG NUMBER "/" last component      TAG NUMBER is a symlink in the spool, which lives
 *                                      while bind looks the name up
 *
 * Abstract names are private (private_names.h).
 */
#ifndef PTJAIL_SYSCALL_UNIX_NAMES_H
#define PTJAIL_SYSCALL_UNIX_NAMES_H

#include "syscall/call.h"
#include "syscall/private_names.h"
#include "syscall/unix.h"

#define UNIX_TAG_ROOM 16U

struct unix_names;

/* The jail's, made at first use; NULL: no memory. */
struct unix_names *unix_names_of(struct jail *jail);

struct private_names *unix_names_abstract(struct unix_names *names);

/* A tag for the next path to be bound, NUL-terminated. */
void unix_names_next_tag(struct unix_names *names, char tag[UNIX_TAG_ROOM]);

/* Where to try next for a name that bind shall choose. */
unsigned int unix_names_next_autobind(struct unix_names *names);

/*
 * Remembers that `host`, as bind was given it, is `guest` to the guests. The table holds
 * the latest 16,384; sockets whose entry was dropped show their last component.
 */
int unix_names_add(struct unix_names *names, const char *host,
		   const struct unix_name *guest) MUST_CHECK;

/*
 * Turns an address that the kernel gave to this caller into the one a guest shall see.
 * `complete`: the bytes that the address has, more than address->length when it was cut.
 * `told`: the kernel told it to ptjail. TRUST: else it was read from the guest's memory, and
 * whether there is such a file on the host is not to be asked: of names that members did not bind
 * nothing is told. False: nothing to change. A path outside of the jail becomes unnamed.
 */
bool unix_names_translate(struct call *call, const struct sock_address *address, size_t complete,
			  bool told, struct sock_address *ret_guest);

#endif
