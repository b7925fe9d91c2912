/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Extended attributes by path, with the l* and *at forms, and the writing descriptor
 * forms, which stop only while a read-only mount exists (fd_meta.h). Names and values
 * are copied once; the kernel acts on the judged object under its /proc/self/fd name,
 * which leads to a symlink itself where the handle is one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/faked_attr.h"
#include "syscall/fd_meta.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "tracer/memory.h"

/* KERNEL: 6.13 struct xattr_args, the fifth argument of setxattrat and getxattrat. */
struct xattr_words {
	uint64_t value;
	uint32_t size;
	uint32_t flags;
};

struct xattr_request {
	/* where the object is */
	int dirfd;
	uint64_t path;
	unsigned int path_flags;
	/* which attribute, and the guest's buffer */
	uint64_t name_address;
	char name[XATTR_NAME_MAX + 1];
	uint64_t address;
	size_t size;
	int flags;
	void *value; /* copy of what shall be set */
};

/* KERNEL: copy_struct_from_user(): what a longer struct says more must be zero. */
static int read_words(struct call *call, unsigned int index, struct xattr_request *request)
{
	uint64_t size = call_long(call, index + 1);
	unsigned char bytes[4096] = { 0 };
	struct xattr_words words;
	int status;

	if (size < sizeof(words))
		return -EINVAL;
	if (size > sizeof(bytes))
		return -E2BIG;
	status = call_read(call, call_long(call, index), bytes, size);
	if (status)
		return status;
	for (size_t i = sizeof(words); i < size; i++) {
		if (bytes[i])
			return -E2BIG;
	}
	memcpy(&words, bytes, sizeof(words));
	request->address = words.value;
	request->size = words.size;
	request->flags = (int)words.flags;
	return 0;
}

/* A list has no name; the *at forms of set and get have their buffer in a struct. */
static int read_buffer(struct call *call, unsigned int next, struct xattr_request *request)
{
	enum call_id id = call->row->id;

	if (id != CALL_listxattr && id != CALL_llistxattr && id != CALL_listxattrat)
		request->name_address = call_long(call, next++);
	if (id == CALL_setxattrat || id == CALL_getxattrat)
		return read_words(call, next, request);
	request->address = next < call->row->nargs ? call_long(call, next) : 0;
	request->size = next + 1 < call->row->nargs ? call_long(call, next + 1) : 0;
	request->flags = optional_flags(call, next + 2);
	return 0;
}

/* (path, ...) or, as of 6.13, (dirfd, path, at_flags, ...). */
static int read_arguments(struct call *call, struct xattr_request *request)
{
	enum call_id id = call->row->id;
	bool no_follow = id == CALL_lsetxattr || id == CALL_lgetxattr || id == CALL_llistxattr ||
			 id == CALL_lremovexattr;
	int flags = no_follow ? AT_SYMLINK_NOFOLLOW : 0;
	struct path_argument path = path_argument(call, 0);
	unsigned int next = path.next;
	int status;

	if (call->row->args[next] == ARG_AT_FLAGS)
		flags = call_int(call, next++);
	status = read_buffer(call, next, request);
	if (status)
		return status;
	if (id == CALL_getxattrat && request->flags)
		return -EINVAL;
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	request->dirfd = path.dirfd;
	request->path = path.address;
	request->path_flags = (flags & AT_SYMLINK_NOFOLLOW ? 0 : PATH_FOLLOW) |
			      (flags & AT_EMPTY_PATH ? PATH_EMPTY : 0);
	return 0;
}

/*
 * KERNEL: without a path these are the calls by descriptor, and no O_PATH will do; the cwd is
 * taken by those that set and get.
 */
static int check_descriptor(const struct call *call, const struct xattr_request *request)
{
	enum call_id id = call->row->id;

	if (request->dirfd == AT_FDCWD && (id == CALL_setxattrat || id == CALL_getxattrat))
		return 0;
	return fd_table_works(call, request->dirfd) ? 0 : -EBADF;
}

/* The object; `changes`: judged as one whose attributes change. */
static int find_object(struct call *call, const struct xattr_request *request, bool changes,
		       struct path_place **ret_place)
{
	bool may_lack = (request->path_flags & PATH_EMPTY) != 0;
	char none[] = "";
	char *path = none;
	int status = 0;

