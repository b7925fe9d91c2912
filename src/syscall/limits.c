/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * getrlimit, setrlimit and prlimit64. Limits of members only; and RLIMIT_CORE stays at 1,
 * whatever a guest asks for: at 1, and at no other value, the kernel neither writes a core
 * file into the working directory nor starts a root's pipe handler outside (SECURITY.md E51).
 * What a guest reads is what it has set (struct told_limits).
 * RLIMIT_NOFILE needs nothing without a faked root: lowering it closes no descriptor, and what
 * raising it lets a guest name, the filter protects. RLIMIT_AS counts what ptjail has mapped in a
 * member, too, so that the kernel is given that much more, as far as its hard limit goes.
 * RLIMIT_SIGPENDING is a share of what is told, so that members never use up what their user has.
 *
 * What a faked root raises beyond the host's limit is told, and has no effect. Of RLIMIT_NOFILE he,
 * and whoever he becomes, sets the soft limit only: ptjail needs numbers of its own above it, or
 * makes itself what a member is to make (sock_connect_here). How many processes he may have, a
 * root sets for others: the kernel would count all of ptjail's user, and hold the faked root to it.
 */
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "gate/gate.h"
#include "gate/inside.h"
#include "syscall/target.h"

/* What of an address space is not the program's: the gate, and its code within reach of texts. */
#define SPACE_OF_OURS (GATE_SIZE + GATE_BEHIND + 4 * GATE_CODE_ROOM)

/* One call in all its forms; addresses of 0 set or tell nothing. */
struct limiting {
	pid_t pid; /* whose limit it is, for the kernel */
	struct process *process;
	unsigned int resource;
	bool sets;
	struct rlimit limit;
	uint64_t old_address;
};

static bool is_told(const struct limiting *want)
{
	return (want->process->told.known & 1U << want->resource) != 0;
}

static bool may_raise(const struct call *call)
{
	const struct creds *creds = call->member->creds;

	return creds != NULL && creds_capable(creds, CAP_SYS_RESOURCE);
}

/* KERNEL: copy_process(): whom RLIMIT_NPROC does not hold. */
static bool is_never_full(const struct creds *creds)
{
	return creds->uid.real == 0 || creds_capable(creds, CAP_SYS_RESOURCE) ||
	       creds_capable(creds, CAP_SYS_ADMIN);
}

/* fs.nr_open: nobody goes beyond it. */
static bool is_beyond_all(const struct limiting *want)
{
	unsigned long long most = 0;
	FILE *file;

	if (want->resource != RLIMIT_NOFILE)
		return false;
	file = fopen("/proc/sys/fs/nr_open", "re");
	if (file == NULL)
		return false;
	if (fscanf(file, "%llu", &most) != 1)
		most = 0;
	(void)fclose(file);
	return most != 0 && want->limit.rlim_max > most;
}

static rlim_t with_ours(rlim_t size, rlim_t most)
{
	return size < most && most - size > SPACE_OF_OURS ? size + SPACE_OF_OURS : most;
}

/* The kernel's limit for an address space, after what is told of it was set. */
static void limit_space(const struct limiting *want)
{
	struct rlimit host;

	if (prlimit(want->pid, RLIMIT_AS, NULL, &host) < 0)
		return;
	host.rlim_max = with_ours(want->limit.rlim_max, host.rlim_max);
	host.rlim_cur = with_ours(want->limit.rlim_cur, host.rlim_max);
	(void)prlimit(want->pid, RLIMIT_AS, &host, NULL);
}

/* As far as the members' share goes (tracer/launch.c). */
static void limit_signals(const struct limiting *want)
{
	struct rlimit host;

	if (prlimit(want->pid, RLIMIT_SIGPENDING, NULL, &host) < 0)
		return;
	if (host.rlim_max > want->limit.rlim_max)
		host.rlim_max = want->limit.rlim_max;
	host.rlim_cur = want->limit.rlim_cur < host.rlim_max ? want->limit.rlim_cur : host.rlim_max;
	(void)prlimit(want->pid, RLIMIT_SIGPENDING, &host, NULL);
}

/* The hard limit stays the host's: above the guest's own numbers are ptjail's (sock_seat.h). */
static void limit_descriptors(const struct limiting *want)
{
	struct rlimit host;

	if (prlimit(want->pid, RLIMIT_NOFILE, NULL, &host) < 0)
		return;
	host.rlim_cur = want->limit.rlim_cur < host.rlim_max ? want->limit.rlim_cur : host.rlim_max;
	(void)prlimit(want->pid, RLIMIT_NOFILE, &host, NULL);
}

/* KERNEL: kernel/sys.c do_prlimit(), on what is told. */
static int set_told(const struct call *call, const struct limiting *want)
{
	struct told_limits *told = &want->process->told;

	if (want->limit.rlim_cur > want->limit.rlim_max)
		return -EINVAL;
	if (is_beyond_all(want) ||
	    (want->limit.rlim_max > told->limits[want->resource].rlim_max && !may_raise(call)))
		return -EPERM;
	told->limits[want->resource] = want->limit;
	if (want->resource == RLIMIT_AS)
		limit_space(want);
	else if (want->resource == RLIMIT_SIGPENDING)
		limit_signals(want);
	else if (want->resource == RLIMIT_NOFILE)
		limit_descriptors(want);
	return 0;
}

/* The call is done on what is told alone. */
static struct outcome answer(struct call *call, const struct limiting *want)
{
	struct rlimit old = want->process->told.limits[want->resource];
	int status = want->sets ? set_told(call, want) : 0;

