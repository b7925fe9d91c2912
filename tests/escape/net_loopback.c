/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * N-03: with --net loopback no packet leaves the machine, though its address is one of the loopback
 * interface: not through an interface that was chosen, by an option or beside a message. Nor is a group
 * joined: the neighbours would be told. IPv6's flow labels can hold source routes; and a message to
 * 0.0.0.0 goes to the address that it is said to come from.
 * ATTACK OPTIONS: --net loopback
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

#include "escape.h"

static struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = 0x0900 };
static struct in6_addr address6 = IN6ADDR_LOOPBACK_INIT;
static bool seen;

static int make(int domain)
{
	int sock = socket(domain, SOCK_DGRAM, 0);

	if (sock < 0)
		broken("no socket of domain %d", domain);
	return sock;
}

/* By an option, which the kernel knows no reason to refuse. */
static void try_option(int domain, int level, int option, const void *value, size_t size,
		       const char *what)
{
	int sock = make(domain);

	if (setsockopt(sock, level, option, value, (socklen_t)size) < 0) {
		seen |= errno == EPERM;
		close(sock);
		return;
	}
	if (domain == AF_INET && sendto(sock, "x", 1, 0, (void *)&address, sizeof(address)) < 0)
		broken("%s is no way to send", what);
	escaped("%s", what);
}

/* Beside a message: alone, or behind something harmless and without the padding at its end. */
static void try_beside(int domain, int level, int type, const void *value, size_t size)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(64)] = { 0 };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6,
				    .sin6_port = 0x0900,
				    .sin6_addr = address6 };
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = CMSG_SPACE(size) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	int sock = make(domain), ttl = 64;
	size_t ahead = CMSG_SPACE(sizeof(ttl));

	message.msg_name = domain == AF_INET ? (void *)&address : (void *)&six;
	message.msg_namelen = domain == AF_INET ? sizeof(address) : sizeof(six);
	*header = (struct cmsghdr){ .cmsg_len = CMSG_LEN(size),
				    .cmsg_level = level,
				    .cmsg_type = type };
	memcpy(CMSG_DATA(header), value, size);
	must_fail(sendmsg(sock, &message, 0), "a message by a way that was chosen");
	memmove(control + ahead, control, CMSG_LEN(size));
	*header = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof(ttl)),
				    .cmsg_level = domain == AF_INET ? IPPROTO_IP : IPPROTO_IPV6,
				    .cmsg_type = domain == AF_INET ? IP_TTL : IPV6_HOPLIMIT };
	memcpy(CMSG_DATA(header), &ttl, sizeof(ttl));
	message.msg_controllen = ahead;
	if (sendmsg(sock, &message, 0) < 0)
		broken("what is harmless is refused");
	message.msg_controllen = ahead + CMSG_LEN(size);
	must_fail(sendmsg(sock, &message, 0), "a message by a way that was chosen at last");
	close(sock);
}

