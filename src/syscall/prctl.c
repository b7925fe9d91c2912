/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * prctl, for the options that the filter does not decide by itself. Dumpability is a
 * shadow: the tracer must be able to read its tracees, so the kernel is never told.
 */
#include <errno.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>

#include "fakeroot/creds.h"
#include "syscall/guest_filter.h"
#include "syscall/ids_caps.h"
#include "syscall/prctl.h"
#include "syscall/proc.h"
#include "syscall/strict.h"

static struct outcome set_dumpable(struct call *call)
{
	/* KERNEL: SUID_DUMP_USER (1) or SUID_DUMP_DISABLE (0), nothing else since 2.6.17. */
	if (call_long(call, 1) > 1)
		return outcome_fail(EINVAL);
	call->member->process->dumpable = call_long(call, 1) == 1;
	return outcome_done(0);
}

/*
 * Without mseal only the loader may make it, and it is told by being the first to come here: not
 * where a filter of the guest's could answer it, and the guest come first.
 */
bool prctl_loader_sets_mm(const struct call *call)
{
	const struct features *features = &call->jail->features;

	return features->set_mm && (features->mseal || !call->member->process->inside_off);
}

/*
 * The loader ends with PR_SET_MM_MAP, to show the program's own brk and arguments, and no
 * other code has run by then. Once: in a guest's hands the call would let brk grow over
 * the gate (SECURITY.md E50).
 */
static struct outcome set_mm(struct call *call)
{
	struct process *process = call->member->process;

	if (!process->loading || !prctl_loader_sets_mm(call))
		return outcome_fail(EPERM);
	process->loading = false;
	return outcome_native();
}

bool *prctl_no_new_privs(struct member *member)
{
	return member->creds != NULL ? &member->creds->no_new_privs : &member->no_new_privs;
}

/* The kernel's own is always set. As with the ids, a guest sees what it would without the jail. */
static struct outcome no_new_privs(struct call *call, bool set)
{
	bool *flag = prctl_no_new_privs(call->member);

	if (call_long(call, 1) != (set ? 1 : 0) || call_long(call, 2) != 0 ||
	    call_long(call, 3) != 0 || call_long(call, 4) != 0)
		return outcome_fail(EINVAL);
	*flag = *flag || set;
	return outcome_done(set ? 0 : *flag);
}

/* The jail's own filter is not the guest's to see, as in /proc/self/status. */
static struct outcome get_seccomp(struct call *call)
{
	int mode = call->jail->proc == NULL
			   ? -ENOENT
			   : proc_seccomp_mode(call->jail->proc, call->tracee->tid);

	return mode < 0 ? outcome_native() : outcome_done(mode);
}

struct outcome on_prctl(struct call *call)
{
	struct outcome outcome;

	if (ids_prctl(call, &outcome))
		return outcome;
	switch (call_int(call, 0)) {
	case PR_GET_DUMPABLE:
		return outcome_done(call->member->process->dumpable ? 1 : 0);
	case PR_SET_DUMPABLE:
		return set_dumpable(call);
	case PR_SET_MM:
		return set_mm(call);
	case PR_GET_SECCOMP:
		return get_seccomp(call);
	case PR_SET_SECCOMP:
		if (call_long(call, 1) == SECCOMP_MODE_STRICT)
			return strict_begin(call);
		if (call_long(call, 1) != SECCOMP_MODE_FILTER)
			return outcome_fail(EINVAL);
		return guest_filter_install(call, 0, call_long(call, 2));
	case PR_GET_NO_NEW_PRIVS:
	case PR_SET_NO_NEW_PRIVS:
		return no_new_privs(call, call_int(call, 0) == PR_SET_NO_NEW_PRIVS);
	default:
		return outcome_fail(EINVAL);
	}
}
