/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Judging addresses (net_judge.h). Must never look at the guest's memory. */
#include "syscall/net_judge.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <uthash.h>

#include "syscall/judge.h"

#define SIN6_LEN_RFC2133 24U /* KERNEL: include/linux/in6.h: without the scope */

#define BOUND_MAX 16384U /* TRUST: guests bind as often as they like */

/* Its number is another socket's, soon after it was removed; the time when it was made is not. */
struct bound_socket {
	struct bound_identity {
		uint64_t ino;
		uint32_t dev_major, dev_minor;
	} identity;
	struct statx_timestamp born;
	UT_hash_handle hh;
};

struct bound_sockets {
	struct bound_socket *by_identity;
	struct bound_socket *ring[BOUND_MAX]; /* oldest is overwritten first */
	unsigned int next;
};

bool net_is_judged(const struct jail *jail)
{
	return jail->net != NULL && policy_net_is_judged(jail->net);
}

/* KERNEL: udp_sendmsg() and inet_bind() take AF_UNSPEC for AF_INET. */
static bool is_ipv4(const struct sock_address *address, enum net_use use)
{
	return address->family == AF_INET || (address->family == AF_UNSPEC && use != NET_CONNECT);
}

/* What of this the next run will need. A mere binding needs no destination. */
static void tell(struct call *call, const uint8_t address[16], uint16_t port, enum net_use use,
		 bool allowed)
{
	static const struct policy_net loopback = { .mode = POLICY_NET_LOOPBACK };

	if (use == NET_BIND && allowed)
		judge_learn_socket(call, policy_net_may_bind(&loopback, address));
	else
		judge_audit_address(call, address, port, allowed);
}

int net_judge_address(struct call *call, const struct sock_address *address, enum net_use use)
{
	const struct policy_net *net = call->jail->net;
	uint8_t bytes[16];
	uint16_t port;
	bool allowed;

	bool is_judged = net_is_judged(call->jail);

	if ((!is_judged && !judge_learns(call->jail)) || address->length < sizeof(sa_family_t))
		return 0;
	if (is_ipv4(address, use)) {
		struct sockaddr_in ipv4;

		if (address->length < sizeof(ipv4))
			return -EINVAL;
		memcpy(&ipv4, address->bytes, sizeof(ipv4));
		policy_net_from_ipv4((const uint8_t *)&ipv4.sin_addr, bytes);
		port = ntohs(ipv4.sin_port);
	} else if (address->family == AF_INET6) {
		struct sockaddr_in6 ipv6;

		if (address->length < SIN6_LEN_RFC2133)
			return -EINVAL;
		memcpy(&ipv6, address->bytes, SIN6_LEN_RFC2133);
		memcpy(bytes, &ipv6.sin6_addr, sizeof(bytes));
		port = ntohs(ipv6.sin6_port);
	} else {
		return 0;
	}
	allowed = !is_judged || (use == NET_BIND ? policy_net_may_bind(net, bytes)
						 : policy_net_may_reach(net, bytes, port));
	tell(call, bytes, port, use, allowed);
	return allowed ? 0 : -EACCES;
}

#define LOOPBACK_INDEX 1 /* KERNEL: include/net/net_namespace.h LOOPBACK_IFINDEX */

/* Through an interface that was chosen, 127.0.0.1 leaves the machine. */
static bool chooses_interface(const struct cmsghdr *message, size_t offset)
{
	int index;

	if (message->cmsg_len < CMSG_LEN(offset + sizeof(index)))
		return true;
	memcpy(&index, CMSG_DATA(message) + offset, sizeof(index));
	return index != 0 && index != LOOPBACK_INDEX;
}

static bool is_harmless(const struct cmsghdr *message)
{
	switch (message->cmsg_level) {
	case IPPROTO_IP:
		if (message->cmsg_type == IP_PKTINFO)
			return !chooses_interface(message,
						  offsetof(struct in_pktinfo, ipi_ifindex));
		return message->cmsg_type == IP_TTL || message->cmsg_type == IP_TOS;
	case IPPROTO_IPV6:
		if (message->cmsg_type == IPV6_PKTINFO)
			return !chooses_interface(message,
						  offsetof(struct in6_pktinfo, ipi6_ifindex));
		return message->cmsg_type == IPV6_HOPLIMIT || message->cmsg_type == IPV6_TCLASS ||
		       message->cmsg_type == IPV6_DONTFRAG;
	case SOL_SOCKET:
	case IPPROTO_UDP:
		return true;
	default:
		return false;
	}
}

