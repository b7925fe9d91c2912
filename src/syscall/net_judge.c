/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Judging addresses (net_judge.h). Must never look at the guest's memory. */
#include "syscall/net_judge.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <uthash.h>

#include "syscall/control.h"
#include "syscall/judge.h"
#include "util/broken.h"
#include "util/fd.h"

#define SIN6_LEN_RFC2133 24U /* KERNEL: include/linux/in6.h: without the scope */

#define BOUND_MAX 16384U /* TRUST: guests bind as often as they like */
/* So many of the oldest are looked at, in search of those that are no more. */
#define LOOKS 16U

/* A handle of it is kept, so that its number cannot become another's. */
struct bound_socket {
	struct bound_identity {
		dev_t dev;
		ino_t ino;
	} identity;
	int handle;
	UT_hash_handle hh;
};

struct bound_sockets {
	struct bound_socket *by_identity; /* what was made or looked at latest is the last */
	unsigned int most;
};

bool net_is_judged(const struct jail *jail)
{
	return jail->net != NULL && policy_net_is_judged(jail->net) &&
	       !(BROKEN_NONE && !policy_net_has_sockets(jail->net));
}

/* KERNEL: udp_sendmsg() and inet_bind() take AF_UNSPEC for AF_INET. */
static bool is_ipv4(const struct sock_address *address, enum net_use use)
{
	return address->family == AF_INET || (address->family == AF_UNSPEC && use != NET_CONNECT);
}

/* Of other domains (vsock, packet) there is no socket in here but one that came from outside. */
static bool is_known(sa_family_t family)
{
	return family == AF_UNSPEC || family == AF_UNIX || family == AF_NETLINK;
}

static bool is_any_ipv4(const uint8_t address[16])
{
	uint8_t any[16];

	policy_net_from_ipv4((const uint8_t[4]){ 0 }, any);
	return memcmp(address, any, sizeof(any)) == 0;
}

static bool is_allowed(const struct policy_net *net, const uint8_t address[16], uint16_t port,
		       enum net_use use)
{
	uint8_t loopback[16];

	if (use == NET_BIND)
		return policy_net_may_bind(net, address);
	policy_net_from_ipv4((const uint8_t[4]){ 127, 0, 0, 1 }, loopback);
	return policy_net_may_reach(net, address, port) ||
	       (is_any_ipv4(address) && policy_net_may_reach(net, loopback, port));
}

/*
 * KERNEL: ip_route_output_key_hash(): 0.0.0.0 is the address that the socket has, and 127.0.0.1
 * only while it has none.
 */
static void lead_to_loopback(struct sock_address *address)
{
	size_t at = address->family == AF_INET6 ? offsetof(struct sockaddr_in6, sin6_addr) + 12
						: offsetof(struct sockaddr_in, sin_addr);

	memcpy(address->bytes + at, (const uint8_t[4]){ 127, 0, 0, 1 }, 4);
}

/* What of this the next run will need. A mere binding needs no destination. */
static void tell(struct call *call, const uint8_t address[16], uint16_t port, enum net_use use,
		 bool allowed)
{
	static const struct policy_net loopback = { .mode = POLICY_NET_LOOPBACK };

	if (use == NET_BIND && allowed)
		judge_learn_bound(call, policy_net_may_bind(&loopback, address), port == 0);
	else
		judge_audit_address(call, address, port, allowed);
}

/* As IPv6. -EAFNOSUPPORT: of another domain; -EINVAL: too short. */
static int read_address(const struct sock_address *address, enum net_use use, uint8_t ret_bytes[16],
			uint16_t *ret_port)
{
	if (is_ipv4(address, use)) {
		struct sockaddr_in ipv4;

		if (address->length < sizeof(ipv4))
			return -EINVAL;
		memcpy(&ipv4, address->bytes, sizeof(ipv4));
		policy_net_from_ipv4((const uint8_t *)&ipv4.sin_addr, ret_bytes);
		*ret_port = ntohs(ipv4.sin_port);
	} else if (address->family == AF_INET6) {
		struct sockaddr_in6 ipv6;

		if (address->length < SIN6_LEN_RFC2133)
			return -EINVAL;
		memcpy(&ipv6, address->bytes, SIN6_LEN_RFC2133);
		memcpy(ret_bytes, &ipv6.sin6_addr, 16);
		*ret_port = ntohs(ipv6.sin6_port);
	} else {
		return -EAFNOSUPPORT;
	}
	return 0;
}

