/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Reading and writing sockaddr_un (unix.h). */
#include "syscall/unix.h"

#include <string.h>

void unix_decode(const struct sock_address *address, struct unix_name *ret_name)
{
	const char *path = address->bytes + UNIX_PATH_OFFSET;
	size_t room;

	memset(ret_name, 0, sizeof(*ret_name));
	if (address->length < UNIX_PATH_OFFSET || address->family != AF_UNIX ||
	    address->length > UNIX_PATH_OFFSET + UNIX_PATH_ROOM + 1)
		return;
	room = address->length - UNIX_PATH_OFFSET;
	if (room > UNIX_PATH_ROOM && path[0] == '\0')
		return;
	if (room == 0) {
		ret_name->kind = UNIX_UNNAMED;
	} else if (path[0] == '\0') {
		ret_name->kind = UNIX_ABSTRACT;
		ret_name->length = room - 1;
		memcpy(ret_name->text, path + 1, ret_name->length);
	} else {
		ret_name->kind = UNIX_PATH;
		ret_name->length = strnlen(path, room < UNIX_PATH_ROOM ? room : UNIX_PATH_ROOM);
		memcpy(ret_name->text, path, ret_name->length);
	}
}

void unix_encode(const struct unix_name *name, struct sock_address *ret_address)
{
	char *path = ret_address->bytes + UNIX_PATH_OFFSET;

	memset(ret_address, 0, sizeof(*ret_address));
	ret_address->family = AF_UNIX;
	ret_address->length = UNIX_PATH_OFFSET;
	switch (name->kind) {
	case UNIX_NOT:
	case UNIX_UNNAMED:
		break;
	case UNIX_PATH:
		memcpy(path, name->text, name->length);
		ret_address->length += name->length + 1;
		break;
	case UNIX_ABSTRACT:
		memcpy(path + 1, name->text, name->length);
		ret_address->length += name->length + 1;
		break;
	}
}
