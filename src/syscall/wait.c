/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See wait.h. The guest's own call runs as it is, and sleeps, while nothing is to be told of
 * tracees; news interrupt it (tracer/guest_trace.c: tell), and the result is then theirs. Where
 * the kernel knows no child to wait for, it sleeps on a word that never changes: signals end that
 * as they would end the wait.
 */
#include "syscall/wait.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "syscall/handlers.h"
#include "tracer/guest_trace.h"
#include "util/fd.h"
#include "util/proc_thread.h"

#define RESTART_SYS (-512) /* KERNEL: -ERESTARTSYS */

#define OPTIONS_ANY (WNOHANG | WCONTINUED | (int)(__WNOTHREAD | __WCLONE | __WALL))

struct waiting {
	bool is_waitid;
	bool asleep; /* on the word: the kernel knows nobody to wait for */
	idtype_t type;
	pid_t id;
	unsigned int options;
	uint64_t status, info, usage; /* addresses; 0: not wanted */
};

/* Something to be told: a held tracee, or one that ended. */
struct news {
	struct tracee *tracee;
	struct guest_end *end;
};

bool wait_is_wanted(void *user, const struct tracee *tracee, long sysno)
{
	(void)user;
	(void)tracee;
	return sysno == table_native_number(CALL_wait4) ||
	       sysno == table_native_number(CALL_waitid);
}

/* False: the kernel refuses it, or knows better. */
static bool read_wait4(const struct call *call, struct waiting *ret)
{
	pid_t pid = call_int(call, 0);

	*ret = (struct waiting){
		.type = P_ALL,
		.options = call_uint(call, 2) | WEXITED,
		.status = call_long(call, 1),
		.usage = call_long(call, 3),
	};
	if (pid > 0) {
		ret->type = P_PID;
		ret->id = pid;
	} else if (pid != -1) {
		ret->type = P_PGID;
		ret->id = pid == 0 ? getpgid(call->tracee->tgid) : -pid;
	}
	return (call_uint(call, 2) & ~(unsigned int)(OPTIONS_ANY | WUNTRACED)) == 0;
}