	if (request->path != 0 || !may_lack)
		status = call_read_path(call, request->path, &path);
	if (status == 0 && may_lack && path[0] == '\0')
		status = check_descriptor(call, request);
	if (status < 0)
		return status;
	return changes ? change_object_at(call, request->dirfd, path, request->path_flags,
					  ret_place)
		       : call_resolve_path(call, request->dirfd, path, request->path_flags,
					   ret_place);
}

/* KERNEL: import_xattr_name(): empty and overlong are both ERANGE. */
static int read_name(struct call *call, struct xattr_request *request)
{
	size_t length;
	int status = memory_read_string(call->tracee, request->name_address, request->name,
					sizeof(request->name), &length);

	if (status == -ENAMETOOLONG || (status == 0 && length == 0))
		return -ERANGE;
	return status;
}

/* KERNEL: setxattr_copy(), before the path is looked at. */
static int read_value(struct call *call, struct xattr_request *request)
{
	int status;

	if (request->flags & ~(XATTR_CREATE | XATTR_REPLACE))
		return -EINVAL;
	status = read_name(call, request);
	if (status < 0 || request->size == 0)
		return status;
	if (request->size > XATTR_SIZE_MAX)
		return -E2BIG;
	request->value = talloc_size(call->pool, request->size);
	if (!request->value)
		return -ENOMEM;
	return call_read(call, request->address, request->value, request->size);
}

/* What proc's files, which have no attributes, and its links answer. */
static int refuse_node(struct call *call, const struct path_place *place,
		       const struct xattr_request *request, bool writing)
{
	const struct caller caller = call_view(call).caller;
	bool is_link = place->node_kind == NODE_LINK || place->node_kind == NODE_MAGIC;
	bool is_user = strncmp(request->name, "user.", 5) == 0;
	int status = 0;

	if (strncmp(request->name, "trusted.", 8) == 0 || (is_user && is_link))
		return writing ? -EPERM : -ENODATA;
	/* KERNEL: cap_inode_setxattr() */
	if (writing && call->jail->fake_root == NULL &&
	    strncmp(request->name, "security.", 9) == 0 &&
	    strcmp(request->name, "security.capability") != 0)
		return -EPERM;
	if (is_user)
		status = proc_access(call->jail->proc, &caller, place->node, writing ? W_OK : R_OK);
	return status < 0 ? status : -EOPNOTSUPP;
}

static long set_on(struct call *call, int handle, const struct xattr_request *request)
{
	struct handle_name object = handle_name(handle);

	if (call->jail->fake_root != NULL)
		return faked_setxattr(call, handle, request->name, request->value, request->size,
				      request->flags);
	return setxattr(object.text, request->name, request->value, request->size, request->flags) <
			       0
		       ? -errno
		       : 0;
}

static long remove_from(struct call *call, int handle, const struct xattr_request *request)
{
	struct handle_name object = handle_name(handle);

	if (call->jail->fake_root != NULL)
		return faked_removexattr(call, handle, request->name);
	return removexattr(object.text, request->name) < 0 ? -errno : 0;
}

static long change_attribute(struct call *call, struct xattr_request *request, bool remove)
{
	struct path_place *place;
	int status = remove ? read_name(call, request) : read_value(call, request);

	if (status == 0)
		status = find_object(call, request, true, &place);
	if (status)
		return status;
	if (place_is_node(place))
		return refuse_node(call, place, request, true);
	return remove ? remove_from(call, place->handle, request)
		      : set_on(call, place->handle, request);
}

/* The database has a part of the answer, which is cut to the guest's size then. */
static long give_faked(struct call *call, struct xattr_request *request, int handle, bool list)
{
	const void *bytes;
	ssize_t length = list ? faked_listxattr(call, handle, &bytes)
			      : faked_getxattr(call, handle, request->name, &bytes);
	int status;

	if (length <= 0 || request->size == 0)
		return length;
	if ((size_t)length > request->size)
		return -ERANGE;
	status = call_write(call, request->address, bytes, (size_t)length);
	return status < 0 ? status : length;
}

