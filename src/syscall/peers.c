/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * process_vm_readv, process_vm_writev, kcmp: what one member may see and change of
 * another's memory and tables. Outsiders do not exist (ATTACKS E22).
 */
#include <errno.h>

#include "syscall/handlers.h"
#include "syscall/target.h"

/*
 * Writing can do no harm to what the jail rests on: calls are judged on copies, and the
 * gate cannot be written by anybody. Only a loader at work holds something of ours, the
 * arguments of its prctl(PR_SET_MM), and these matter only while the gate is not sealed.
 */
static bool may_write_peers(const struct call *call)
{
	return call->jail->features.mseal;
}

struct outcome on_peer(struct call *call)
{
	pid_t first = call_int(call, 0);
	pid_t second = call_int(call, 1);

	if (first <= 0)
		return outcome_fail(ESRCH);
	if (table_id(call->row) == CALL_process_vm_writev && !may_write_peers(call) &&
	    target_find(call, first) != TARGET_SELF)
		return outcome_fail(EPERM);
	if (table_id(call->row) != CALL_kcmp)
		return target_outcome(call, first, false);
	if (second <= 0 || target_find(call, first) == TARGET_NONE ||
	    target_find(call, second) == TARGET_NONE)
		return outcome_fail(ESRCH);
	return target_run_held(call);
}