int net_judge_control(const void *control, size_t size)
{
	struct msghdr header = { .msg_control = (void *)(uintptr_t)control,
				 .msg_controllen = size };

	for (struct cmsghdr *message = CMSG_FIRSTHDR(&header); message != NULL;
	     message = CMSG_NXTHDR(&header, message)) {
		if (!is_harmless(message))
			return -EPERM;
	}
	return 0;
}

static int look_at(int directory, const char *name, struct statx *ret_info)
{
	int flags = AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;

	return statx(directory, name, flags, STATX_BASIC_STATS | STATX_BTIME, ret_info) < 0 ? -errno
											    : 0;
}

/* KERNEL: zero, of a file system that does not tell. */
static struct bound_socket describe(const struct statx *info)
{
	struct bound_socket socket = { .identity = { info->stx_ino, info->stx_dev_major,
						     info->stx_dev_minor } };

	if ((info->stx_mask & STATX_BTIME) != 0)
		socket.born = (struct statx_timestamp){ .tv_sec = info->stx_btime.tv_sec,
							.tv_nsec = info->stx_btime.tv_nsec };
	return socket;
}

static int hash_clear(struct bound_sockets *bound)
{
	HASH_CLEAR(hh, bound->by_identity);
	return 0;
}

static struct bound_socket *find_bound(struct bound_sockets *bound,
				       const struct bound_identity *identity)
{
	struct bound_socket *found = NULL;

	if (bound != NULL)
		HASH_FIND(hh, bound->by_identity, identity, sizeof(*identity), found);
	return found;
}

int net_note_bound(struct jail *jail, int parent, const char *name)
{
	struct bound_socket *entry, made;
	struct statx info;
	int status;

	if (jail->net == NULL || !jail->net->members_only)
		return 0;
	status = look_at(parent, name, &info);
	if (status < 0)
		return status;
	if (jail->bound == NULL) {
		jail->bound = talloc_zero(jail, struct bound_sockets);
		if (jail->bound == NULL)
			return -ENOMEM;
		talloc_set_destructor(jail->bound, hash_clear);
	}
	made = describe(&info);
	entry = find_bound(jail->bound, &made.identity);
	if (entry != NULL) {
		entry->born = made.born;
		return 0;
	}
	entry = jail->bound->ring[jail->bound->next];
	if (entry != NULL)
		HASH_DELETE(hh, jail->bound->by_identity, entry);
	else
		entry = talloc(jail->bound, struct bound_socket);
	if (entry == NULL)
		return -ENOMEM;
	jail->bound->ring[jail->bound->next] = entry;
	jail->bound->next = (jail->bound->next + 1) % BOUND_MAX;
	*entry = made;
	HASH_ADD(hh, jail->bound->by_identity, identity, sizeof(entry->identity), entry);
	return 0;
}

int net_judge_socket(const struct call *call, int handle)
{
	const struct jail *jail = call->jail;
	const struct bound_socket *entry;
	struct bound_socket sought;
	struct statx info;
	int status;

	if (jail->net == NULL || !jail->net->members_only)
		return 0;
	status = look_at(handle, "", &info);
	if (status < 0)
		return status;
	sought = describe(&info);
	entry = find_bound(jail->bound, &sought.identity);
	if (entry != NULL && entry->born.tv_sec == sought.born.tv_sec &&
	    entry->born.tv_nsec == sought.born.tv_nsec)
		return 0;
	return S_ISSOCK(info.stx_mode) ? -EACCES : -ECONNREFUSED;
}

void net_configure(const struct jail *jail, struct filter_config *config)
{
	if (jail->net == NULL)
		return;
	config->net_judged = net_is_judged(jail);
	if (!policy_net_has_sockets(jail->net))
		config->socket_domains = 1ULL << AF_UNIX;
}
