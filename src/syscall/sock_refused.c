/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * socket() of a domain that the policy leaves nothing of, where --audit wants to hear of it. The
 * filter stops it for nothing else: whatever comes here is refused, never let run.
 */
#include <errno.h>

#include "policy/policy_audit.h"
#include "syscall/handlers.h"

struct outcome on_socket(struct call *call)
{
	char *line;

	if (call->jail->audit == NULL)
		return outcome_fail(EAFNOSUPPORT);
	line = policy_audit_domain(call->pool, call_uint(call, 0), call->tracee->tgid,
				   call->row->name);
	if (line != NULL)
		(void)fprintf(call->jail->audit, "%s\n", line);
	return outcome_fail(EAFNOSUPPORT);
}
