/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files of /proc/PID/net that name sockets, interfaces, neighbours and routes of the whole host: to
 * a jail without a network (--net none) they are empty. Must never tell it more than a first line
 * that names the columns.
 */
#include "policy/policy_net.h"
#include "syscall/proc_node.h"

static bool is_without(const struct proc *proc)
{
	const struct policy_net *net = proc->jail->net;

	return net != NULL && !policy_net_has_sockets(net);
}

int proc_net_list(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	if (is_without(proc))
		return proc_first_line(proc, subject, text);
	return proc_copy(proc, subject, text);
}

/* Those without such a line. */
int proc_net_facts(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return is_without(proc) ? 0 : proc_copy(proc, subject, text);
}
