/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Credentials in control messages (SCM_CREDENTIALS), faked. Control messages are bytes as
 * sendmsg and recvmsg have them; what cannot be parsed is left for the kernel to refuse.
 */
#ifndef PTJAIL_SYSCALL_SOCK_CREDS_H
#define PTJAIL_SYSCALL_SOCK_CREDS_H

#include <stddef.h>

#include "syscall/call.h"

/* What a member sends: -EPERM, or its claim is noted and the host's own ids put there. */
int sock_creds_send(struct call *call, void *control, size_t size) MUST_CHECK;

/* The message whose header lies at this address of the guest's wants to send some. */
bool sock_creds_are_sent(struct call *call, uint64_t header);

/* A message was received with this header: the senders' faked ids are put there. */
void sock_creds_received(struct call *call, uint64_t header);

#endif
