/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * setrlimit and prlimit64. Limits of members only; and RLIMIT_CORE stays at 1, whatever a
 * guest asks for: at 1, and at no other value, the kernel neither writes a core file into
 * the working directory nor starts a root's pipe handler outside (SECURITY.md E51).
 * RLIMIT_NOFILE needs nothing: lowering it closes no descriptor, and what raising it lets
 * a guest name, the filter protects.
 */
#include <errno.h>
#include <linux/capability.h>
#include <sys/resource.h>

#include "syscall/target.h"

/* What the kernel would say to a new limit of RLIMIT_CORE, which nobody gets. */
static int check_core(struct call *call, uint64_t address)
{
	struct rlimit64 limit;
	int status = call_read(call, address, &limit, sizeof(limit));

	if (status < 0)
		return status;
	return limit.rlim_cur > limit.rlim_max ? -EINVAL : 0;
}

static struct outcome limit_core(struct call *call)
{
	const uint64_t args[6] = { call->args[0], RLIMIT_CORE, 0, call->args[3] };
	int status = check_core(call, call->args[2]);

	if (status < 0)
		return outcome_fail(status);
	return target_call_held(call, CALL_prlimit64, args);
}

struct outcome on_prlimit(struct call *call)
{
	pid_t pid = call_int(call, 0);
	enum target_kind kind;

	if (table_id(call->row) == CALL_setrlimit) {
		if (call_uint(call, 0) != RLIMIT_CORE)
			return target_excuse(call, 0, outcome_native(), CAP_SYS_RESOURCE);
		return outcome_status(check_core(call, call_long(call, 1)));
	}
	kind = pid == 0 ? TARGET_SELF : target_find(call, pid);
	if (kind == TARGET_NONE || kind == TARGET_ZOMBIE)
		return outcome_fail(target_is_tracer(pid) ? EPERM : ESRCH);
	if (pid != 0 && target_is_refused_limits(call, pid))
		return outcome_fail(EPERM);
	if (call_uint(call, 1) == RLIMIT_CORE && call_long(call, 2) != 0)
		return limit_core(call);
	return target_excuse(call, pid,
			     kind == TARGET_SELF ? outcome_native() : target_run_held(call),
			     CAP_SYS_RESOURCE);
}
