/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * sendto with an address, sendmsg, sendmmsg. The header and the name are copied into the
 * slot, for an unconnected datagram socket of the unix domain sends to whatever path the
 * kernel finds there; a header whose name is NULL in the copy stays without one. So is the
 * control message: a protected descriptor that was sent would come back under a number that the
 * filter does not know. Other descriptors are the guest's to give (who may be given any is
 * settled where sockets get their peers), and the data is its own: the kernel may read it when
 * it likes.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "fakeroot/creds.h"
#include "syscall/control.h"
#include "syscall/deliver.h"
#include "syscall/fd_table.h"
#include "syscall/net_judge.h"
#include "syscall/peer_ids.h"
#include "syscall/sock_aim.h"
#include "syscall/sock_creds.h"
#include "util/broken.h"
#include "util/fd.h"

#define CONTROL_MAX 16384U /* SCM_RIGHTS with 253 descriptors takes 1,032 */

/* In the slot. The layout of struct msghdr is the kernel's struct user_msghdr. */
struct message {
	struct msghdr header;
	struct sock_address name;
	_Alignas(struct cmsghdr) char control[CONTROL_MAX];
};
_Static_assert(sizeof(struct message) <= sizeof(((struct gate_slot *)0)->data), "room for it");

#define MESSAGES_MAX 64U /* of one sendmmsg; the guest sends the rest again */

struct sending {
	long fd;     /* tracee descriptor to close, SOCK_AIM_NO_FD: none */
	int refused; /* what is wrong with the name, if the socket is one that asks for it */
	/* sendmmsg */
	unsigned int count;
	unsigned int flags;
	uint64_t vector;
};

static long finish_send(struct call *call, long result)
{
	const struct sending *sending = call->finish_data;

	if (sending->fd != SOCK_AIM_NO_FD && deliver_close(call, (int)sending->fd) < 0)
		return -ESRCH;
	if (sending->refused != 0 && (result == -EACCES || result == -ECONNREFUSED))
		return sending->refused;
	return result;
}

/*
 * KERNEL: only a datagram socket of the unix domain looks a path up; others answer for reasons
 * of their own, or do not mind. Which this one is the kernel shall say: it gets a path where
 * no socket can be, and tells by ECONNREFUSED or EACCES that it has looked.
 */
static int aim_or_refuse(struct call *call, struct sock_address *address, struct sending *sending)
{
	size_t length = address->length;
	int status = sock_aim(call, address, &sending->fd);

	sending->refused = 0;
	if (status == 0 || status == -ENOMEM || status == -EAGAIN || status == -ESRCH)
		return status;
	sending->refused = status == -EBUSY ? -EACCES : status;
	unix_encode(&(struct unix_name){ .kind = UNIX_PATH, .text = "/", .length = 1 }, address);
	address->length = length > address->length ? length : address->length;
	return 0;
}

static struct outcome refuse(struct call *call, int status)
{
	int checked = sock_check(call, call_int(call, 0));

	return outcome_fail(checked < 0 ? checked : status);
}

struct outcome on_sendto(struct call *call)
{
	struct sending *sending = talloc_zero(call->pool, struct sending);
	struct slot *slot = call_slot(call);
	struct sock_address address;
	uint64_t args[6];
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (sending == NULL)
		return outcome_fail(ENOMEM);
	memcpy(args, call->args, sizeof(args));
	status = sock_address_read(call, args[4], call_int(call, 5), &address);
	if (status < 0) {
		args[4] = SOCK_BAD_POINTER;
		return call_rewrite(call, CALL_sendto, args, NULL, NULL);
	}
	status = net_judge_address(call, &address, NET_SEND);
	if (status == 0)
		status = aim_or_refuse(call, &address, sending);
	if (status < 0)
		return refuse(call, status);
	memcpy(slot->memory->data, address.bytes, address.length);
	args[4] = slot_address(slot, slot->memory->data);
	args[5] = address.length;
	return call_rewrite(call, CALL_sendto, args, finish_send, sending);
}

/* Where what its number says of the socket is kept; NULL: it is none. */
static ino_t *known_unix(struct call *call, ino_t *ret_ino)
{
	struct stat info;
	char name[48];

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%d", call->tracee->tid, call_int(call, 0));
	if (stat(name, &info) < 0 || !S_ISSOCK(info.st_mode))
		return NULL;
	*ret_ino = info.st_ino;
	return &call->jail->unix_sockets[info.st_ino % JAIL_UNIX_SOCKETS];
}