/* Reads at most `maximum` bytes of a value or list and gives them to the guest. */
static long give_bytes(struct call *call, struct xattr_request *request, int handle, bool list)
{
	struct handle_name object = handle_name(handle);
	/* KERNEL: what is larger is cut down, not refused; XATTR_LIST_MAX is the same. */
	size_t size = request->size < XATTR_SIZE_MAX ? request->size : XATTR_SIZE_MAX;
	void *buffer = size ? talloc_size(call->pool, size) : NULL;
	ssize_t length;
	int status;

	if (call->jail->fake_root != NULL)
		return give_faked(call, request, handle, list);
	if (size && !buffer)
		return -ENOMEM;
	length = list ? listxattr(object.text, buffer, size)
		      : getxattr(object.text, request->name, buffer, size);
	if (length < 0)
		return -errno;
	if (length == 0 || size == 0)
		return length;
	status = call_write(call, request->address, buffer, (size_t)length);
	return status < 0 ? status : length;
}

static long get_attribute(struct call *call, struct xattr_request *request)
{
	struct path_place *place;
	int status = read_name(call, request);

	if (status == 0)
		status = find_object(call, request, false, &place);
	if (status)
		return status;
	if (place_is_node(place))
		return refuse_node(call, place, request, false);
	return give_bytes(call, request, place->handle, false);
}

static long list_attributes(struct call *call, struct xattr_request *request)
{
	struct path_place *place;
	int status = find_object(call, request, false, &place);

	if (status)
		return status;
	return place_is_node(place) ? 0 : give_bytes(call, request, place->handle, true);
}

struct outcome on_xattr(struct call *call)
{
	enum call_id id = call->row->id;
	struct xattr_request request = { .size = 0 };
	int status = read_arguments(call, &request);

	if (status)
		return outcome_fail(status);
	if (id == CALL_setxattr || id == CALL_lsetxattr || id == CALL_setxattrat)
		return outcome_status(change_attribute(call, &request, false));
	if (id == CALL_getxattr || id == CALL_lgetxattr || id == CALL_getxattrat)
		return outcome_status(get_attribute(call, &request));
	if (id == CALL_listxattr || id == CALL_llistxattr || id == CALL_listxattrat)
		return outcome_status(list_attributes(call, &request));
	return outcome_status(change_attribute(call, &request, true));
}

/* KERNEL: 6.13 (6140be90ec70) made the calls by descriptor forms of the *at calls. */
static bool arguments_come_first(void)
{
	static int known = -1;

	if (known < 0)
		known = fsetxattr(-1, "", "", 0, 0) < 0 && errno == ERANGE;
	return known;
}

/* As of then they take AT_FDCWD too, but for fremovexattr. */
static int open_object(struct call *call, int fd, int *ret_fd)
{
	struct path_start start;
	int status;

	if (fd != AT_FDCWD || call->row->id == CALL_fremovexattr || !arguments_come_first())
		return fd_meta_open(call, fd, ret_fd);
	status = call_start(call, fd, &start);
	if (status < 0)
		return status;
	*ret_fd = start.handle;
	return change_handle_allowed(call, start.handle);
}

/* fgetxattr and flistxattr stop only where owners are faked. */
static long read_by_descriptor(struct call *call, struct xattr_request *request)
{
	bool list = call->row->id == CALL_flistxattr;
	int fd, reading, status;

	request->address = call_long(call, list ? 1 : 2);
	request->size = call_long(call, list ? 2 : 3);
	status = open_object(call, call_int(call, 0), &fd);
	reading = list ? 0 : read_name(call, request);
	if (status == -EROFS || status == -EPERM)
		status = 0;
	if (reading < 0 && (status == 0 || arguments_come_first()))
		status = reading;
	return status < 0 ? status : give_bytes(call, request, fd, list);
}

struct outcome on_fd_xattr(struct call *call)
{
	enum call_id id = call->row->id;
	struct xattr_request request = { .name_address = call_long(call, 1) };
	int fd, reading, status;

	if (id != CALL_fsetxattr && id != CALL_fremovexattr)
		return call->jail->fake_root == NULL
			       ? outcome_native()
			       : outcome_status(read_by_descriptor(call, &request));
	if (id == CALL_fsetxattr) {
		request.address = call_long(call, 2);
		request.size = call_long(call, 3);
		request.flags = call_int(call, 4);
		reading = read_value(call, &request);
	} else {
		reading = read_name(call, &request);
	}
	status = open_object(call, call_int(call, 0), &fd);
	/* KERNEL: EROFS comes after the arguments were found well; EBADF did before 6.13. */
	if (reading < 0 && (status == 0 || status == -EROFS || arguments_come_first()))
		status = reading;
	if (status < 0)
		return outcome_fail(status);
	return outcome_status(id == CALL_fsetxattr ? set_on(call, fd, &request)
						   : remove_from(call, fd, &request));
}
