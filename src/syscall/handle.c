/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * name_to_handle_at: file handles are given out, as programs compare them. They are never
 * opened again (open_by_handle_at is refused by its row): a handle names any file of a
 * file system, wherever that lies.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "syscall/call.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"

/* include/uapi/linux/fcntl.h; younger than the C library may be */
#define HANDLE_MNT_ID_UNIQUE 0x001 /* KERNEL: 6.12: *mount_id has 64 bits */
#define HANDLE_CONNECTABLE   0x002 /* KERNEL: 6.13 */
#define HANDLE_FID           0x200 /* KERNEL: 6.5 */
#define HANDLE_FLAGS                                                                               \
	(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH | HANDLE_MNT_ID_UNIQUE | HANDLE_CONNECTABLE | HANDLE_FID)

struct handle_buffer {
	struct file_handle head;
	unsigned char bytes[MAX_HANDLE_SZ];
};

static struct outcome name_handle(struct call *call, const struct path_place *place, int flags)
{
	uint64_t address = call_long(call, 2), id_address = call_long(call, 3);
	struct handle_buffer buffer;
	uint64_t mount_id = 0;
	size_t id_size = flags & HANDLE_MNT_ID_UNIQUE ? sizeof(uint64_t) : sizeof(int);
	size_t used = 0;
	int result, status = call_read(call, address, &buffer.head, sizeof(buffer.head));

	if (status)
		return outcome_fail(status);
	if (buffer.head.handle_bytes > MAX_HANDLE_SZ)
		return outcome_fail(EINVAL);
	result = name_to_handle_at(place->handle, "", &buffer.head, (int *)(void *)&mount_id,
				   (flags & ~AT_SYMLINK_FOLLOW) | AT_EMPTY_PATH);
	result = result < 0 ? -errno : result;
	if (result < 0 && result != -EOVERFLOW)
		return outcome_fail(result);
	/* KERNEL: too small a buffer is told how much is needed, and the mount id. */
	if (result == 0)
		used = buffer.head.handle_bytes;
	status = call_write(call, id_address, &mount_id, id_size);
	if (status == 0)
		status = call_write(call, address, &buffer, sizeof(buffer.head) + used);
	return outcome_status(status < 0 ? status : result);
}

struct outcome on_name_to_handle(struct call *call)
{
	int flags = call_int(call, 4);
	struct path_place *place;
	unsigned int path_flags = (flags & AT_SYMLINK_FOLLOW ? PATH_FOLLOW : 0) |
				  (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
	int status;

	if ((flags & ~HANDLE_FLAGS) || ((flags & HANDLE_FID) && (flags & HANDLE_CONNECTABLE)))
		return outcome_fail(EINVAL);
	status = call_resolve(call, call_int(call, 0), call_long(call, 1), path_flags, &place);
	if (status)
		return outcome_fail(status);
	if (place_is_node(place))
		return outcome_fail(EOPNOTSUPP);
	return name_handle(call, place, flags);
}
