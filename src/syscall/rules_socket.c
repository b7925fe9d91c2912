// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about sockets: which may be made at all, and which calls carry no address. An
 * address in memory is never judged here.
 */
#include "syscall/rules.h"

#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

/* NETLINK_ROUTE tells a program its interfaces; other families reach into the host. */
void rule_socket(struct rule *rule)
{
	uint64_t domains = rule->config->socket_domains;
	uint32_t allowed[64];
	size_t count = 0;

	if (domains == 0)
		domains = FILTER_DEFAULT_DOMAINS;
	for (uint32_t domain = 1; domain < 64; domain++) {
		if (domain != AF_NETLINK && (domains >> domain & 1))
			allowed[count++] = domain;
	}
	rule_if_among(rule, 0, allowed, count, rule_allow(rule));
	if (domains >> AF_NETLINK & 1) {
		rule_if_int(rule, 0, AF_NETLINK, BPF_NEXT, rule_refuse(rule, EAFNOSUPPORT));
		rule_if_int(rule, 2, NETLINK_ROUTE, rule_allow(rule), BPF_NEXT);
		rule_end_refuse(rule, EPROTONOSUPPORT);
		return;
	}
	rule_end_refuse(rule, EAFNOSUPPORT);
}

void rule_socketpair(struct rule *rule)
{
	rule_if_int(rule, 0, AF_UNIX, rule_allow(rule), BPF_NEXT);
	rule_end_refuse(rule, EOPNOTSUPP);
}

void rule_sendto(struct rule *rule)
{
	rule_if_null(rule, 4, rule_allow(rule), BPF_NEXT);
	rule_end_trace(rule);
}

static void trace_if_address_is_wanted(struct rule *rule, unsigned int argument)
{
	if (rule->config->unix_names) {
		rule_if_null(rule, argument, rule_allow(rule), BPF_NEXT);
		rule_end_trace(rule);
	} else {
		rule_end_allow(rule);
	}
}

void rule_recvfrom(struct rule *rule)
{
	trace_if_address_is_wanted(rule, 4);
}

void rule_accept(struct rule *rule)
{
	trace_if_address_is_wanted(rule, 1);
}
