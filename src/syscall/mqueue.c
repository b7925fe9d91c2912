/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mq_open and mq_unlink: queues are named on the host by private names, from the slot.
 * Queues that no member unlinked go when the jail ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "syscall/call.h"
#include "syscall/ipc.h"

#define QUEUE_NAME_MAX 255U /* KERNEL: NAME_MAX of the file system mqueue */

/* KERNEL: ipc/mqueue.c looks the name up in one directory: no slash, no dots. */
static int read_name(struct call *call, char **ret_name)
{
	int status = call_read_path(call, call_long(call, 0), ret_name);

	if (status < 0)
		return status;
	if ((*ret_name)[0] == '\0')
		return -ENOENT;
	if (strlen(*ret_name) > QUEUE_NAME_MAX)
		return -ENAMETOOLONG;
	if (strchr(*ret_name, '/') != NULL || strcmp(*ret_name, ".") == 0 ||
	    strcmp(*ret_name, "..") == 0)
		return -EACCES;
	return 0;
}

static long finish_open(struct call *call, long result)
{
	struct ipc *ipc = call->jail->ipc;

	/* Without memory for its name the queue outlives the jail; it can still be used. */
	if (result >= 0 && ipc_add_queue(ipc, call->finish_data) < 0)
		return result;
	return result;
}

static long finish_unlink(struct call *call, long result)
{
	if (result == 0)
		ipc_remove_queue(call->jail->ipc, call->finish_data);
	return result;
}

struct outcome on_mq(struct call *call)
{
	struct ipc *ipc = ipc_of(call->jail);
	char *host = talloc_zero_size(call->pool, QUEUE_NAME_MAX + 1);
	struct slot *slot = call_slot(call);
	uint64_t args[6];
	size_t length;
	char *name;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (ipc == NULL || host == NULL)
		return outcome_fail(ENOMEM);
	status = read_name(call, &name);
	if (status == 0)
		status = private_name_to_host(ipc_queue_names(ipc), name, strlen(name), host,
					      QUEUE_NAME_MAX, &length);
	if (status < 0)
		return outcome_fail(status);
	memcpy(slot->memory->data, host, length + 1);
	memcpy(args, call->args, sizeof(args));
	args[0] = slot_address(slot, slot->memory->data);
	if (table_id(call->row) == CALL_mq_unlink)
		return call_rewrite(call, CALL_mq_unlink, args, finish_unlink, host);
	return call_rewrite(call, CALL_mq_open, args,
			    call_int(call, 1) & O_CREAT ? finish_open : NULL, host);
}