/*
 * Is the socket one that takes neither a path nor descriptors, as those of all domains but one?
 * Then nothing in the header can escape, as long as the number keeps meaning this socket: only
 * the caller itself can change its table. KERNEL: __scm_send() knows descriptors in the unix
 * domain only.
 */
static bool takes_nothing(struct call *call)
{
	CLEANUP_FD int sock = -1;
	int domain;
	socklen_t size = sizeof(domain);
	ino_t ino = 0;
	ino_t *known;

	if (net_is_judged(call->jail) || (!BROKEN_SOCKET && !fd_table_is_private(call)))
		return false;
	/* Of another domain by now, it is judged as one of this. A duplicate costs more. */
	known = known_unix(call, &ino);
	if (known == NULL || *known == ino || call_dup_fd(call, call_int(call, 0), &sock) < 0 ||
	    getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0)
		return false;
	if (domain == AF_UNIX)
		*known = ino;
	return domain != AF_UNIX;
}

/* The kernel would not take the ids that the message says. */
static bool fakes_ids(struct call *call, uint64_t header)
{
	return call->jail->fake_root != NULL && sock_creds_are_sent(call, header);
}

/* KERNEL: scm_fp_copy(): what has no file is EBADF. */
static int judge_rights(const struct jail *jail, const char *control, size_t size)
{
	const struct cmsghdr *part;
	size_t at = 0;
	int fd;

	while ((part = control_next(control, size, &at)) != NULL) {
		const char *fds = (const char *)CMSG_DATA(part);
		size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(fd);

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			memcpy(&fd, fds + i * sizeof(fd), sizeof(fd));
			if ((unsigned int)fd - jail->guest_fd_base < jail->guest_fd_count)
				return -EBADF;
		}
	}
	return 0;
}

/* The kernel reads the judged copy: also where it says where to send (source routes). */
static int copy_control(struct call *call, const struct slot *slot, struct message *message)
{
	struct msghdr *header = &message->header;
	int status;

	if (header->msg_controllen == 0)
		return 0;
	/* KERNEL: ____sys_sendmsg() goes by the size, and reads what a guest may have at 0. */
	if (header->msg_control == NULL) {
		header->msg_control = (void *)(uintptr_t)SOCK_BAD_POINTER;
		return 0;
	}
	if (header->msg_controllen > sizeof(message->control))
		return -ENOBUFS;
	status = call_read(call, (uint64_t)(uintptr_t)header->msg_control, message->control,
			   header->msg_controllen);
	if (status == 0 && !BROKEN_RIGHTS)
		status = judge_rights(call->jail, message->control, header->msg_controllen);
	if (status == 0 && net_is_judged(call->jail))
		status = net_judge_control(call->jail, message->control, header->msg_controllen);
	if (status == 0 && call->jail->fake_root != NULL)
		status = sock_creds_send(call, message->control, header->msg_controllen);
	header->msg_control = (void *)(uintptr_t)slot_address(slot, message->control);
	return status;
}

/* Without ids of its own a message says the real ones (peer_ids.h). */
static void claim_nothing(struct call *call)
{
	if (call->jail->fake_root != NULL)
		peer_ids_claim(call, call->member->creds->uid.real, call->member->creds->gid.real);
}

static int prepare_name(struct call *call, struct slot *slot, struct message *message,
			struct msghdr *header, struct sending *sending)
{
	struct sock_address name;
	/* KERNEL: __copy_msghdr() cuts what is too long, and minds what is negative. */
	int length = (int)header->msg_namelen;
	int status;

	if (length > (int)sizeof(name.bytes))
		length = (int)sizeof(name.bytes);
	status = sock_address_read(call, (uint64_t)(uintptr_t)header->msg_name, length, &name);
	if (status < 0) {
		header->msg_name = (void *)(uintptr_t)SOCK_BAD_POINTER;
		return 0;
	}
	status = net_judge_address(call, &name, NET_SEND);
	if (status == 0)
		status = aim_or_refuse(call, &name, sending);
	if (status < 0)
		return status;
	message->name = name;
	header->msg_name = (void *)(uintptr_t)slot_address(slot, message->name.bytes);
	header->msg_namelen = (socklen_t)name.length;
	return 0;
}

