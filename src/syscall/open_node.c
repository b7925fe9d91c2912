/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See open_node.h. What may be opened how is proc.c's to say; this only delivers it. */
#include "syscall/open_node.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/give_fd.h"
#include "syscall/inside.h"
#include "syscall/proc.h"
#include "util/fd.h"

static struct caller caller_of(const struct call *call)
{
	return (struct caller){ call->tracee->tgid, call->tracee->tid };
}

/* What the directory lists is what there is now: /proc/self/fd has the new descriptor too. */
static long fill_directory(struct call *call, long result)
{
	struct caller caller = caller_of(call);

	if (result >= 0 && proc_refresh(call->jail->proc, &caller, call->finish_data) < 0)
		return deliver_close(call, (int)result) < 0 ? -ESRCH : -ENOENT;
	return result;
}

/* A directory of the synthetic /proc: the spool directory that stands for it. */
static struct outcome open_directory(struct call *call, struct path_place *place,
				     const struct open_how *how)
{
	struct caller caller = caller_of(call);
	struct path_place stand_in = PATH_PLACE_INIT;
	int status;

	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_CREAT) != 0 ||
	    (how->flags & O_TMPFILE) == O_TMPFILE)
		return outcome_fail(-EISDIR);
	status = proc_access(call->jail->proc, &caller, place->node, R_OK);
	if (status == 0)
		status = proc_place(call->pool, call->jail->proc, &caller, place->node, &stand_in);
	if (status < 0)
		return outcome_fail(status);
	call_own_fd(call, stand_in.handle);
	inside_proc_entered(call->jail);
	return deliver_open(call, &stand_in, how,
			    (how->flags & O_PATH) == 0 ? fill_directory : NULL, place->node);
}

static bool writes(const struct open_how *how)
{
	return (how->flags & O_PATH) == 0 &&
	       ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0);
}

static struct outcome open_copy(struct call *call, struct path_place *place,
				const struct open_how *how)
{
	struct caller caller = caller_of(call);
	char *name;
	char *data;
	size_t size;
	int status = proc_read(call->pool, call->jail->proc, &caller, place->node, &data, &size);

	if (status < 0)
		return outcome_fail(status);
	name = proc_content_name(call->pool, place->node);
	if (name == NULL)
		return outcome_fail(-ENOMEM);
	return deliver_content(call, place->node, name, data, size, (unsigned int)how->flags);
}

static struct outcome open_file(struct call *call, struct path_place *place,
				const struct open_how *how)
{
	struct caller caller = caller_of(call);
	struct outcome given;
	CLEANUP_FD int fd = -1;
	int status = -ENOSYS;

	/* KERNEL: do_dentry_open(): nothing in /proc can be read past the cache. */
	if ((how->flags & (O_PATH | O_DIRECT)) == O_DIRECT)
		return outcome_fail(-EINVAL);
	if ((how->flags & O_PATH) == 0)
		status = proc_open(call->jail->proc, &caller, place->node, how->flags, &fd);
	if (status == 0) {
		given = give_opened(call, fd, how->flags);
		/* Three numbers are needed for a moment: a full table may do for a copy. */
		if (writes(how) || given.value != -EMFILE)
			return given;
	} else if (status != -ENOSYS || writes(how)) {
		return outcome_fail(status == -ENOSYS ? -EACCES : status);
	}
	return open_copy(call, place, how);
}

/* Only O_PATH|O_NOFOLLOW opens a symlink itself: a real one, that says the same. */
static struct outcome open_link(struct call *call, struct path_place *place,
				const struct open_how *how)
{
	struct path_view view = call_view(call);
	struct caller caller = caller_of(call);
	char *text, *name;
	int status;

	if ((how->flags & O_PATH) == 0)
		return outcome_fail((how->flags & O_DIRECTORY) != 0 ? -ENOTDIR : -ELOOP);
	if ((how->flags & O_DIRECTORY) != 0)
		return outcome_fail(-ENOTDIR);
	status = view.nodes->readlink(call->pool, view.nodes->user, &caller, place->node, &text);
	if (status < 0)
		return outcome_fail(status);
	name = proc_content_name(call->pool, place->node);
	if (name == NULL)
		return outcome_fail(-ENOMEM);
	return deliver_link(call, name, text, (unsigned int)how->flags);
}

struct outcome open_node(struct call *call, struct path_place *place, const struct open_how *how)
{
	struct caller caller = caller_of(call);
	int status;

	if ((how->flags & O_CREAT) != 0 && (how->flags & O_EXCL) != 0)
		return outcome_fail(-EEXIST);
	if (place->node_kind == NODE_LINK || place->node_kind == NODE_MAGIC)
		return open_link(call, place, how);
	if (place->node_kind == NODE_DIRECTORY)
		return open_directory(call, place, how);
	if (place->trailing_slash || (how->flags & O_DIRECTORY) != 0)
		return outcome_fail(-ENOTDIR);
	status = writes(how) ? proc_access(call->jail->proc, &caller, place->node, W_OK) : 0;
	/* KERNEL: may_open(): its owner's only. */
	if (status == 0 && (how->flags & O_NOATIME) != 0 && call->jail->fake_root == NULL)
		status = proc_may_set(call->jail->proc, &caller, place->node, false);
	return status < 0 ? outcome_fail(status) : open_file(call, place, how);
}

bool open_node_again(struct call *call, struct path_place *place)
{
	struct caller caller = caller_of(call);
	char *node;

	/* What rules say of the name was not asked: then the descriptor is all there is. */
	if (call->jail->proc == NULL || call->jail->judge != NULL || place->handle < 0 ||
	    proc_node_of(call->pool, call->jail->proc, &caller, place->handle, &node) < 0)
		return false;
	place->node = node;
	place->node_kind = NODE_FILE;
	place->magic = false;
	return true;
}
