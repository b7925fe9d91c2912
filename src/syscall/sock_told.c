/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * socket() of the usual domains, where --audit, --learn or --report want to hear of it, and of all
 * by those whose they shall be (made_nameless.h). The filter has judged type and protocol. Must
 * never let a socket be made that the policy leaves nothing of.
 */
#include <errno.h>
#include <sys/socket.h>

#include "policy/policy_audit.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/made_nameless.h"

static void tell_refusal(struct call *call)
{
	char *line;

	call->jail->refused++;
	if (call->jail->audit == NULL)
		return;
	line = policy_audit_domain(call->pool, call_uint(call, 0), call->tracee->tgid,
				   call->row->name);
	if (line != NULL)
		(void)fprintf(call->jail->audit, "%s\n", line);
}

struct outcome on_socket(struct call *call)
{
	const struct jail *jail = call->jail;
	int domain = call_int(call, 0);

	if ((domain == AF_INET || domain == AF_INET6 || domain == AF_NETLINK) &&
	    (jail->net == NULL || policy_net_has_sockets(jail->net))) {
		judge_learn_socket(call);
		return made_nameless(call);
	}
	/* Of all other domains the filter lets those pass that there are. */
	if (call->member->windows_shut && domain != AF_INET && domain != AF_INET6 &&
	    domain != AF_NETLINK)
		return made_nameless(call);
	tell_refusal(call);
	return outcome_fail(EAFNOSUPPORT);
}
