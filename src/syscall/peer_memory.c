/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See peer_memory.h. The kernel reads the vectors where nobody can lengthen them. */
#include "syscall/peer_memory.h"

#include <errno.h>
#include <limits.h>
#include <sys/uio.h>

#include "syscall/target.h"

/* Some milliseconds, where the pages are there. */
#define MOVED_MOST (16UL << 20)
#define PARTS_MOST 512U

/* In the slot. */
struct vectors {
	struct iovec local[PARTS_MOST];
	struct iovec remote[PARTS_MOST];
};
_Static_assert(sizeof(struct vectors) <= sizeof(((struct gate_slot *)0)->data), "room for both");
_Static_assert(offsetof(struct gate_slot, data) % _Alignof(struct vectors) == 0, "aligned");

/* KERNEL: lib/iov_iter.c: no length is negative. *ret_total: bytes, at most MOVED_MOST. */
static int copy_vector(struct call *call, uint64_t address, unsigned int count,
		       struct iovec *vector, size_t *ret_total)
{
	int status = call_read(call, address, vector, count * sizeof(*vector));

	*ret_total = 0;
	for (unsigned int i = 0; status == 0 && i < count; i++) {
		if (vector[i].iov_len > SSIZE_MAX)
			return -EINVAL;
		if (vector[i].iov_len > MOVED_MOST - *ret_total)
			vector[i].iov_len = MOVED_MOST - *ret_total;
		*ret_total += vector[i].iov_len;
	}
	return status;
}

static unsigned int at_most(uint64_t count)
{
	return count < PARTS_MOST ? (unsigned int)count : PARTS_MOST;
}

struct outcome peer_memory_move(struct call *call)
{
	struct slot *slot = call_slot(call);
	uint64_t args[6] = { call->args[0] };
	struct vectors *vectors;
	size_t total;
	int status;

	/* The kernel has its own words for what is wrong, and looks no further. */
	if (call_long(call, 2) > IOV_MAX || call_long(call, 4) > IOV_MAX || call_long(call, 5) != 0)
		return target_run_held(call);
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	vectors = (void *)slot->memory->data;
	args[2] = at_most(call_long(call, 2));
	args[4] = at_most(call_long(call, 4));
	status = copy_vector(call, call_long(call, 1), (unsigned int)args[2], vectors->local,
			     &total);
	/* KERNEL: process_vm_rw(): where there is nothing to move to, nobody asks from where. */
	if (status == 0 && total == 0)
		return outcome_done(0);
	if (status == 0)
		status = copy_vector(call, call_long(call, 3), (unsigned int)args[4],
				     vectors->remote, &total);
	if (status < 0)
		return outcome_fail(status);
	args[1] = slot_address(slot, vectors->local);
	args[3] = slot_address(slot, vectors->remote);
	return target_call_held(call, table_id(call->row), args);
}