/* The process that a pidfd holds; 0: none. */
static pid_t pid_of_fd(const struct call *call, int number)
{
	CLEANUP_FD int fd = -1;
	char text[512];
	const char *at;
	ssize_t length;
	int pid = 0;

	(void)snprintf(text, sizeof(text), "/proc/%d/fdinfo/%d", call->tracee->tid, number);
	fd = open(text, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (length <= 0)
		return 0;
	text[length] = '\0';
	at = strstr(text, "\nPid:");
	return at != NULL && sscanf(at, "\nPid: %d", &pid) == 1 && pid > 0 ? pid : 0;
}

static bool read_waitid(const struct call *call, struct waiting *ret)
{
	*ret = (struct waiting){
		.is_waitid = true,
		.type = (idtype_t)call_int(call, 0),
		.id = call_int(call, 1),
		.info = call_long(call, 2),
		.options = call_uint(call, 3),
		.usage = call_long(call, 4),
	};
	if ((int)ret->type == 3 /* KERNEL: P_PIDFD */) {
		ret->type = P_PID;
		ret->id = pid_of_fd(call, ret->id);
		return ret->id != 0;
	}
	if (ret->type == P_PGID && ret->id == 0)
		ret->id = getpgid(call->tracee->tgid);
	return (ret->options & ~(unsigned int)(OPTIONS_ANY | WNOWAIT | WEXITED | WSTOPPED)) == 0 &&
	       (ret->options & (WEXITED | WSTOPPED | WCONTINUED)) != 0 &&
	       (ret->type == P_ALL || (ret->id > 0 && (ret->type == P_PID || ret->type == P_PGID)));
}

static bool is_ours(const struct call *call, const struct waiting *waiting,
		    const struct tracee *tracer)
{
	return (waiting->options & (unsigned int)__WNOTHREAD) != 0
		       ? tracer == call->tracee
		       : tracer->tgid == call->tracee->tgid;
}

static bool is_meant(const struct waiting *waiting, pid_t tid, pid_t group)
{
	switch (waiting->type) {
	case P_PID:
		return waiting->id == tid;
	case P_PGID:
		return waiting->id == group;
	case P_ALL:
	case P_PIDFD:
	default:
		return true;
	}
}

/* Whom the wait is about. *ret_news: what is to be told first. True: there is anybody at all. */
static bool find_news(const struct call *call, const struct waiting *waiting, struct news *ret_news)
{
	const struct engine *engine = call->jail->engine;
	struct guest_end *end;
	struct tracee *tracee;
	bool any = false;

	*ret_news = (struct news){ 0 };
	for (end = engine->guest_ends; end != NULL; end = end->next) {
		if (!is_ours(call, waiting, end->tracer) || !is_meant(waiting, end->tid, end->pgid))
			continue;
		any = true;
		if ((waiting->options & WEXITED) != 0)
			ret_news->end = end;
	}
	for (tracee = engine->tracees; tracee != NULL; tracee = tracee->hh.next) {
		const struct guest_trace *trace = tracee->trace;

		if (trace == NULL || !is_ours(call, waiting, trace->tracer) ||
		    !is_meant(waiting, tracee->tid, getpgid(tracee->tgid)))
			continue;
		any = true;
		/* Whoever was held first is told of first: nobody is forgotten behind busy ones. */
		if (guest_trace_is_held(tracee) && !trace->waited_for &&
		    (ret_news->tracee == NULL || trace->turn < ret_news->tracee->trace->turn))
			ret_news->tracee = tracee;
	}
	/* KERNEL: exit_notify(): a tracer hears of an end before the parent does. */
	if (ret_news->end != NULL && ret_news->tracee != NULL &&
	    ret_news->end->turn < ret_news->tracee->trace->turn)
		ret_news->tracee = NULL;
	return any;
}

/* KERNEL: getrusage() of the thread; processor time only, as /proc/TID/stat counts it. */
static int write_usage(struct call *call, uint64_t address, pid_t tid)
{
	struct rusage usage = { 0 };
	long second = sysconf(_SC_CLK_TCK);
	struct proc_thread thread;

	if (address == 0)
		return 0;
	if (proc_thread_read(tid, &thread) && second > 0) {
		usage.ru_utime.tv_sec = (long)thread.user_ticks / second;
		usage.ru_utime.tv_usec = (long)thread.user_ticks % second * (1000000 / second);
		usage.ru_stime.tv_sec = (long)thread.system_ticks / second;
		usage.ru_stime.tv_usec = (long)thread.system_ticks % second * (1000000 / second);
	}
	return call_write(call, address, &usage, sizeof(usage));
}

static uid_t uid_of(const struct call *call, pid_t tid)
{
	const struct member *member = jail_find_member(call->jail, tid);

	return member != NULL && member->creds != NULL ? member->creds->uid.real : getuid();
}

static int write_info(struct call *call, uint64_t address, pid_t tid, int code, int status)
{
	siginfo_t info = { .si_code = code };

	/* KERNEL: nothing to be told: all is zero. */
	if (tid != 0) {
		info.si_signo = SIGCHLD;
		info.si_uid = uid_of(call, tid);
	}
	info.si_pid = tid;
	info.si_status = status;
	return address == 0 ? 0 : call_write(call, address, &info, sizeof(info));
}

static long tell(struct call *call, const struct waiting *waiting, pid_t tid, int code,
		 int wait_status, int how)
{
	int status = 0;

	if (waiting->is_waitid)
		status = write_info(call, waiting->info, tid, code, how);
	else if (waiting->status != 0)
		status = call_write(call, waiting->status, &wait_status, sizeof(wait_status));
	if (status == 0)
		status = write_usage(call, waiting->usage, tid);
	if (status < 0)
		return status;
	return waiting->is_waitid ? 0 : tid;
}

static long tell_end(struct call *call, const struct waiting *waiting, struct guest_end *end)
{
	int status = end->status;
	int code = WIFEXITED(status) ? CLD_EXITED : WCOREDUMP(status) ? CLD_DUMPED : CLD_KILLED;
	long result = tell(call, waiting, end->tid, code, status,
			   WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));

	if ((waiting->options & WNOWAIT) == 0)
		guest_trace_end_free(call->jail->engine, end);
	return result;
}