int net_judge_address(struct call *call, struct sock_address *address, enum net_use use)
{
	const struct policy_net *net = call->jail->net;
	bool is_judged = net_is_judged(call->jail);
	uint8_t bytes[16];
	uint16_t port;
	bool allowed;
	int status;

	if ((!is_judged && !judge_learns(call->jail)) || address->length < sizeof(sa_family_t))
		return 0;
	status = read_address(address, use, bytes, &port);
	if (status == -EAFNOSUPPORT)
		return is_judged && !is_known(address->family) ? -EACCES : 0;
	if (status < 0)
		return status;
	allowed = !is_judged || is_allowed(net, bytes, port, use);
	tell(call, bytes, port, use, allowed);
	if (is_judged && use != NET_BIND && is_any_ipv4(bytes))
		lead_to_loopback(address);
	return allowed ? 0 : -EACCES;
}

bool net_binds_to_nothing(const struct jail *jail, const struct sock_address *address)
{
	static const uint8_t any[16];
	uint8_t bytes[16];
	uint16_t port;

	return net_is_judged(jail) && policy_net_has_sockets(jail->net) &&
	       address->length >= sizeof(sa_family_t) &&
	       read_address(address, NET_BIND, bytes, &port) == 0 && port == 0 &&
	       (is_any_ipv4(bytes) || memcmp(bytes, any, sizeof(any)) == 0);
}

#define LOOPBACK_INDEX 1 /* KERNEL: include/net/net_namespace.h LOOPBACK_IFINDEX */

/*
 * KERNEL: sock_bindtoindex_locked(): who has no rights chooses an interface once, and for good.
 * What this machine sends to any of its own addresses comes by this one.
 */
void net_keep_inside(const struct jail *jail, int sock)
{
	static const int loopback = LOOPBACK_INDEX;

	if (jail->net->mode == POLICY_NET_LOOPBACK)
		(void)setsockopt(sock, SOL_SOCKET, SO_BINDTOIFINDEX, &loopback, sizeof(loopback));
}

/*
 * Through an interface that was chosen, 127.0.0.1 leaves the machine. KERNEL:
 * ip_route_output_key_hash(): to 0.0.0.0 goes to the address that was chosen to send from.
 */
static bool chooses_way(const struct policy_net *net, const struct cmsghdr *message)
{
	static const uint8_t any[16];
	struct in_pktinfo ipv4;
	struct in6_pktinfo ipv6;
	uint8_t source[16];
	size_t size = message->cmsg_level == IPPROTO_IP ? sizeof(ipv4) : sizeof(ipv6);
	unsigned int index;

	if (message->cmsg_len < CMSG_LEN(size))
		return true;
	if (message->cmsg_level == IPPROTO_IP) {
		memcpy(&ipv4, CMSG_DATA(message), sizeof(ipv4));
		index = (unsigned int)ipv4.ipi_ifindex;
		policy_net_from_ipv4((const uint8_t *)&ipv4.ipi_spec_dst, source);
		if (ipv4.ipi_spec_dst.s_addr == 0)
			memcpy(source, any, sizeof(source));
	} else {
		memcpy(&ipv6, CMSG_DATA(message), sizeof(ipv6));
		index = ipv6.ipi6_ifindex;
		memcpy(source, &ipv6.ipi6_addr, sizeof(source));
	}
	return (index != 0 && index != LOOPBACK_INDEX) ||
	       (memcmp(source, any, sizeof(source)) != 0 && !policy_net_may_bind(net, source));
}

static bool is_harmless(const struct policy_net *net, const struct cmsghdr *message)
{
	switch (message->cmsg_level) {
	case IPPROTO_IP:
		if (message->cmsg_type == IP_PKTINFO)
			return !chooses_way(net, message);
		return message->cmsg_type == IP_TTL || message->cmsg_type == IP_TOS;
	case IPPROTO_IPV6:
		if (message->cmsg_type == IPV6_PKTINFO)
			return !chooses_way(net, message);
		return message->cmsg_type == IPV6_HOPLIMIT || message->cmsg_type == IPV6_TCLASS ||
		       message->cmsg_type == IPV6_DONTFRAG;
	case SOL_SOCKET:
	case IPPROTO_UDP:
		return true;
	default:
		return false;
	}
}

