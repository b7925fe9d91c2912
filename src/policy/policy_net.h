/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The network part of a policy: a mode and a list of destinations. Addresses are bytes, as
 * the kernel is given them; no name is ever looked up.
 */
#ifndef PTJAIL_POLICY_POLICY_NET_H
#define PTJAIL_POLICY_POLICY_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "util/compiler.h"

enum policy_net_mode {
	POLICY_NET_FULL,
	POLICY_NET_LOOPBACK, /* this machine's 127.0.0.0/8 and ::1 */
	POLICY_NET_NONE,     /* no socket but those of the unix domain */
};

/* All as IPv6; IPv4 is ::ffff:a.b.c.d. */
struct policy_address {
	uint8_t bytes[16];
	bool any_address;
	bool any_port;
	uint16_t port; /* host order */
};

struct policy_net {
	enum policy_net_mode mode;
	bool has_mode; /* somebody chose it */
	struct policy_address *allowed;
	size_t allowed_count;
	bool members_only; /* unix sockets by path: only those that members bound */
};

/* "none", "loopback", "full"; -EINVAL. */
int policy_net_mode_of(const char *word, size_t length, enum policy_net_mode *ret_mode) MUST_CHECK;

/* "1.2.3.4:80", "[::1]:80", "localhost:80", "*:53", "1.2.3.4:*"; -EINVAL: *ret_why (static). */
int policy_net_allow(TALLOC_CTX *ctx, struct policy_net *net, const char *text,
		     const char **ret_why) MUST_CHECK;

/*
 * Whether addresses have to be judged: but in mode full, and there once a destination was named,
 * which then makes all others forbidden. In mode none, too: sockets may have come from outside.
 */
bool policy_net_is_judged(const struct policy_net *net);

/* Whether internet sockets can be made at all. */
bool policy_net_has_sockets(const struct policy_net *net);

/* Whether one may connect or send to that address (network byte order) and port (host order). */
bool policy_net_may_reach(const struct policy_net *net, const uint8_t address[16], uint16_t port);

/*
 * Whether one may bind to it: any address in mode full, but with destinations none that is one
 * interface's alone (IPv6: link-local, groups), else loopback ones.
 */
bool policy_net_may_bind(const struct policy_net *net, const uint8_t address[16]);

/* ::ffff:a.b.c.d */
void policy_net_from_ipv4(const uint8_t ipv4[4], uint8_t ret_address[16]);

#endif