/* Copies and aims one message of the guest's into `message`. -EFAULT: there is none. */
static int prepare(struct call *call, struct slot *slot, struct message *message, uint64_t address,
		   struct sending *sending)
{
	struct msghdr header;
	int status = call_read(call, address, &header, sizeof(header));

	sending->fd = SOCK_AIM_NO_FD;
	sending->refused = 0;
	if (status < 0)
		return status;
	if (header.msg_name == NULL)
		header.msg_namelen = 0;
	else
		status = prepare_name(call, slot, message, &header, sending);
	if (status < 0)
		return status;
	message->header = header;
	return copy_control(call, slot, message);
}

struct outcome on_sendmsg(struct call *call)
{
	struct sending *sending = talloc_zero(call->pool, struct sending);
	struct slot *slot;
	struct message *message;
	uint64_t args[6];
	int status;

	if (!fakes_ids(call, call_long(call, 1))) {
		claim_nothing(call);
		if (takes_nothing(call))
			return outcome_native();
	}
	slot = call_slot(call);
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (sending == NULL)
		return outcome_fail(ENOMEM);
	message = (struct message *)(void *)slot->memory->data;
	status = prepare(call, slot, message, call_long(call, 1), sending);
	if (status < 0 && status != -EFAULT)
		return refuse(call, status);
	memcpy(args, call->args, sizeof(args));
	args[1] = status == 0 ? slot_address(slot, &message->header) : SOCK_BAD_POINTER;
	return call_rewrite(call, CALL_sendmsg, args, finish_send, sending);
}

/* What the kernel tells in the vector, which it cannot write in the slot. */
static int tell_sent(struct call *call, const struct sending *sending, unsigned int index,
		     long sent)
{
	unsigned int length = (unsigned int)sent;

	return call_write(call,
			  sending->vector + index * sizeof(struct mmsghdr) +
				  offsetof(struct mmsghdr, msg_len),
			  &length, sizeof(length));
}

/*
 * The first message went as a call of its own, which may wait; the others follow as far as
 * they go without waiting. KERNEL: __sys_sendmmsg() reports an error only for the first.
 */
static long finish_vector(struct call *call, long result)
{
	struct sending *sending = call->finish_data;
	struct slot *slot = call->tracee->slot;
	struct message *message = (struct message *)(void *)slot->memory->data;
	uint64_t args[6] = { call->args[0], slot_address(slot, &message->header),
			     sending->flags | MSG_DONTWAIT };
	long sent = result;
	unsigned int done = 0;

	result = finish_send(call, result);
	if (result < 0)
		return result;
	for (;;) {
		if (tell_sent(call, sending, done, sent) < 0)
			return done > 0 ? (long)done : -EFAULT;
		if (++done == sending->count)
			return done;
		if (prepare(call, slot, message, sending->vector + done * sizeof(struct mmsghdr),
			    sending) < 0)
			return done;
		if (call_remote(call, CALL_sendmsg, args, &sent) < 0)
			return -ESRCH;
		sent = finish_send(call, sent);
		if (sent < 0)
			return done;
	}
}

struct outcome on_sendmmsg(struct call *call)
{
	struct sending *sending = talloc_zero(call->pool, struct sending);
	struct slot *slot;
	struct message *message;
	uint64_t args[6] = { call->args[0], 0, call->args[3] };
	int status;

	if (call_uint(call, 2) == 0 || (call->jail->fake_root == NULL && takes_nothing(call)))
		return outcome_native();
	slot = call_slot(call);
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (sending == NULL)
		return outcome_fail(ENOMEM);
	sending->vector = call_long(call, 1);
	sending->flags = call_uint(call, 3);
	sending->count = call_uint(call, 2) < MESSAGES_MAX ? call_uint(call, 2) : MESSAGES_MAX;
	message = (struct message *)(void *)slot->memory->data;
	status = prepare(call, slot, message, sending->vector, sending);
	if (status < 0 && status != -EFAULT)
		return refuse(call, status);
	args[1] = status == 0 ? slot_address(slot, &message->header) : SOCK_BAD_POINTER;
	return call_rewrite(call, CALL_sendmsg, args, finish_vector, sending);
}
