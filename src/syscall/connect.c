/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * connect: made by the tracee itself, so that the peer's SO_PEERCRED names the caller, to
 * an address in the slot. What the lookup of a path opened is closed at the exit stop; a
 * connect that a signal interrupts is begun anew with the guest's own registers.
 */
#include <errno.h>
#include <string.h>

#include "syscall/deliver.h"
#include "syscall/net_judge.h"
#include "syscall/peer_ids.h"
#include "syscall/sock_aim.h"

static long finish_connect(struct call *call, long result)
{
	const long *fd = call->finish_data;

	if (*fd != SOCK_AIM_NO_FD && deliver_close(call, (int)*fd) < 0)
		return -ESRCH;
	return result;
}

/* The kernel says what is wrong with the descriptor before it would look at the address. */
static struct outcome refuse(struct call *call, int status)
{
	int checked = sock_check(call, call_int(call, 0));

	return outcome_fail(checked < 0 ? checked : status);
}

struct outcome on_connect(struct call *call)
{
	long *fd = talloc(call->pool, long);
	struct slot *slot = call_slot(call);
	uint64_t args[6] = { call->args[0], SOCK_BAD_POINTER, call->args[2] };
	struct sock_address address;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (fd == NULL)
		return outcome_fail(ENOMEM);
	status = sock_address_read(call, call_long(call, 1), call_int(call, 2), &address);
	/* The kernel fails in its own order with an address that nobody can read. */
	if (status < 0)
		return call_rewrite(call, CALL_connect, args, NULL, NULL);
	peer_ids_note(call, PEER_CONNECTED);
	status = net_judge_address(call, &address, NET_CONNECT);
	if (status == 0)
		status = sock_aim(call, &address, fd);
	if (status == -EBUSY)
		return outcome_status(sock_connect_here(call, &address));
	if (status < 0)
		return refuse(call, status);
	memcpy(slot->memory->data, address.bytes, address.length);
	args[1] = slot_address(slot, slot->memory->data);
	args[2] = address.length;
	return call_rewrite(call, CALL_connect, args, *fd == SOCK_AIM_NO_FD ? NULL : finish_connect,
			    fd);
}
