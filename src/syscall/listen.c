/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * listen. It stops while addresses are judged, or noted: a socket that was not bound would listen
 * at every address of this machine. Where another thread may put another socket under the number
 * meanwhile, that is made on a duplicate. It also stops where ids are faked: peers hear who
 * listened.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "syscall/deliver.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/net_judge.h"
#include "syscall/peer_ids.h"
#include "syscall/sock_seat.h"
#include "util/broken.h"
#include "util/fd.h"

static long leave_seat(struct call *call, long result)
{
	return sock_seat_empty(call) < 0 ? -ESRCH : result;
}

/* SO_PEERCRED of a unix socket names who called listen. */
static struct outcome listen_in_seat(struct call *call, int copy)
{
	uint64_t args[6] = { 0, call->args[1] };
	int number;
	long fd;
	int status = sock_seat_keep(call);

	if (status == 0)
		status = fd_table_duplicate(call, call_int(call, 0), &fd);
	if (status < 0 || fd < 0)
		return outcome_fail(status < 0 ? status : (int)fd);
	status = sock_seat_take(call, (int)fd, copy, &number);
	/* The guest may not have such high numbers any more. */
	if (status == -EBUSY)
		return outcome_status(listen(copy, call_int(call, 1)) < 0 ? -errno : 0);
	if (status < 0)
		return outcome_fail(status);
	args[0] = (uint64_t)number;
	return call_rewrite(call, CALL_listen, args, leave_seat, NULL);
}

static int judge_own_address(struct call *call, int copy, sa_family_t *ret_family)
{
	struct sock_address address = { .length = 0 };
	socklen_t size = sizeof(address.bytes);

	if (getsockname(copy, (struct sockaddr *)(void *)address.bytes, &size) < 0)
		return -errno;
	address.length = size;
	*ret_family = address.family;
	return net_judge_address(call, &address, NET_BIND);
}

/*
 * RACE: KERNEL: tcp_disconnect(): by connect(AF_UNSPEC) a sibling takes from the socket an address
 * that it got by connecting, after that was judged. One that listens keeps what it has; until that
 * is judged, nobody on other machines reaches it.
 */
static int listen_here(struct call *call, int copy)
{
	sa_family_t family;
	int status;

	if (!BROKEN_LISTEN)
		net_keep_inside(call->jail, copy);
	if (listen(copy, call_int(call, 1)) < 0)
		return -errno;
	status = BROKEN_LISTEN ? 0 : judge_own_address(call, copy, &family);
	if (status < 0)
		(void)shutdown(copy, SHUT_RDWR);
	return status;
}

struct outcome on_listen(struct call *call)
{
	CLEANUP_FD int copy = -1;
	sa_family_t family = AF_UNSPEC;
	bool judged = net_is_judged(call->jail);
	int status;

	peer_ids_note(call, PEER_LISTENED);
	if (!judged && !judge_learns(call->jail))
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status == 0)
		status = judge_own_address(call, copy, &family);
	/* Only to be noted. */
	if (!judged)
		return outcome_native();
	if (status < 0)
		return outcome_fail(status == -ENOSYS ? -EACCES : status);
	if (family != AF_UNIX)
		return outcome_status(listen_here(call, copy));
	return fd_table_is_private(call) ? outcome_native() : listen_in_seat(call, copy);
}
