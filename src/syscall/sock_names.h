/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names of sockets as guests see them, for who is asked about a socket in other ways. */
#ifndef PTJAIL_SYSCALL_SOCK_NAMES_H
#define PTJAIL_SYSCALL_SOCK_NAMES_H

#include "syscall/call.h"

/* getsockopt(SOL_SOCKET, SO_PEERNAME): getpeername in another form. */
struct outcome sock_peer_name(struct call *call);

#endif
