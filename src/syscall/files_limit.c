/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See files_limit.h. Must never let a call run that the filter without it would not let run. */
#include "syscall/files_limit.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "gate/gate.h"
#include "syscall/refusals.h"
#include "tracer/gate_map.h"
#include "tracer/limits.h"

bool files_limit_concerns(enum call_id id)
{
	static const enum call_id makers[] = {
		CALL_open,           CALL_creat,         CALL_openat,
		CALL_openat2,        CALL_mq_open,       CALL_dup,
		CALL_fcntl,          CALL_pipe,          CALL_pipe2,
		CALL_socket,         CALL_socketpair,    CALL_accept,
		CALL_accept4,        CALL_eventfd,       CALL_eventfd2,
		CALL_epoll_create,   CALL_signalfd,      CALL_signalfd4,
		CALL_inotify_init,   CALL_epoll_create1, CALL_memfd_create,
		CALL_timerfd_create, CALL_inotify_init1, CALL_pidfd_open,
		CALL_pidfd_getfd,
	};

	for (size_t i = 0; i < ARRAY_SIZE(makers); i++) {
		if (makers[i] == id)
			return true;
	}
	return false;
}

static bool is_concerned(const struct call *call)
{
	return call->jail->files_counted && call->row != NULL &&
	       files_limit_concerns(table_id(call->row));
}

bool files_limit_answers(const struct call *call, struct outcome *ret_outcome)
{
	uint32_t action;

	if (!is_concerned(call))
		return false;
	action = refusals_ask(call);
	if (action == SECCOMP_RET_ALLOW)
		*ret_outcome = outcome_native();
	else
		*ret_outcome = outcome_fail((int)(action & SECCOMP_RET_DATA));
	return action == SECCOMP_RET_ALLOW ||
	       (!call->jail->refusals_told &&
		(action & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO);
}

bool files_limit_watches(const struct call *call)
{
	uint64_t ip = regs_ip(&call->tracee->original);

	return is_concerned(call) && ip - gate_address(call->jail->gate) >= GATE_SIZE;
}

static bool has_fd(pid_t tid, unsigned int fd)
{
	struct stat info;
	char name[48];

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%u", tid, fd);
	return lstat(name, &info) == 0;
}

/* KERNEL: alloc_fd() gives the lowest number. Who wants a pair may have found one. */
static bool is_full(pid_t tid, unsigned int most)
{
	return has_fd(tid, most - 1) || has_fd(tid, most - 2);
}

/* A guest may have set itself a lower limit; and inotify has others that are told as EMFILE. */
bool files_limit_is_reached(const struct call *call, long result)
{
	unsigned int most;
	struct rlimit limit;

	if (result != -EMFILE || !is_concerned(call))
		return false;
	most = limits_asked(call->jail->limits)->files;
	if (prlimit(call->tracee->tgid, RLIMIT_NOFILE, NULL, &limit) < 0 || limit.rlim_cur < most ||
	    !is_full(call->tracee->tid, most))
		return false;
	limits_reach(call->jail->limits, LIMITS_FILES);
	return true;
}
