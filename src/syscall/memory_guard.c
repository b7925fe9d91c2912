/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls on memory that came near the gate (rules_memory.c): the exact look. Nothing may be
 * mapped over it, moved or taken away, nor kept from a child: who maps memory of his own
 * there forges the arguments of every window (SECURITY.md E4). EPERM, as mseal answers.
 */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "syscall/call.h"

/* KERNEL: untagged_addr(): the top byte (aarch64), bits 57 to 62 (x86 LAM) do not count. */
#define ADDRESS_MASK UINT64_C(0x00ffffffffffffff)

/*
 * KERNEL: io_destroy() unmaps as much as its ring had at first (aio_setup_ring(): 256 MiB at most
 * and a little) from wherever the first page of what is left of it was moved to; that may be the
 * last page of what is moved, since 6.17 has several mappings moved at once.
 */
#define RING_MOST UINT64_C(0x20000000)

/* `length` is rounded up to a page by the kernel; what wraps round it refuses itself. */
static bool touches_gate(const struct call *call, uint64_t address, uint64_t length)
{
	uint64_t start = gate_address(call->jail->gate);
	uint64_t end = start + GATE_SIZE;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

	address &= ADDRESS_MASK;
	if (length >= ADDRESS_MASK - address - page)
		return address < end;
	return address < end && ((address + length + page - 1) & ~(page - 1)) > start;
}

struct outcome on_memory(struct call *call)
{
	bool hit = touches_gate(call, call_long(call, 0), call_long(call, 1));

	/* Where it goes, besides where it comes from; a length of 0 maps shared pages anew. */
	if (table_id(call->row) == CALL_mremap) {
		uint64_t larger = call_long(call, 1) > call_long(call, 2) ? call_long(call, 1)
									  : call_long(call, 2);

		if (larger < ADDRESS_MASK)
			larger += RING_MOST;
		hit = hit || ((call_int(call, 3) & MREMAP_FIXED) != 0 &&
			      touches_gate(call, call_long(call, 4), larger));
	}
	return hit ? outcome_fail(EPERM) : outcome_native();
}
