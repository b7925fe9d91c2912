/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * file_getattr, file_setattr (KERNEL: 6.17): inode flags and project id by path, done by
 * the kernel on the judged object. Hosts without the calls answer ENOSYS.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/rights.h"

/* One table for all 64-bit architectures. */
#ifndef SYS_file_getattr
#define SYS_file_getattr 468
#define SYS_file_setattr 469
#endif

/* struct file_attr as of its first version: FILE_ATTR_SIZE_VER0 */
struct file_words {
	uint64_t xflags;
	uint32_t extsize, nextents, projid, cowextsize;
};

#define SIZE_MAX_ARGUMENT 4096 /* KERNEL: PAGE_SIZE; a larger struct is E2BIG */

static int check_arguments(const struct call *call, unsigned int *ret_path_flags)
{
	uint64_t size = call_long(call, 3);
	unsigned int flags = call_uint(call, 4);

	if (flags & ~(unsigned int)(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	*ret_path_flags = (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) |
			  (flags & AT_EMPTY_PATH ? PATH_EMPTY | CALL_NULL_PATH : 0);
	if (size > SIZE_MAX_ARGUMENT)
		return -E2BIG;
	return size < sizeof(struct file_words) ? -EINVAL : 0;
}

static struct outcome get_attributes(struct call *call)
{
	unsigned char bytes[SIZE_MAX_ARGUMENT] = { 0 };
	struct file_words words = { 0 };
	struct path_place *place;
	struct handle_name object;
	unsigned int path_flags;
	int status = check_arguments(call, &path_flags);

	if (status == 0)
		status = call_resolve(call, call_int(call, 0), call_long(call, 1), path_flags,
				      &place);
	if (status)
		return outcome_fail(status);
	if (place_is_node(place))
		return outcome_fail(EOPNOTSUPP);
	object = handle_name(place->handle);
	if (syscall(SYS_file_getattr, AT_FDCWD, object.text, &words, sizeof(words), 0) < 0)
		return outcome_fail(errno);
	memcpy(bytes, &words, sizeof(words));
	return outcome_status(call_write(call, call_long(call, 2), bytes, call_long(call, 3)));
}

/* The kernel judges what the struct says before it looks at the path: let it, on no path. */
static int check_words(const void *bytes, size_t size)
{
	if (syscall(SYS_file_setattr, -1, "x", bytes, size, 0) < 0 && errno != EBADF)
		return -errno;
	return 0;
}

static struct outcome set_attributes(struct call *call)
{
	unsigned char bytes[SIZE_MAX_ARGUMENT];
	size_t size = call_long(call, 3);
	struct path_place *place;
	struct handle_name object;
	unsigned int path_flags;
	long result;
	int status = check_arguments(call, &path_flags);

	if (status == 0)
		status = call_read(call, call_long(call, 2), bytes, size);
	if (status == 0)
		status = check_words(bytes, size);
	if (status == 0)
		status = change_object(call, call_int(call, 0), call_long(call, 1), path_flags,
				       &place);
	if (status)
		return outcome_fail(status);
	if (place_is_node(place))
		return outcome_fail(EOPNOTSUPP);
	/* KERNEL: vfs_fileattr_set() */
	status = call->jail->fake_root == NULL ? 0 : rights_as_owner(call, place->handle);
	if (status < 0)
		return outcome_fail(status);
	object = handle_name(place->handle);
	result = syscall(SYS_file_setattr, AT_FDCWD, object.text, bytes, size, 0);
	return outcome_status(result < 0 ? -errno : 0);
}

struct outcome on_file_attr(struct call *call)
{
	return call->row->id == CALL_file_setattr ? set_attributes(call) : get_attributes(call);
}