/* `beside`: also beside messages, where the loopback interface itself may be chosen. */
static void try_interface(int index, const char *name, bool beside)
{
	uint32_t order = htonl((uint32_t)index);
	struct in_pktinfo four = { .ipi_ifindex = index };
	struct in6_pktinfo six = { .ipi6_ifindex = (unsigned int)index };
	struct ip_mreqn group = { .imr_ifindex = index };
	struct ipv6_mreq group6 = { .ipv6mr_interface = (unsigned int)index };
	struct group_req any = { .gr_interface = (uint32_t)index };

	inet_pton(AF_INET, "239.1.2.3", &group.imr_multiaddr);
	inet_pton(AF_INET6, "ff05::1:2:3", &group6.ipv6mr_multiaddr);
	memcpy(&any.gr_group,
	       &(struct sockaddr_in){ .sin_family = AF_INET, .sin_addr = group.imr_multiaddr },
	       sizeof(struct sockaddr_in));
	for (int domain = AF_INET; domain <= AF_INET6; domain += AF_INET6 - AF_INET) {
		/* IP_LOCAL_PORT_RANGE, to be known before it listens. */
		try_option(domain, IPPROTO_IP, 51, &(uint32_t){ 40000U << 16 | 40000U }, 4,
			   "a port that is chosen");
		try_option(domain, SOL_SOCKET, SO_BINDTODEVICE, name, strlen(name),
			   "SO_BINDTODEVICE");
		try_option(domain, SOL_SOCKET, 62, &index, sizeof(index), "SO_BINDTOIFINDEX");
		try_option(domain, IPPROTO_IP, IP_UNICAST_IF, &order, sizeof(order),
			   "IP_UNICAST_IF");
		try_option(domain, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group, sizeof(group),
			   "IP_ADD_MEMBERSHIP");
		try_option(domain, IPPROTO_IP, MCAST_JOIN_GROUP, &any, sizeof(any),
			   "MCAST_JOIN_GROUP");
	}
	try_option(AF_INET6, IPPROTO_IPV6, IPV6_UNICAST_IF, &order, sizeof(order),
		   "IPV6_UNICAST_IF");
	try_option(AF_INET6, IPPROTO_IPV6, IPV6_PKTINFO, &six, sizeof(six), "IPV6_PKTINFO");
	try_option(AF_INET6, IPPROTO_IPV6, IPV6_JOIN_GROUP, &group6, sizeof(group6),
		   "IPV6_JOIN_GROUP");
	if (!beside)
		return;
	try_beside(AF_INET, IPPROTO_IP, IP_PKTINFO, &four, sizeof(four));
	try_beside(AF_INET6, IPPROTO_IPV6, IPV6_PKTINFO, &six, sizeof(six));
}

/* struct in6_flowlabel_req: a label that anybody may have, made where there is none. */
static void try_flow_label(void)
{
	struct {
		struct in6_addr to;
		uint32_t label;
		uint8_t action, share;
		uint16_t flags, expires, linger;
		uint32_t padding;
	} request = {
		.to = IN6ADDR_LOOPBACK_INIT, .label = htonl(0x12345), .share = 255, .flags = 1
	};

	try_option(AF_INET6, IPPROTO_IPV6, 32, &request, sizeof(request), "IPV6_FLOWLABEL_MGR");
}

/* From an address of another interface, of IPv4 in both forms. */
static void try_source(const char *name)
{
	struct ifreq interface = { 0 };
	struct in_pktinfo four = { 0 };
	struct in6_pktinfo six = { .ipi6_addr = { { { [10] = 0xff, [11] = 0xff } } } };
	struct in6_addr before = address6;
	int sock = make(AF_INET);

	strncpy(interface.ifr_name, name, IF_NAMESIZE - 1);
	if (ioctl(sock, SIOCGIFADDR, &interface) == 0) {
		four.ipi_spec_dst = ((struct sockaddr_in *)(void *)&interface.ifr_addr)->sin_addr;
		memcpy((char *)&six.ipi6_addr + 12, &four.ipi_spec_dst, 4);
		address.sin_addr.s_addr = 0;
		address6 = (struct in6_addr){ { { [10] = 0xff, [11] = 0xff } } };
		try_beside(AF_INET, IPPROTO_IP, IP_PKTINFO, &four, sizeof(four));
		try_beside(AF_INET6, IPPROTO_IP, IP_PKTINFO, &four, sizeof(four));
		try_beside(AF_INET6, IPPROTO_IPV6, IPV6_PKTINFO, &six, sizeof(six));
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address6 = before;
	}
	close(sock);
}

int main(void)
{
	int loopback = (int)if_nametoindex("lo");
	int sock = make(AF_INET);
	char name[IF_NAMESIZE];
	bool tried = false;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (sendto(sock, "x", 1, 0, (void *)&address, sizeof(address)) < 0)
		broken("nothing can be sent to the loopback interface itself");
	try_flow_label();
	for (int index = 1; index < 64; index++) {
		if (index == loopback || if_indextoname((unsigned int)index, name) == NULL)
			continue;
		try_interface(index, name, true);
		try_source(name);
		tried = true;
	}
	if (!tried)
		try_interface(loopback, "lo", false);
	if (!seen)
		broken("nothing was refused");
	contained();
}