	if (status == 0 && want->old_address != 0)
		status = call_write(call, want->old_address, &old, sizeof(old));
	return outcome_status(status);
}

/* From now on the limit is told from here. */
static bool begin_telling(const struct limiting *want)
{
	struct told_limits *told = &want->process->told;

	if (is_told(want))
		return true;
	if (prlimit(want->pid, want->resource, NULL, &told->limits[want->resource]) < 0)
		return false;
	told->known |= 1U << want->resource;
	return true;
}

/* As far as the host's limit goes, it follows. */
static void follow(const struct limiting *want)
{
	struct rlimit host;

	if (prlimit(want->pid, want->resource, NULL, &host) < 0 || host.rlim_max == host.rlim_cur ||
	    want->limit.rlim_cur <= host.rlim_cur)
		return;
	host.rlim_cur = want->limit.rlim_cur < host.rlim_max ? want->limit.rlim_cur : host.rlim_max;
	(void)prlimit(want->pid, want->resource, &host, NULL);
}

/* What the host says of a limit that a faked root or his child sets. */
static long finish(struct call *call, long result)
{
	const struct limiting *want = call->finish_data;
	const struct rlimit *old = &want->process->told.limits[want->resource];
	struct outcome outcome;

	if (result == 0 && is_told(want)) {
		want->process->told.known &= ~(1U << want->resource);
		return want->old_address == 0
			       ? 0
			       : call_write(call, want->old_address, old, sizeof(*old));
	}
	if (result != -EPERM || (!may_raise(call) && !is_told(want)) || !begin_telling(want))
		return result;
	outcome = answer(call, want);
	if (outcome.value == 0)
		follow(want);
	return outcome.value;
}

/* RLIMIT_STACK is asked for by every program, and not worth a stop: its raising is not told. */
static bool is_kept(const struct limiting *want)
{
	return want->resource < RLIM_NLIMITS && want->resource != RLIMIT_STACK;
}

/* The kernel is asked as the guest asks it: of others while they are held. */
static struct outcome ask(struct call *call, const struct limiting *want)
{
	return want->pid == call->tracee->tgid ? outcome_native() : target_run_held(call);
}

static struct outcome set_on_host(struct call *call, const struct limiting *want)
{
	struct limiting *kept = talloc_memdup(call->pool, want, sizeof(*want));

	if (kept == NULL)
		return outcome_fail(ENOMEM);
	call->finish_data = kept;
	if (want->pid != call->tracee->tgid)
		return outcome_done(finish(call, target_run_held(call).value));
	return call_rewrite(call, table_id(call->row), call->args, finish, kept);
}

static struct outcome limit(struct call *call, const struct limiting *want)
{
	const struct creds *creds = call->member->creds;

	if (want->resource == RLIMIT_CORE || want->resource == RLIMIT_SIGPENDING)
		return answer(call, want);
	if (want->resource == RLIMIT_AS && (want->sets || is_told(want)))
		return begin_telling(want) ? answer(call, want) : outcome_fail(EPERM);
	if (creds == NULL)
		return ask(call, want);
	if (!is_kept(want))
		return target_excuse(call, want->pid, ask(call, want), CAP_SYS_RESOURCE);
	if (!want->sets)
		return is_told(want) ? answer(call, want) : ask(call, want);
	if (want->resource == RLIMIT_NOFILE ||
	    (want->resource == RLIMIT_NPROC && (is_told(want) || is_never_full(creds))))
		return begin_telling(want) ? answer(call, want) : outcome_fail(EPERM);
	return set_on_host(call, want);
}

static int read_limit(struct call *call, uint64_t address, struct limiting *want)
{
	want->sets = address != 0;
	return want->sets ? call_read(call, address, &want->limit, sizeof(want->limit)) : 0;
}

struct outcome on_getrlimit(struct call *call)
{
	const struct limiting want = {
		.pid = call->tracee->tgid,
		.process = call->member->process,
		.resource = call_uint(call, 0),
		.old_address = call_long(call, 1),
	};

	if (want.resource < RLIM_NLIMITS && is_told(&want) && want.old_address == 0)
		return outcome_fail(EFAULT);
	return limit(call, &want);
}

struct outcome on_setrlimit(struct call *call)
{
	struct limiting want = {
		.pid = call->tracee->tgid,
		.process = call->member->process,
		.resource = call_uint(call, 0),
	};
	int status = call_long(call, 1) == 0 ? -EFAULT
					     : read_limit(call, call_long(call, 1), &want);

	return status < 0 ? outcome_fail(status) : limit(call, &want);
}

struct outcome on_prlimit(struct call *call)
{
	pid_t pid = call_int(call, 0);
	enum target_kind kind = pid == 0 ? TARGET_SELF : target_find(call, pid);
	const struct member *member = pid == 0 ? call->member : jail_find_member(call->jail, pid);
	struct limiting want = { .resource = call_uint(call, 1),
				 .old_address = call_long(call, 3) };
	int status;

	if (kind == TARGET_NONE || kind == TARGET_ZOMBIE)
		return target_is_known(pid) ? outcome_fail(EPERM) : target_ask_nobody(call, 0);
	if (pid != 0 && target_is_refused_limits(call, pid))
		return outcome_fail(EPERM);
	if (member == NULL)
		return outcome_fail(ESRCH);
	want.pid = member->tracee->tgid;
	want.process = member->process;
	status = read_limit(call, call_long(call, 2), &want);
	if (status < 0)
		return outcome_fail(status);
	return limit(call, &want);
}
