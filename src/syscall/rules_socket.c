// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about sockets: which may be made at all, and which calls carry no address. An
 * address in memory is never judged here.
 */
#include "syscall/rules.h"

#include <errno.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#define IP_LOCAL_PORT_RANGE_OPTION 51 /* KERNEL: 6.3 */
#define IPV6_2292RTHDR_OPTION      5  /* linux/in6.h, which libc's headers do not bear */
#define IPV6_2292PKTOPTIONS_OPTION 6
#define IPV6_FLOWLABEL_MGR_OPTION  32
#define PEERGROUPS_OPTION          59 /* SO_PEERGROUPS of 4.13 */
#define BINDTOIFINDEX_OPTION       62 /* SO_BINDTOIFINDEX of 5.1 */
#define SEQUENCED_BIT              4U /* of SOCK_RDM, SOCK_SEQPACKET (SCTP), SOCK_DCCP */

/* Only what names its peer in connect and send: no SCTP, MPTCP, DCCP, ping or raw sockets. */
static void judge_protocol(struct rule *rule)
{
	static const uint32_t internet[] = { AF_INET, AF_INET6 };
	static const uint32_t protocols[] = { 0, IPPROTO_TCP, IPPROTO_UDP };
	unsigned int is_internet = bpf_label_new(rule->assembler);
	unsigned int done = bpf_label_new(rule->assembler);

	rule_if_among(rule, 0, internet, ARRAY_SIZE(internet), is_internet);
	bpf_emit_goto(rule->assembler, done);
	bpf_label_place(rule->assembler, is_internet);
	rule_if_bits(rule, 1, SEQUENCED_BIT, rule_refuse(rule, ESOCKTNOSUPPORT), BPF_NEXT);
	rule_if_among(rule, 2, protocols, ARRAY_SIZE(protocols), done);
	bpf_emit_goto(rule->assembler, rule_refuse(rule, EPROTONOSUPPORT));
	bpf_label_place(rule->assembler, done);
}

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76 /* KERNEL: 6.5 */
#endif

/*
 * What would have a packet leave elsewhere than the judged address says: a source route sends to
 * its first stop (of IPv6 also by a flow label); through an interface that was chosen 127.0.0.1
 * leaves the machine. Who joins a group has that interface tell the neighbours. And a port that is
 * known before would be reached in the moment in which a socket listens everywhere (listen.c).
 */
static void refuse_other_ways(struct rule *rule)
{
	static const uint32_t interfaces[] = { SO_BINDTODEVICE, BINDTOIFINDEX_OPTION };
	static const uint32_t ipv4[] = { IP_OPTIONS,
					 IP_UNICAST_IF,
					 IP_ADD_MEMBERSHIP,
					 IP_ADD_SOURCE_MEMBERSHIP,
					 MCAST_JOIN_GROUP,
					 MCAST_JOIN_SOURCE_GROUP,
					 IP_LOCAL_PORT_RANGE_OPTION };
	static const uint32_t ipv6[] = { IPV6_RTHDR,
					 IPV6_RTHDRDSTOPTS,
					 IPV6_2292RTHDR_OPTION,
					 IPV6_2292PKTOPTIONS_OPTION,
					 IPV6_FLOWLABEL_MGR_OPTION,
					 IPV6_UNICAST_IF,
					 IPV6_PKTINFO,
					 IPV6_JOIN_GROUP,
					 IPV6_JOIN_ANYCAST,
					 MCAST_JOIN_GROUP,
					 MCAST_JOIN_SOURCE_GROUP };
	const struct {
		uint32_t level;
		const uint32_t *options;
		size_t count;
	} levels[] = { { SOL_SOCKET, interfaces, ARRAY_SIZE(interfaces) },
		       { IPPROTO_IP, ipv4, ARRAY_SIZE(ipv4) },
		       { IPPROTO_IPV6, ipv6, ARRAY_SIZE(ipv6) } };

	/* SCTP_SOCKOPT_CONNECTX: of a socket that came from outside. */
	rule_if_int(rule, 1, IPPROTO_SCTP, rule_refuse(rule, EPERM), BPF_NEXT);
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		unsigned int others = bpf_label_new(rule->assembler);

		rule_if_int(rule, 1, levels[i].level, BPF_NEXT, others);
		rule_if_among(rule, 2, levels[i].options, levels[i].count,
			      rule_refuse(rule, EPERM));
		bpf_label_place(rule->assembler, others);
	}
}

/* Sockets that pass credentials bind themselves to a name. */
void rule_setsockopt(struct rule *rule)
{
	static const uint32_t names[] = { SO_PASSCRED, SO_PASSPIDFD };

	if (rule->config->net_judged)
		refuse_other_ways(rule);
	rule_if_int(rule, 1, SOL_SOCKET, BPF_NEXT, rule_allow(rule));
	rule_if_among(rule, 2, names, ARRAY_SIZE(names), rule_trace(rule));
	rule_end_allow(rule);
}

/* The kernel tells the host's ids (peer_ids.h), and the host's names (unix_names.h). */
void rule_getsockopt(struct rule *rule)
{
	static const uint32_t ids[] = { SO_PEERCRED, PEERGROUPS_OPTION };

	if (rule->config->fake_root || rule->config->unix_names)
		rule_if_int(rule, 1, SOL_SOCKET, BPF_NEXT, rule_allow(rule));
	if (rule->config->unix_names)
		rule_if_int(rule, 2, SO_PEERNAME, rule_trace(rule), BPF_NEXT);
	if (rule->config->fake_root)
		rule_if_among(rule, 2, ids, ARRAY_SIZE(ids), rule_trace(rule));
	rule_end_allow(rule);
}

