/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files of /proc/PID/net that name sockets, neighbours and routes of the whole host: to a jail
 * without a network (--net none) they are empty. Must never tell it more than their first line.
 */
#include "policy/policy_net.h"
#include "syscall/proc_node.h"

int proc_net_list(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	const struct policy_net *net = proc->jail->net;

	if (net != NULL && !policy_net_has_sockets(net))
		return proc_first_line(proc, subject, text);
	return proc_copy(proc, subject, text);
}
