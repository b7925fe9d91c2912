/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Where a socket call is aimed (sock_aim.h). */
#include "syscall/sock_aim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "syscall/deliver.h"
#include "syscall/judge.h"
#include "syscall/net_judge.h"
#include "syscall/unix_names.h"
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
	return status < 0 ? status : judge_place(call, place, flags);
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
	return S_ISSOCK(info.st_mode) ? 0 : -ENOTSOCK;
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

/* KERNEL: unix_find_bsd() follows symlinks, then wants a socket that may be written. */
static int aim_at_path(struct call *call, struct unix_name *name, long *ret_fd)
{
	struct path_place *place;
	int status = sock_resolve(call, name->text, PATH_FOLLOW, &place);

	if (status < 0)
		return status;
	if (place->handle < 0)
		return -ECONNREFUSED;
	status = net_judge_socket(call, place->handle);
	if (status < 0)
		return status;
	call->jail->has_peers = true;
	status = deliver_path_fd(call, place, false, true, ret_fd);
	if (status < 0)
		return status;
	if (*ret_fd < 0)
		return (int)*ret_fd;
	name->length = (size_t)snprintf(name->text, sizeof(name->text), "/proc/thread-self/fd/%ld",
					*ret_fd);
	return 0;
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
