/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * waitid and rt_sigtimedwait with faked credentials: who it was is told in memory, and no
 * signal stop comes by. Runs the guest's call as it is; only the uid in its answer is changed.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>

#include "syscall/handlers.h"
#include "syscall/peer_ids.h"
#include "syscall/wait.h"

static void correct_info(struct call *call, uint64_t address)
{
	uint64_t uid_address = address + offsetof(siginfo_t, si_uid);
	siginfo_t info;
	uid_t uid;

	if (call_read(call, address, &info, offsetof(siginfo_t, si_uid) + sizeof(uid_t)) < 0)
		return;
	if (info.si_pid <= 0 || (info.si_code != SI_USER && info.si_code != SI_TKILL &&
				 !(info.si_signo == SIGCHLD && info.si_code > 0)))
		return;
	uid = peer_ids_real(call->jail, info.si_pid, info.si_uid);
	/* What the kernel could write to, the tracer can. */
	if (call_write(call, uid_address, &uid, sizeof(uid)) < 0)
		return;
}

static long finish_wait(struct call *call, long result)
{
	const uint64_t *address = call->finish_data;

	if (result >= 0)
		correct_info(call, *address);
	return result;
}

static struct outcome wait_for(struct call *call, unsigned int argument)
{
	uint64_t *address = talloc(call->pool, uint64_t);

	if (address == NULL)
		return outcome_fail(ENOMEM);
	*address = call_long(call, argument);
	if (call->jail->fake_root == NULL || *address == 0)
		return outcome_native();
	return call_rewrite(call, table_id(call->row), call->args, finish_wait, address);
}

struct outcome on_waitid(struct call *call)
{
	struct outcome outcome;

	if (wait_of_tracer(call, &outcome))
		return outcome;
	outcome = wait_natively(call);
	return outcome.kind == OUTCOME_NATIVE ? wait_for(call, 2) : outcome;
}

struct outcome on_sigtimedwait(struct call *call)
{
	return wait_for(call, 1);
}