int net_judge_control(const struct jail *jail, const void *control, size_t size)
{
	const struct cmsghdr *part;
	size_t at = 0;

	while ((part = control_next(control, size, &at)) != NULL) {
		if (!is_harmless(jail->net, part))
			return -EPERM;
	}
	return 0;
}

static void drop(struct bound_sockets *bound, struct bound_socket *entry)
{
	HASH_DEL(bound->by_identity, entry);
	fd_close(&entry->handle);
	talloc_free(entry);
}

static int drop_all(struct bound_sockets *bound)
{
	while (bound->by_identity != NULL)
		drop(bound, bound->by_identity);
	return 0;
}

static struct bound_sockets *bound_of(struct jail *jail)
{
	struct rlimit own;

	if (jail->bound != NULL || getrlimit(RLIMIT_NOFILE, &own) < 0)
		return jail->bound;
	jail->bound = talloc_zero(jail, struct bound_sockets);
	if (jail->bound == NULL)
		return NULL;
	talloc_set_destructor(jail->bound, drop_all);
	jail->bound->most = own.rlim_cur / 4 < BOUND_MAX ? (unsigned int)own.rlim_cur / 4
							 : BOUND_MAX;
	return jail->bound;
}

static bool describe(int handle, struct bound_identity *ret_identity)
{
	struct stat info;

	memset(ret_identity, 0, sizeof(*ret_identity));
	if (fstat(handle, &info) < 0)
		return false;
	ret_identity->dev = info.st_dev;
	ret_identity->ino = info.st_ino;
	return S_ISSOCK(info.st_mode);
}

static bool is_removed(const struct bound_socket *entry)
{
	struct stat info;

	return fstat(entry->handle, &info) < 0 || info.st_nlink == 0;
}

static void append(struct bound_sockets *bound, struct bound_socket *entry)
{
	HASH_ADD(hh, bound->by_identity, identity, sizeof(entry->identity), entry);
}

/* Those that have no name any more, of a few; else the oldest. */
static void make_room(struct bound_sockets *bound)
{
	for (unsigned int looks = 0; looks < LOOKS && bound->by_identity != NULL; looks++) {
		struct bound_socket *oldest = bound->by_identity;

		if (is_removed(oldest)) {
			drop(bound, oldest);
		} else if (HASH_COUNT(bound->by_identity) >= bound->most) {
			HASH_DEL(bound->by_identity, oldest);
			append(bound, oldest);
		}
	}
	if (HASH_COUNT(bound->by_identity) >= bound->most && bound->by_identity != NULL)
		drop(bound, bound->by_identity);
}

int net_note_bound(struct jail *jail, int parent, const char *name)
{
	CLEANUP_FD int handle = -1;
	struct bound_sockets *bound;
	struct bound_socket *entry;

	if (jail->net == NULL || !jail->net->members_only)
		return 0;
	bound = bound_of(jail);
	entry = bound == NULL ? NULL : talloc_zero(bound, struct bound_socket);
	if (entry == NULL)
		return -ENOMEM;
	make_room(bound);
	handle = openat(parent, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (handle < 0 || !describe(handle, &entry->identity)) {
		talloc_free(entry);
		return -EACCES;
	}
	entry->handle = fd_steal(&handle);
	append(bound, entry);
	return 0;
}

int net_judge_socket(struct call *call, const struct path_place *place)
{
	const struct jail *jail = call->jail;
	const struct bound_socket *entry = NULL;
	struct bound_identity identity;

	if (jail->net == NULL || !jail->net->members_only)
		return 0;
	if (!describe(place->handle, &identity))
		return -ECONNREFUSED;
	if (jail->bound != NULL)
		HASH_FIND(hh, jail->bound->by_identity, &identity, sizeof(identity), entry);
	if (entry != NULL)
		return 0;
	judge_audit_socket(call, place);
	return -EACCES;
}

void net_configure(const struct jail *jail, struct filter_config *config)
{
	if (jail->net == NULL)
		return;
	config->net_judged = net_is_judged(jail);
	if (!policy_net_has_sockets(jail->net))
		config->socket_domains = 1ULL << AF_UNIX;
}
