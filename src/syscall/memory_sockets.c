/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See memory_sockets.h. Keeps those only that hold something: on most hosts few do. */
#include "syscall/memory_sockets.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <uthash.h>

#include "util/fd.h"

/* KERNEL: net.unix.max_dgram_qlen; of a queue of datagrams only the first one's length is told. */
#define DATAGRAMS 10U
/* KERNEL: TCP_LISTEN of <linux/tcp_states.h>, of any family. */
#define LISTENING 10U

struct held {
	ino_t ino;
	uint64_t bytes;
	UT_hash_handle hh;
};

struct memory_sockets {
	struct held *held;
};

static int forget(struct memory_sockets *sockets)
{
	HASH_CLEAR(hh, sockets->held);
	return 0;
}

static void note(struct memory_sockets *sockets, ino_t ino, uint64_t bytes)
{
	struct held *held = bytes == 0 || ino == 0 ? NULL : talloc_zero(sockets, struct held);

	if (held == NULL)
		return;
	held->ino = ino;
	held->bytes = bytes;
	HASH_ADD(hh, sockets->held, ino, sizeof(held->ino), held);
}

/* What an attribute holds; NULL: there is none of that type and size. */
static const void *find(const struct nlmsghdr *message, unsigned short type, size_t size)
{
	const size_t head = sizeof(struct unix_diag_msg);
	const struct rtattr *attribute = (const void *)((const char *)NLMSG_DATA(message) + head);
	size_t left = message->nlmsg_len - NLMSG_LENGTH(head);

	for (; RTA_OK(attribute, left); attribute = RTA_NEXT(attribute, left)) {
		if (attribute->rta_type == type && RTA_PAYLOAD(attribute) >= size)
			return RTA_DATA(attribute);
	}
	return NULL;
}

/*
 * KERNEL: what was sent counts for who sent it, until that one is closed. Of a listener the figures
 * are numbers of connections.
 */
static void note_socket(struct memory_sockets *sockets, const struct nlmsghdr *message)
{
	const struct unix_diag_msg *info = NLMSG_DATA(message);
	const struct unix_diag_rqlen *queue = find(message, UNIX_DIAG_RQLEN, sizeof(*queue));
	const uint32_t *peer = find(message, UNIX_DIAG_PEER, sizeof(*peer));
	uint64_t waits = queue == NULL || (peer != NULL && *peer != 0) ? 0 : queue->udiag_rqueue;

	if (info->udiag_type == SOCK_DGRAM)
		waits *= DATAGRAMS;
	if (queue != NULL && info->udiag_state != LISTENING)
		note(sockets, info->udiag_ino, queue->udiag_wqueue + waits);
}

/* False: that was the last one, or an error. */
static bool take(struct memory_sockets *sockets, const struct nlmsghdr *message)
{
	if (message->nlmsg_type != SOCK_DIAG_BY_FAMILY ||
	    message->nlmsg_len < NLMSG_LENGTH(sizeof(struct unix_diag_msg)))
		return false;
	note_socket(sockets, message);
	return true;
}

static void receive(struct memory_sockets *sockets, int fd)
{
	static _Alignas(struct nlmsghdr) char buffer[32768];
	bool goes_on = true;

	while (goes_on) {
		ssize_t length = recv(fd, buffer, sizeof(buffer), 0);
		const struct nlmsghdr *message = (const struct nlmsghdr *)(const void *)buffer;

		goes_on = length > 0;
		for (; goes_on && NLMSG_OK(message, (size_t)length);
		     message = NLMSG_NEXT(message, length))
			goes_on = take(sockets, message);
	}
}

struct memory_sockets *memory_sockets_look(TALLOC_CTX *ctx)
{
	const struct {
		struct nlmsghdr header;
		struct unix_diag_req all;
	} request = {
		.header = { .nlmsg_len = sizeof(request),
			    .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.all = { .sdiag_family = AF_UNIX,
			 .udiag_states = UINT32_MAX,
			 .udiag_show = UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN },
	};
	struct memory_sockets *sockets = talloc_zero(ctx, struct memory_sockets);
	CLEANUP_FD int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);

	if (sockets == NULL || fd < 0)
		return NULL;
	talloc_set_destructor(sockets, forget);
	if (send(fd, &request, sizeof(request), 0) == (ssize_t)sizeof(request))
		receive(sockets, fd);
	return sockets;
}

uint64_t memory_sockets_held(const struct memory_sockets *sockets, ino_t ino)
{
	struct held *held = NULL;

	if (sockets != NULL)
		HASH_FIND(hh, sockets->held, &ino, sizeof(ino), held);
	return held == NULL ? 0 : held->bytes;
}