/* The result of the wait, if there are news. */
static bool tell_news(struct call *call, const struct waiting *waiting, const struct news *news,
		      long *ret_result)
{
	if (news->tracee != NULL) {
		struct guest_trace *trace = news->tracee->trace;

		trace->waited_for = (waiting->options & WNOWAIT) == 0;
		*ret_result = tell(call, waiting, news->tracee->tid, CLD_TRAPPED,
				   trace->code << 8 | 0x7f, trace->code);
		return true;
	}
	if (news->end == NULL)
		return false;
	*ret_result = tell_end(call, waiting, news->end);
	return true;
}

/*
 * KERNEL: wait_consider_task(): the stop of a child's process is not told to a parent that traces
 * it, which hears of it by ptrace. The kernel does not know that it does.
 */
static bool is_stop_of_tracee(struct call *call, const struct waiting *waiting, long result)
{
	const struct tracee *tracee;
	siginfo_t info;

	/* KERNEL: who did not ask for stops hears of none. */
	if ((waiting->options & WSTOPPED) == 0)
		return false;
	if (waiting->is_waitid) {
		if (waiting->info == 0 || call_read(call, waiting->info, &info, sizeof(info)) < 0 ||
		    info.si_code != CLD_STOPPED)
			return false;
		result = info.si_pid;
	}
	/* Of one that ended the tracer has heard before: it is no tracee any more. */
	tracee = result <= 0 ? NULL : engine_find(call->jail->engine, (pid_t)result);
	return tracee != NULL && tracee->trace != NULL &&
	       tracee->trace->tracer->tgid == call->tracee->tgid;
}

static long sleep_again(struct call *call, struct waiting *waiting)
{
	/* The gate's empty string: a word of zeros. */
	const uint64_t args[6] = { gate_empty(call->jail->gate), FUTEX_WAIT | FUTEX_PRIVATE_FLAG };

	waiting->asleep = true;
	call->tracee->waits = true;
	return call_rewrite_again(call, CALL_futex, args);
}

static long finish_wait(struct call *call, long result)
{
	struct waiting *waiting = call->finish_data;
	struct news news;
	bool any;

	call->tracee->waits = false;
	if (!waiting->asleep && (result >= 0 || (result != RESTART_SYS && result != -ECHILD))) {
		if (result < 0 || !is_stop_of_tracee(call, waiting, result))
			return result;
		call->tracee->waits = true;
		return call_rewrite_again(call, table_id(call->row), call->args);
	}
	call->tracee->wait_news = false;
	any = find_news(call, waiting, &news);
	if (tell_news(call, waiting, &news, &result) || result == RESTART_SYS)
		return result;
	if (!any)
		return -ECHILD;
	if ((waiting->options & WNOHANG) != 0)
		return waiting->is_waitid ? write_info(call, waiting->info, 0, 0, 0) : 0;
	return sleep_again(call, waiting);
}

bool wait_of_tracer(struct call *call, struct outcome *ret_outcome)
{
	bool is_waitid = table_id(call->row) == CALL_waitid;
	struct waiting *waiting = talloc_zero(call->pool, struct waiting);
	struct news news;
	long result;

	if (!guest_trace_has_tracees(call->tracee)) {
		guest_trace_unwatch(call->tracee);
		return false;
	}
	if (waiting == NULL) {
		*ret_outcome = outcome_fail(ENOMEM);
		return true;
	}
	if (!(is_waitid ? read_waitid(call, waiting) : read_wait4(call, waiting)))
		return false;
	call->tracee->wait_news = false;
	(void)find_news(call, waiting, &news);
	if (tell_news(call, waiting, &news, &result)) {
		*ret_outcome = outcome_done(result);
		return true;
	}
	call->tracee->waits = true;
	*ret_outcome = call_rewrite(call, table_id(call->row), call->args, finish_wait, waiting);
	return true;
}

struct outcome wait_natively(struct call *call)
{
	int status = engine_take_pending(call->jail->engine);

	return status < 0 ? outcome_fail(status) : outcome_native();
}

struct outcome on_wait4(struct call *call)
{
	struct outcome outcome;

	return wait_of_tracer(call, &outcome) ? outcome : wait_natively(call);
}
