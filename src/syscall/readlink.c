/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * readlink, readlinkat: a symlink's text is the guest's own, given back as it is; the
 * links of /proc are answered by its nodes, which know no host paths.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/call.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"

static int read_node(struct call *call, const struct path_place *place, char **ret_text)
{
	const struct node_ops *nodes = &call->jail->nodes;
	struct path_view view = call_view(call);

	return nodes->readlink(call->pool, nodes->user, &view.caller, place->node, ret_text);
}

static int read_handle(struct call *call, int handle, char **ret_text)
{
	char buffer[PATH_MAX + 1];
	ssize_t length = readlinkat(handle, "", buffer, sizeof(buffer));

	if (length < 0)
		return -errno;
	*ret_text = talloc_strndup(call->pool, buffer, (size_t)length);
	return *ret_text ? 0 : -ENOMEM;
}

/*
 * KERNEL: do_readlinkat(): what is no symlink is EINVAL, but ENOENT when it was named by
 * the empty path. The path is looked at again for the choice of an errno only.
 */
static int refuse_object(struct call *call, uint64_t path)
{
	char first = 0;

	return call_read(call, path, &first, 1) == 0 && first == 0 ? -ENOENT : -EINVAL;
}

static bool is_link(const struct path_place *place)
{
	struct stat st;

	if (place_is_node(place))
		return place->node_kind == NODE_LINK || place->node_kind == NODE_MAGIC;
	return fstat(place->handle, &st) == 0 && S_ISLNK(st.st_mode);
}

struct outcome on_readlink(struct call *call)
{
	struct path_argument path = path_argument(call, 0);
	int size = call_int(call, path.next + 1);
	struct path_place *place;
	char *text = NULL;
	size_t length;
	int status;

	if (size <= 0)
		return outcome_fail(EINVAL);
	status = call_resolve(call, path.dirfd, path.address, PATH_EMPTY, &place);
	if (status)
		return outcome_fail(status);
	if (!is_link(place))
		return outcome_fail(refuse_object(call, path.address));
	if (place_is_node(place))
		status = read_node(call, place, &text);
	else
		status = read_handle(call, place->handle, &text);
	if (status || !text)
		return outcome_fail(status ? status : -ENOENT);
	length = strlen(text);
	if (length > (size_t)size)
		length = (size_t)size;
	status = call_write(call, call_long(call, path.next), text, length);
	return status < 0 ? outcome_fail(status) : outcome_done((long)length);
}
