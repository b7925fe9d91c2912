/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * listen. It stops while addresses are judged: a socket that was not bound would listen at
 * every address of this machine. That is made on a duplicate, since another thread may put
 * another socket under the number meanwhile. It also stops where ids are faked: peers hear
 * who listened.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/net_judge.h"
#include "syscall/peer_ids.h"
#include "util/fd.h"

struct outcome on_listen(struct call *call)
{
	struct sock_address address = { .length = 0 };
	socklen_t size = sizeof(address.bytes);
	CLEANUP_FD int copy = -1;
	int status;

	peer_ids_note(call, PEER_LISTENED);
	if (!net_is_judged(call->jail))
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status < 0)
		return outcome_fail(status == -ENOSYS ? -EACCES : status);
	if (getsockname(copy, (struct sockaddr *)(void *)address.bytes, &size) < 0)
		return outcome_fail(-errno);
	address.length = size;
	status = net_judge_address(call, &address, NET_BIND);
	if (status < 0)
		return outcome_fail(status);
	/* SO_PEERCRED of a unix socket names who called listen. */
	if (address.family == AF_UNIX && fd_table_is_private(call))
		return outcome_native();
	return outcome_status(listen(copy, call_int(call, 1)) < 0 ? -errno : 0);
}