#define TYPE_BITS   0xfU /* KERNEL: linux/net.h SOCK_TYPE_MASK, SOCK_MAX, NPROTO */
#define TYPES_END   11U
#define DOMAINS_END 46U
#define TYPE_FLAGS  ((uint32_t)(SOCK_CLOEXEC | SOCK_NONBLOCK))

/*
 * Of a domain that there is not here. KERNEL: net/socket.c asks for flags, the domain's number, the
 * type, and then only whether there is such a domain: what comes here is to be refused for it.
 */
static void judge_without_domain(struct rule *rule)
{
	rule_if_bits(rule, 1, ~(TYPE_BITS | TYPE_FLAGS), rule_refuse(rule, EINVAL), BPF_NEXT);
	bpf_emit_load_low(rule->assembler, 0);
	bpf_emit_if_at_least(rule->assembler, DOMAINS_END, rule_refuse(rule, EAFNOSUPPORT),
			     BPF_NEXT);
	bpf_emit_load_low(rule->assembler, 1);
	bpf_emit_and(rule->assembler, TYPE_BITS);
	bpf_emit_if_at_least(rule->assembler, TYPES_END, rule_refuse(rule, EINVAL), BPF_NEXT);
}

/* Whoever wants to hear of what is made has it stop (sock_told.c). */
static unsigned int rule_make(struct rule *rule)
{
	return rule->config->domains_told ? rule_trace(rule) : rule_allow(rule);
}

/*
 * Goes on unless the domain is netlink's. NETLINK_ROUTE tells a program its interfaces; other
 * families reach into the host. Wrong types are the kernel's to refuse.
 */
static void judge_netlink(struct rule *rule, unsigned int make)
{
	static const uint32_t types[] = { SOCK_DGRAM, SOCK_RAW };
	unsigned int other = bpf_label_new(rule->assembler);
	unsigned int known = bpf_label_new(rule->assembler);

	rule_if_int(rule, 0, AF_NETLINK, BPF_NEXT, other);
	rule_if_bits(rule, 1, ~(TYPE_BITS | TYPE_FLAGS), rule_allow(rule), BPF_NEXT);
	bpf_emit_load_low(rule->assembler, 1);
	bpf_emit_and(rule->assembler, TYPE_BITS);
	bpf_emit_if_member(rule->assembler, types, ARRAY_SIZE(types), known, rule_allow(rule));
	bpf_label_place(rule->assembler, known);
	rule_if_int(rule, 2, NETLINK_ROUTE, make, rule_refuse(rule, EPROTONOSUPPORT));
	bpf_label_place(rule->assembler, other);
}

void rule_socket(struct rule *rule)
{
	static const uint32_t usual[] = { AF_INET, AF_INET6, AF_NETLINK };
	uint64_t domains = rule->config->socket_domains;
	uint32_t allowed[64];
	size_t count = 0;

	if (domains == 0)
		domains = FILTER_DEFAULT_DOMAINS;
	for (uint32_t domain = 1; domain < 64; domain++) {
		if (domain != AF_NETLINK && domain != AF_INET && domain != AF_INET6 &&
		    (domains >> domain & 1))
			allowed[count++] = domain;
	}
	if (rule->config->net_judged && (domains >> AF_INET & 1) != 0)
		judge_protocol(rule);
	rule_if_among(rule, 0, allowed, count, rule_allow(rule));
	for (size_t i = 0; i < 2; i++) {
		if (domains >> usual[i] & 1)
			rule_if_int(rule, 0, usual[i], rule_make(rule), BPF_NEXT);
	}
	if (domains >> AF_NETLINK & 1)
		judge_netlink(rule, rule_make(rule));
	judge_without_domain(rule);
	/* By a policy, then. */
	if (rule->config->domains_told)
		rule_if_among(rule, 0, usual, ARRAY_SIZE(usual), rule_trace(rule));
	rule_end_refuse(rule, EAFNOSUPPORT);
}

/*
 * KERNEL: of the domains that there are here only the unix domain has pairs; others say why not,
 * and are asked unless there is a policy about them.
 */
void rule_socketpair(struct rule *rule)
{
	static const uint32_t without_pairs[] = { AF_INET, AF_INET6, AF_NETLINK };
	uint64_t domains = rule->config->socket_domains;

	rule_if_int(rule, 0, AF_UNIX, rule_allow(rule), BPF_NEXT);
	if (domains == 0)
		domains = FILTER_DEFAULT_DOMAINS;
	for (size_t i = 0; i < ARRAY_SIZE(without_pairs); i++) {
		uint32_t domain = without_pairs[i];

		if (rule->config->net_judged || !(domains >> domain & 1))
			rule_if_int(rule, 0, domain, rule_refuse(rule, EOPNOTSUPP), BPF_NEXT);
		else if (domain == AF_NETLINK)
			judge_netlink(rule, rule_allow(rule));
		else
			rule_if_int(rule, 0, domain, rule_allow(rule), BPF_NEXT);
	}
	judge_without_domain(rule);
	rule_end_refuse(rule, EAFNOSUPPORT);
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
