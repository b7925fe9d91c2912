/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * getrlimit, setrlimit and prlimit64. Limits of members only; and RLIMIT_CORE stays at 1,
 * whatever a guest asks for: at 1, and at no other value, the kernel neither writes a core
 * file into the working directory nor starts a root's pipe handler outside (SECURITY.md E51).
 * What a guest reads is a shadow, which holds what it has set.
 * RLIMIT_NOFILE needs nothing: lowering it closes no descriptor, and what raising it lets
 * a guest name, the filter protects.
 */
#include <errno.h>
#include <linux/capability.h>
#include <sys/resource.h>

#include "fakeroot/creds.h"
#include "syscall/target.h"

/* KERNEL: kernel/sys.c do_prlimit(). */
static int set_core(const struct call *call, struct process *process, const struct rlimit *limit)
{
	const struct creds *creds = call->member->creds;

	if (limit->rlim_cur > limit->rlim_max)
		return -EINVAL;
	if (limit->rlim_max > process->core.rlim_max &&
	    (creds == NULL || !creds_capable(creds, CAP_SYS_RESOURCE)))
		return -EPERM;
	process->core = *limit;
	return 0;
}

/* As prlimit64 on `process`; an address of 0 sets or tells nothing. */
static struct outcome limit_core(struct call *call, struct process *process, uint64_t address,
				 uint64_t old_address)
{
	struct rlimit old = process->core;
	struct rlimit limit;
	int status = address == 0 ? 0 : call_read(call, address, &limit, sizeof(limit));

	if (status == 0 && address != 0)
		status = set_core(call, process, &limit);
	if (status == 0 && old_address != 0)
		status = call_write(call, old_address, &old, sizeof(old));
	return outcome_status(status);
}

struct outcome on_getrlimit(struct call *call)
{
	const struct process *process = call->member->process;

	if (call_uint(call, 0) != RLIMIT_CORE)
		return outcome_native();
	return outcome_status(call_write(call, call_long(call, 1), &process->core,
					 sizeof(process->core)));
}

struct outcome on_setrlimit(struct call *call)
{
	struct rlimit limit;
	int status;

	if (call_uint(call, 0) != RLIMIT_CORE)
		return target_excuse(call, 0, outcome_native(), CAP_SYS_RESOURCE);
	status = call_read(call, call_long(call, 1), &limit, sizeof(limit));
	return outcome_status(status < 0 ? status
					 : set_core(call, call->member->process, &limit));
}

struct outcome on_prlimit(struct call *call)
{
	pid_t pid = call_int(call, 0);
	enum target_kind kind = pid == 0 ? TARGET_SELF : target_find(call, pid);

	if (kind == TARGET_NONE || kind == TARGET_ZOMBIE)
		return target_is_known(pid) ? outcome_fail(EPERM) : target_ask_nobody(call, 0);
	if (pid != 0 && target_is_refused_limits(call, pid))
		return outcome_fail(EPERM);
	if (call_uint(call, 1) == RLIMIT_CORE) {
		const struct member *member = pid == 0 ? call->member
						       : jail_find_member(call->jail, pid);

		return member == NULL ? outcome_fail(ESRCH)
				      : limit_core(call, member->process, call_long(call, 2),
						   call_long(call, 3));
	}
	return target_excuse(call, pid,
			     kind == TARGET_SELF ? outcome_native() : target_run_held(call),
			     CAP_SYS_RESOURCE);
}
