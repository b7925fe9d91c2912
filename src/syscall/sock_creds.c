/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See sock_creds.h, and getsockopt(SO_PEERCRED, SO_PEERGROUPS), answered from a duplicate of
 * the guest's socket. Ids are told here, never judged by.
 */
#include "syscall/sock_creds.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "syscall/control.h"
#include "syscall/handlers.h"
#include "syscall/peer_ids.h"
#include "syscall/sock_names.h"
#include "util/fd.h"

#define CONTROL_MAX 16384U /* as in send.c */

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

/* The next SCM_CREDENTIALS at or after *at, which is moved behind it; NULL: no more. */
static struct ucred *next_creds(char *control, size_t size, size_t *at)
{
	struct cmsghdr *part;

	while ((part = control_next(control, size, at)) != NULL) {
		if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_CREDENTIALS &&
		    part->cmsg_len >= CMSG_LEN(sizeof(struct ucred)))
			return (struct ucred *)(void *)CMSG_DATA(part);
	}
	return NULL;
}

static bool is_one_of(const struct creds_ids *ids, uint32_t id)
{
	return id == ids->real || id == ids->effective || id == ids->saved;
}

/* KERNEL: scm_check_creds(); another's pid is the host's to refuse. */
static int check_claim(const struct creds *creds, const struct ucred *claim)
{
	if (!is_one_of(&creds->uid, claim->uid) && !creds_capable(creds, CAP_SETUID))
		return -EPERM;
	if (!is_one_of(&creds->gid, claim->gid) && !creds_capable(creds, CAP_SETGID))
		return -EPERM;
	return 0;
}

int sock_creds_send(struct call *call, void *control, size_t size)
{
	struct ucred *claim;
	size_t at = 0;

	while ((claim = next_creds(control, size, &at)) != NULL) {
		int status = check_claim(call->member->creds, claim);

		if (status < 0)
			return status;
		peer_ids_claim(call, claim->uid, claim->gid);
		claim->uid = getuid();
		claim->gid = getgid();
	}
	return 0;
}

/* The control messages of a guest's header, on call->pool; NULL: none. */
static char *read_control(struct call *call, uint64_t header, uint64_t *ret_address,
			  size_t *ret_size)
{
	struct msghdr message;
	char *control;

	if (call_read(call, header, &message, sizeof(message)) < 0 || message.msg_control == NULL ||
	    message.msg_controllen < CMSG_LEN(sizeof(struct ucred)))
		return NULL;
	*ret_size = message.msg_controllen < CONTROL_MAX ? message.msg_controllen : CONTROL_MAX;
	*ret_address = (uint64_t)(uintptr_t)message.msg_control;
	control = talloc_size(call->pool, *ret_size);
	return control != NULL && call_read(call, *ret_address, control, *ret_size) == 0 ? control
											 : NULL;
}

bool sock_creds_are_sent(struct call *call, uint64_t header)
{
	uint64_t address;
	size_t size, at = 0;
	char *control = read_control(call, header, &address, &size);

	return control != NULL && next_creds(control, size, &at) != NULL;
}

void sock_creds_received(struct call *call, uint64_t header)
{
	uint64_t address;
	size_t size, at = 0;
	char *control = read_control(call, header, &address, &size);
	struct ucred *ids;

	if (control == NULL)
		return;
	while ((ids = next_creds(control, size, &at)) != NULL) {
		uint64_t place = address + (uint64_t)((char *)ids - control);

		peer_ids_sent(call->jail, ids);
		/* What the kernel could write to, the tracer can. */
		if (call_write(call, place, ids, sizeof(*ids)) < 0)
			return;
	}
}

/* Whether a name is that of a unix socket that has one. */
static bool has_name(int sock, int (*ask)(int, struct sockaddr *, socklen_t *))
{
	struct sockaddr_un address;
	socklen_t length = sizeof(address);

	return ask(sock, (struct sockaddr *)&address, &length) == 0 &&
	       length > offsetof(struct sockaddr_un, sun_path);
}

/* A listener has a name, and those that it accepts have it too; a pair has none. */
static enum peer_moment moment_of(int sock)
{
	if (has_name(sock, getpeername))
		return PEER_LISTENED;
	return has_name(sock, getsockname) ? PEER_CONNECTED : PEER_NOW;
}

static int answer(struct call *call, const void *value, size_t size, int room)
{
	int length = (int)size < room ? (int)size : room;
	int status = call_write(call, call_long(call, 3), value, (size_t)length);

	return status < 0 ? status : call_write(call, call_long(call, 4), &length, sizeof(length));
}

/* KERNEL: sk_getsockopt(SO_PEERGROUPS): too little room is told the need. */
static int answer_groups(struct call *call, const struct ucred *peer, int room)
{
	const struct member *member = jail_find_member(call->jail, peer->pid);
	const struct creds_groups *groups = member == NULL ? NULL : member->creds->groups;
	size_t size = groups == NULL ? 0 : groups->count * sizeof(gid_t);
	int need = (int)size;

	if (room < need)
		return call_write(call, call_long(call, 4), &need, sizeof(need)) < 0 ? -EFAULT
										     : -ERANGE;
	return answer(call, groups == NULL ? NULL : groups->gids, size, room);
}

struct outcome on_getsockopt(struct call *call)
{
	CLEANUP_FD int sock = -1;
	struct ucred peer;
	socklen_t size = sizeof(peer);
	int room;

	if (call_int(call, 2) == SO_PEERNAME)
		return sock_peer_name(call);
	/* Without pidfd_getfd (KERNEL: 5.6) the host's ids are told. */
	if (call->jail->fake_root == NULL || call_dup_fd(call, call_int(call, 0), &sock) < 0 ||
	    getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 || peer.pid <= 0)
		return outcome_native();
	if (call_read(call, call_long(call, 4), &room, sizeof(room)) < 0)
		return outcome_fail(EFAULT);
	if (room < 0)
		return outcome_fail(EINVAL);
	if (call_int(call, 2) == SO_PEERGROUPS)
		return outcome_status(answer_groups(call, &peer, room));
	peer_ids_effective(call->jail, moment_of(sock), &peer);
	return outcome_status(answer(call, &peer, sizeof(peer), room));
}
