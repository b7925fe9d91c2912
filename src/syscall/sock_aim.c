/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Where a socket call is aimed (sock_aim.h). */
#include "syscall/sock_aim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "syscall/deliver.h"
#include "syscall/fd_table.h"
#include "syscall/inside.h"
#include "syscall/judge.h"
#include "syscall/net_judge.h"
#include "syscall/rights.h"
#include "syscall/sock_seat.h"
#include "syscall/unix_names.h"
#include "tracer/engine.h"
#include "tracer/patience.h"
#include "util/broken.h"
#include "util/fd.h"

int sock_address_read(struct call *call, uint64_t address, int length,
		      struct sock_address *ret_address)
{
	memset(ret_address, 0, sizeof(*ret_address));
	if (length < 0 || (size_t)length > sizeof(ret_address->bytes))
		return -EINVAL;
	ret_address->length = (size_t)length;
	return length == 0 ? 0 : call_read(call, address, ret_address->bytes, (size_t)length);
}

int sock_resolve(struct call *call, const char *path, unsigned int flags,
		 struct path_place **ret_place)
{
	struct path_view view = call_view(call);
	struct path_start start = view.root;
	struct path_place *place;
	int status = path[0] == '/' ? 0 : call_start(call, AT_FDCWD, &start);

	if (status < 0)
		return status;
	if (call->place_count == ARRAY_SIZE(call->places))
		return -ENOMEM;
	place = &call->places[call->place_count++];
	*place = (struct path_place)PATH_PLACE_INIT;
	*ret_place = place;
	if (call->jail->judge != NULL)
		flags |= PATH_PARENT;
	status = path_resolve(call->pool, &view, &start, path, flags, place);
	return judge_lookup(call, place, flags, status);
}

int sock_check(struct call *call, int fd)
{
	CLEANUP_FD int handle = -1;
	struct stat info;
	int status = call_open_fd(call, fd, &handle);

	if (status < 0)
		return status;
	if (fstat(handle, &info) < 0)
		return -errno;
	if (S_ISSOCK(info.st_mode))
		return 0;
	return fd_table_works(call, fd) ? -ENOTSOCK : -EBADF;
}

static int aim_at_abstract(struct call *call, struct unix_name *name)
{
	struct unix_names *names = unix_names_of(call->jail);
	struct unix_name guest = *name;

	if (names == NULL)
		return -ENOMEM;
	memset(name->text, 0, sizeof(name->text));
	return private_name_to_host(unix_names_abstract(names), guest.text, guest.length,
				    name->text, UNIX_PATH_ROOM - 1, &name->length);
}

/*
 * Where the socket at a path lies. KERNEL: unix_find_bsd() follows symlinks, then wants a socket
 * that may be written.
 */
static int find_socket(struct call *call, const struct unix_name *name, struct path_place **ret)
{
	int status = sock_resolve(call, name->text, PATH_FOLLOW, ret);

	if (status == 0 && (*ret)->handle < 0)
		status = -ECONNREFUSED;
	if (status == 0)
		status = rights_access(call, (*ret)->handle, W_OK);
	if (status == 0)
		status = net_judge_socket(call, *ret);
	if (status == 0 && !inside_expect_peers(call))
		status = -EAGAIN;
	return status;
}

/*
 * RACE: a sibling may put another socket's name under the number that the tracee connects to.
 * That matters where it can have one that it may not connect to: one that is denied, or that a
 * peer handed in, or that a faked mode keeps from it; to that the judged name may lead, too.
 */
static bool may_be_exchanged(const struct call *call)
{
	const struct jail *jail = call->jail;

	if (rights_may_refuse(call))
		return true;
	return !BROKEN_SEATS && !fd_table_is_private(call) &&
	       (jail->judge != NULL || jail->has_peers ||
		(jail->net != NULL && jail->net->members_only));
}

static int aim_at_path(struct call *call, struct unix_name *name, long *ret_fd)
{
	struct path_place *place;
	int number;
	int status = find_socket(call, name, &place);
	bool seated = may_be_exchanged(call);

	if (status == 0 && seated)
		status = sock_seat_keep(call);
	if (status == 0)
		status = deliver_path_fd(call, place, false, true, ret_fd);
	if (status < 0)
		return status;
	if (*ret_fd < 0)
		return (int)*ret_fd;
	number = (int)*ret_fd;
	if (seated) {
		*ret_fd = SOCK_AIM_NO_FD;
		status = sock_seat_take(call, number, place->handle, &number);
		if (status < 0)
			return status;
	}
	name->length = (size_t)snprintf(name->text, sizeof(name->text), "/proc/thread-self/fd/%d",
					number);
	return 0;
}

/*
 * KERNEL: unix_stream_connect() waits where the listener's queue is full, unless O_NONBLOCK. RACE:
 * a sibling may take that back.
 */
static int connect_without_waiting(const struct call *call, int sock, const struct unix_name *name)
{
	struct patience *patience = &call->jail->engine->patience;
	struct sock_address address;
	int flags = fcntl(sock, F_GETFL);
	int status = 0;

	unix_encode(name, &address);
	(void)fcntl(sock, F_SETFL, flags | O_NONBLOCK);
	patience_begin(patience, PATIENCE_EVERY);
	if (connect(sock, (const struct sockaddr *)(const void *)address.bytes,
		    (socklen_t)address.length) < 0)
		status = errno == EINTR ? -EAGAIN : -errno;
	patience_end(patience);
	(void)fcntl(sock, F_SETFL, flags);
	return status;
}

int sock_connect_here(struct call *call, const struct sock_address *address)
{
	CLEANUP_FD int sock = -1;
	struct path_place *place;
	struct unix_name name;
	int domain = AF_UNSPEC;
	socklen_t size = sizeof(domain);
	int status = call_dup_fd(call, call_int(call, 0), &sock);

	if (status < 0)
		return status == -ENOSYS ? -EACCES : status;
	if (getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) < 0)
		return -errno;
	if (domain != AF_UNIX)
		return -EAFNOSUPPORT;
	unix_decode(address, &name);
	status = find_socket(call, &name, &place);
	if (status < 0)
		return status;
	name.length = (size_t)snprintf(name.text, sizeof(name.text), "%s",
				       handle_name(place->handle).text);
	return connect_without_waiting(call, sock, &name);
}

int sock_aim(struct call *call, struct sock_address *address, long *ret_fd)
{
	struct unix_name name;
	int status = 0;

	*ret_fd = SOCK_AIM_NO_FD;
	/* KERNEL: unix_validate_addr() */
	if (address->length > sizeof(struct sockaddr_un))
		return 0;
	unix_decode(address, &name);
	switch (name.kind) {
	case UNIX_NOT:
	case UNIX_UNNAMED:
		return 0;
	case UNIX_ABSTRACT:
		status = aim_at_abstract(call, &name);
		break;
	case UNIX_PATH:
		status = aim_at_path(call, &name, ret_fd);
		break;
	}
	if (status == 0)
		unix_encode(&name, address);
	return status;
}
