/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The ids that the kernel tells one process of another: with signals, with messages, of the
 * other end of a socket. It knows ptjail's user only; with faked credentials members hear the
 * faked ids of members, also of those that ended a while ago. Only for jails with fake_root.
 */
#ifndef PTJAIL_SYSCALL_PEER_IDS_H
#define PTJAIL_SYSCALL_PEER_IDS_H

#include <sys/socket.h>

#include "syscall/call.h"

/* What a process did when the kernel noted who it is. */
enum peer_moment {
	PEER_NOW,
	PEER_CONNECTED, /* effective ids at its last connect, */
	PEER_LISTENED,  /* and at its last listen: SO_PEERCRED */
};

/* The caller connects or listens. */
void peer_ids_note(struct call *call, enum peer_moment moment);
/* The caller sends a message that says these ids of itself (SCM_CREDENTIALS). */
void peer_ids_claim(struct call *call, uid_t uid, gid_t gid);
/* A thread is about to be forgotten: what its process was known as. */
void peer_ids_ended(const struct member *member);

/*
 * In: what the kernel says. Out: what members hear. `moment`: PEER_NOW if nothing was noted.
 * peer_ids_effective: SO_PEERCRED; peer_ids_real: si_uid; peer_ids_sent: SCM_CREDENTIALS.
 */
void peer_ids_effective(const struct jail *jail, enum peer_moment moment, struct ucred *ids);
uid_t peer_ids_real(const struct jail *jail, pid_t pid, uid_t uid);
void peer_ids_sent(const struct jail *jail, struct ucred *ids);

/* The hook of signal stops (tracer/engine.h): corrects si_uid. */
void peer_ids_on_signal(void *user, struct tracee *tracee, int number);

#endif
