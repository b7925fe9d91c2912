/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * close_range, where it reaches the protected descriptors or unshares the table: what lies
 * above them is closed first, held, then the guest's call closes what lies below. To the
 * guest the protected numbers look closed already, so nothing differs.
 */
#include <errno.h>

#include "syscall/call.h"

#define UNSHARE 2U /* KERNEL: 5.9 CLOSE_RANGE_UNSHARE */
#define CLOEXEC 4U /* KERNEL: 5.11 CLOSE_RANGE_CLOEXEC */

struct outcome on_close_range(struct call *call)
{
	unsigned int first = call_uint(call, 0);
	unsigned int last = call_uint(call, 1);
	unsigned int flags = call_uint(call, 2);
	unsigned int base = call->jail->guest_fd_base;
	unsigned int end = base + call->jail->guest_fd_count;
	uint64_t args[6] = { first, last, flags };

	if ((flags & ~(UNSHARE | CLOEXEC)) != 0)
		return outcome_fail(EINVAL);
	if (first > last || base == end || last < base || first >= end)
		return outcome_native();
	if (last >= end) {
		long result;
		int status;

		args[0] = end;
		status = call_remote(call, CALL_close_range, args, &result);
		if (status < 0 || result < 0)
			return outcome_done(status < 0 ? status : result);
		flags &= ~UNSHARE;
	}
	/* Nothing below: a range that holds no descriptor, for the sake of UNSHARE. */
	args[0] = first < base ? first : UINT32_MAX;
	args[1] = first < base ? base - 1 : UINT32_MAX;
	args[2] = flags;
	return call_rewrite(call, CALL_close_range, args, NULL, NULL);
}
