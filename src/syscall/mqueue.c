/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mq_open and mq_unlink: queues are named on the host by private names. The tracer opens
 * them, for a member's Landlock domain has no place for their file system, and hands the
 * descriptor over. Queues that no member unlinked go when the jail ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall/give_fd.h"
#include "syscall/ipc.h"
#include "util/fd.h"

#define QUEUE_NAME_MAX 255U /* KERNEL: NAME_MAX of the file system mqueue */

/* KERNEL: ipc/mqueue.c looks the name up in one directory: no slash, no dots. */
static int read_name(struct call *call, char **ret_name)
{
	int status = call_read_path(call, call_long(call, 0), ret_name);

	if (status < 0)
		return status;
	if ((*ret_name)[0] == '\0')
		return -ENOENT;
	if (strchr(*ret_name, '/') != NULL || strcmp(*ret_name, ".") == 0 ||
	    strcmp(*ret_name, "..") == 0)
		return -EACCES;
	return strlen(*ret_name) > QUEUE_NAME_MAX ? -ENAMETOOLONG : 0;
}

/* Without pidfd_getfd, thus without Landlock too (KERNEL: 5.6, 5.13): in the tracee. */
static struct outcome open_in_tracee(struct call *call, const char *host)
{
	struct slot *slot = call_slot(call);
	uint64_t args[6];

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	memcpy(slot->memory->data, host, strlen(host) + 1);
	memcpy(args, call->args, sizeof(args));
	args[0] = slot_address(slot, slot->memory->data);
	return call_rewrite(call, CALL_mq_open, args, NULL, NULL);
}

/* Whether there is a queue of that name, whatever its rights. */
static bool exists(const char *host)
{
	CLEANUP_FD int queue = (int)syscall(SYS_mq_open, host, O_RDONLY, 0, NULL);

	return queue >= 0 || errno != ENOENT;
}

/* KERNEL: ipc/mqueue.c mqueue_get_inode(): RLIMIT_MSGQUEUE of who makes it. */
static int make_or_open(struct call *call, const char *host, const struct mq_attr *attr)
{
	struct rlimit own, theirs;
	bool limited = getrlimit(RLIMIT_MSGQUEUE, &own) == 0 &&
		       prlimit(call->tracee->tgid, RLIMIT_MSGQUEUE, NULL, &theirs) == 0 &&
		       theirs.rlim_cur < own.rlim_cur;
	int queue;

	theirs.rlim_max = own.rlim_max;
	if (limited)
		(void)setrlimit(RLIMIT_MSGQUEUE, &theirs);
	queue = (int)syscall(SYS_mq_open, host, call_int(call, 1), call_uint(call, 2), attr);
	if (queue < 0)
		queue = -errno;
	if (limited)
		(void)setrlimit(RLIMIT_MSGQUEUE, &own);
	return queue;
}

static struct outcome open_queue(struct call *call, struct ipc *ipc, const char *host)
{
	bool creates = (call_int(call, 1) & O_CREAT) != 0;
	CLEANUP_FD int queue = -1;
	struct mq_attr attr;
	long fd;
	int status = 0;

	if (creates && call_long(call, 3) != 0)
		status = call_read(call, call_long(call, 3), &attr, sizeof(attr));
	/* Noted first: a queue without a note would outlive the jail. */
	if (status == 0 && creates)
		status = ipc_add_queue(ipc, host);
	if (status < 0)
		return outcome_fail(status);
	if (!call->jail->features.pidfd_getfd)
		return open_in_tracee(call, host);
	call_apply_umask(call);
	queue = make_or_open(call, host, call_long(call, 3) != 0 ? &attr : NULL);
	if (queue < 0) {
		if (creates && !exists(host))
			ipc_remove_queue(ipc, host);
		return outcome_fail(queue);
	}
	status = give_fd(call, queue, &fd);
	return outcome_done(status < 0 ? status : fd);
}

struct outcome on_mq(struct call *call)
{
	struct ipc *ipc = ipc_of(call->jail);
	char *host = talloc_zero_size(call->pool, QUEUE_NAME_MAX + 1);
	size_t length;
	char *name;
	int status;

	if (ipc == NULL || host == NULL)
		return outcome_fail(ENOMEM);
	status = read_name(call, &name);
	if (status == 0)
		status = private_name_to_host(ipc_queue_names(ipc), name, strlen(name), host,
					      QUEUE_NAME_MAX, &length);
	if (status < 0)
		return outcome_fail(status);
	if (table_id(call->row) == CALL_mq_open)
		return open_queue(call, ipc, host);
	if (syscall(SYS_mq_unlink, host) < 0)
		return outcome_fail(errno);
	ipc_remove_queue(ipc, host);
	return outcome_done(0);
}
