/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The network part of a policy: addresses of the internet domains, judged on the copy that
 * the kernel is then given (the slot), and unix sockets that only members may have bound.
 * jail->net is NULL where everything is allowed.
 */
#ifndef PTJAIL_SYSCALL_NET_JUDGE_H
#define PTJAIL_SYSCALL_NET_JUDGE_H

#include <sys/socket.h>

#include "syscall/call.h"
#include "syscall/filter.h"
#include "syscall/unix.h"

enum net_use {
	NET_CONNECT,
	NET_SEND,
	NET_BIND,
};

/* Whether addresses are to be judged at all. */
bool net_is_judged(const struct jail *jail);

/*
 * 0, or -EACCES; -EINVAL for one that is too short to be judged. As a destination 0.0.0.0 becomes
 * 127.0.0.1 in it, where it would lead to whatever address the socket has by then.
 */
int net_judge_address(struct call *call, struct sock_address *address, enum net_use use) MUST_CHECK;

/*
 * Where addresses are judged: any address and any port, what the kernel binds a datagram socket to
 * that is not bound when it first sends.
 */
bool net_binds_to_nothing(const struct jail *jail, const struct sock_address *address);

/*
 * Where only this machine may be listened to: nobody else reaches the socket any more, whatever
 * address it has (not before Linux 5.7).
 */
void net_keep_inside(const struct jail *jail, int sock);

/*
 * Control messages that would send elsewhere than the address says (source routes, addresses to
 * send from): -EPERM. `control` is the copy that the kernel will read.
 */
int net_judge_control(const struct jail *jail, const void *control, size_t size) MUST_CHECK;

/*
 * A member has bound the unix socket `name` in directory `parent`. The latest 16,384 are remembered
 * (a quarter of the open files that ptjail may have, if less), those that have a name the longest.
 */
int net_note_bound(struct jail *jail, int parent, const char *name) MUST_CHECK;

/* -ECONNREFUSED where only members' sockets may be connected to and this is none. */
int net_judge_socket(struct call *call, const struct path_place *place) MUST_CHECK;

/* What the filter has to know. */
void net_configure(const struct jail *jail, struct filter_config *config);

#endif
