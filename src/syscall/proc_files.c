/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Contents of the synthetic /proc: copies of the host's files, and what has to be taken
 * out of them: the tracer's traces (TracerPid, our seccomp filter, tracing stops) and
 * processes that are no members.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gate/gate.h"
#include "syscall/prctl.h"
#include "syscall/proc_node.h"
#include "tracer/guest_trace.h"
#include "tracer/one_cpu.h"
#include "util/fd.h"

#define READ_STEP 4096UL

int proc_host_read(const struct proc *proc, const char *path, struct proc_text *text)
{
	return proc_read_at(proc->host, path, text);
}

int proc_read_at(int directory, const char *path, struct proc_text *text)
{
	CLEANUP_FD int fd = openat(directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	for (;;) {
		char *room = proc_text_room(text, READ_STEP);
		ssize_t got;

		if (room == NULL)
			return text->error;
		/* All the room there is: seq_file gives more per call, in fewer races. */
		got = read(fd, room, text->room - text->size - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return 0;
		text->size += (size_t)got;
	}
}

/* The host's file as a string of its own, to be rewritten. */
static int read_aside(const struct proc *proc, const char *path, const struct proc_text *like,
		      struct proc_text *ret_text)
{
	int status;

	*ret_text = (struct proc_text)PROC_TEXT_INIT(like->ctx);
	status = proc_host_read(proc, path, ret_text);
	if (status == 0)
		return proc_text_end(ret_text);
	talloc_free(ret_text->data);
	return status;
}

int proc_copy(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return proc_host_read(proc, subject->node, text);
}

/* Length of the line at `at`, its newline included. */
static size_t line_length(const char *at)
{
	const char *end = strchr(at, '\n');

	return end == NULL ? strlen(at) : (size_t)(end - at) + 1;
}

static bool line_is(const char *line, const char *name)
{
	return strncmp(line, name, strlen(name)) == 0;
}

/* The filters that a native process would have: those of the thread less the jail's. */
static int native_filters(const char *host, const struct status_facts *facts)
{
	const char *at = strstr(host, "\nSeccomp_filters:");

	if (at == NULL) /* KERNEL: 5.9; before, whether there are any cannot be told */
		return 0;
	return atoi(at + strlen("\nSeccomp_filters:")) - facts->jail_filters;
}

static void print_state(struct proc_text *text, bool group_stopped)
{
	proc_text_print(text, "State:\t%s\n", group_stopped ? "T (stopped)" : "R (running)");
}

/* What is left of `size` without the gate; a process without an address space has none. */
static unsigned long without(unsigned long size, unsigned long gate)
{
	return size > gate ? size - gate : size;
}

/* "VmSize:    1234 kB" */
static void print_size(struct proc_text *text, const char *line, unsigned long gate_bytes)
{
	const char *colon = strchr(line, ':');
	unsigned long kib = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);

	proc_text_print(text, "%.7s\t%8lu kB\n", line, without(kib, gate_bytes / 1024));
}

/* "SigQ:	used/limit" */
static void print_queue(struct proc_text *text, const char *line, unsigned long limit)
{
	proc_text_print(text, "%.*s/%lu\n", (int)strcspn(line, "/\n"), line, limit);
}

void status_filter(const char *host, const struct status_facts *facts, struct proc_text *text)
{
	int filters = facts->strict ? 0 : native_filters(host, facts);
	int mode = facts->strict ? SECCOMP_MODE_STRICT
		   : filters > 0 ? SECCOMP_MODE_FILTER
				 : facts->native_mode;

	for (const char *line = host; *line != '\0'; line += line_length(line)) {
		if (facts->creds != NULL && proc_ids_line(line, facts->creds, text))
			continue;
		if (line_is(line, "TracerPid:"))
			proc_text_print(text, "TracerPid:\t%d\n", facts->tracer);
		else if (line_is(line, "SigQ:"))
			print_queue(text, line, facts->signals);
		else if (line_is(line, "State:\tt") && !facts->held)
			print_state(text, facts->group_stopped);
		else if (line_is(line, "VmPeak:") || line_is(line, "VmSize:"))
			print_size(text, line, facts->gate_bytes);
		else if (line_is(line, "VmStk:"))
			print_size(text, line, facts->behind_bytes);
		else if (line_is(line, "Umask:"))
			proc_text_print(text, "Umask:\t%#04o\n", (unsigned int)facts->umask);
		else if (line_is(line, "Seccomp:"))
			proc_text_print(text, "Seccomp:\t%d\n", mode);
		else if (line_is(line, "NoNewPrivs:"))
			proc_text_print(text, "NoNewPrivs:\t%d\n", facts->no_new_privs);
		else if (line_is(line, "Seccomp_filters:"))
			proc_text_print(text, "Seccomp_filters:\t%d\n", filters > 0 ? filters : 0);
		else
			proc_text_add(text, line, line_length(line));
	}
}

/* All members have the same one, and those whom modes may stop another (inside.h). */
static int filters_of(const struct proc *proc, const struct member *member)
{
	return (proc->jail->features.seccomp ? 1 : 0) +
	       (member != NULL && member->windows_shut ? 1 : 0);
}

static struct status_facts facts_of(const struct proc *proc, const struct proc_subject *subject)
{
	const struct guest_trace *trace = subject->member->tracee->trace;

	return (struct status_facts){
		.jail_filters = filters_of(proc, subject->member),
		.native_mode = proc->own_seccomp,
		.group_stopped = subject->member->tracee->group_stopped,
		.held = guest_trace_is_held(subject->member->tracee),
		.tracer = trace == NULL ? 0 : trace->tracer->tid,
		.umask = subject->member->fs->umask,
		.signals = subject->member->process->told.limits[RLIMIT_SIGPENDING].rlim_cur,
		.strict = subject->member->strict,
		.no_new_privs = *prctl_no_new_privs(subject->member),
		.gate_bytes = GATE_SIZE + GATE_BEHIND,
		.behind_bytes = GATE_BEHIND,
		.creds = subject->member->creds,
		.scheduling = &subject->member->scheduling,
	};
}

int proc_status(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct status_facts facts = facts_of(proc, subject);
	struct proc_text host;
	int status;

	one_cpu_put_back(proc->jail->engine); /* Cpus_allowed */
	status = read_aside(proc, subject->node, text, &host);
	if (status < 0)
		return status;
	status_filter(host.data, &facts, text);
	talloc_free(host.data);
	return 0;
}

int proc_seccomp_mode(struct proc *proc, pid_t tid)
{
	struct status_facts facts = {
		.jail_filters = filters_of(proc, jail_find_member(proc->jail, tid)),
	};
	struct proc_text text = PROC_TEXT_INIT(proc);
	char path[32];
	int status;

	if (!proc->jail->guest_filters)
		return proc->own_seccomp;
	(void)snprintf(path, sizeof(path), "%d/status", tid);
	status = proc_host_read(proc, path, &text);
	if (status == 0)
		status = proc_text_end(&text);
	if (status == 0)
		status = native_filters(text.data, &facts) > 0 ? 2 : proc->own_seccomp;
	talloc_free(text.data);
	return status;
}

static const char *limit_words(char room[24], rlim_t value)
{
	if (value == RLIM_INFINITY)
		return "unlimited";
	(void)snprintf(room, 24, "%lu", (unsigned long)value);
	return room;
}

/* KERNEL: fs/proc/base.c proc_pid_limits(): a line for each resource, in their order. */
#define LIMIT_NAME 25
#define LIMIT_UNIT 68

static void tell_limit(struct proc_text *text, const char *line, const struct rlimit *limit)
{
	char soft[24];
	char hard[24];

	proc_text_print(text, "%.*s %-20s %-20s ", LIMIT_NAME, line,
			limit_words(soft, limit->rlim_cur), limit_words(hard, limit->rlim_max));
	proc_text_add(text, line + LIMIT_UNIT, line_length(line) - LIMIT_UNIT);
}

/* Some are not as the kernel has them (limits.c). */
int proc_limits(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	const struct told_limits *told = &subject->member->process->told;
	struct proc_text host;
	int resource = -1; /* the first line has the columns' names */
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	for (const char *line = host.data; *line != '\0'; line += line_length(line)) {
		if (resource >= 0 && resource < RLIM_NLIMITS && line_length(line) > LIMIT_UNIT &&
		    (told->known & 1U << resource) != 0)
			tell_limit(text, line, &told->limits[resource]);
		else
			proc_text_add(text, line, line_length(line));
		resource++;
	}
	talloc_free(host.data);
	return 0;
}

/* Field `field` (proc(5)) of PID/stat, which begins at `at`; false: it is as the kernel has it. */
static bool tell_stat(struct proc_text *text, int field, const char *at,
		      const struct status_facts *facts)
{
	long value;

	if (field == STAT_STATE && *at == 't' && !facts->held)
		proc_text_add(text, facts->group_stopped ? "T" : "R", 1);
	else if (field == STAT_VSIZE)
		proc_text_print(text, "%lu", without(strtoul(at, NULL, 10), facts->gate_bytes));
	else if (facts->scheduling != NULL && scheduling_stat(facts->scheduling, field, &value))
		proc_text_print(text, "%ld", value);
	else
		return false;
	return true;
}

void stat_filter(const char *host, const struct status_facts *facts, struct proc_text *text)
{
	/* KERNEL: proc(5): comm may hold anything, also ')' and blanks: the last one ends it. */
	const char *at = strrchr(host, ')');
	int field = STAT_STATE;

	if (at == NULL || at[1] != ' ') {
		proc_text_add(text, host, strlen(host));
		return;
	}
	at += 2;
	proc_text_add(text, host, (size_t)(at - host));
	for (; *at != '\0'; field++) {
		size_t length = strcspn(at, " ");

		if (!tell_stat(text, field, at, facts))
			proc_text_add(text, at, length);
		at += length;
		if (*at == ' ')
			proc_text_add(text, at++, 1);
	}
}

int proc_stat(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct status_facts facts = facts_of(proc, subject);
	struct proc_text host;
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	stat_filter(host.data, &facts, text);
	talloc_free(host.data);
	return 0;
}

void statm_filter(const char *host, unsigned long gate_pages, struct proc_text *text)
{
	char *rest;
	unsigned long pages = strtoul(host, &rest, 10);

	proc_text_print(text, "%lu%s", without(pages, gate_pages), rest);
}

int proc_statm(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct proc_text host;
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	statm_filter(host.data, (GATE_SIZE + GATE_BEHIND) / (unsigned long)sysconf(_SC_PAGESIZE),
		     text);
	talloc_free(host.data);
	return 0;
}

struct census {
	unsigned int threads;
	pid_t last;
};

static bool count_member(struct member *member, void *data)
{
	struct census *census = data;

	census->threads++;
	if (member->tracee->tid > census->last)
		census->last = member->tracee->tid;
	return true;
}

/* The load is the machine's; the number of threads and the last pid are the jail's. */
int proc_loadavg(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct census census = { 0, 0 };
	struct proc_text host;
	char load[3][16];
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	status = sscanf(host.data, "%15s %15s %15s", load[0], load[1], load[2]) == 3 ? 0 : -EIO;
	talloc_free(host.data);
	if (status < 0)
		return status;
	jail_each_member(proc->jail, count_member, &census);
	proc_text_print(text, "%s %s %s 1/%u %d\n", load[0], load[1], load[2], census.threads,
			census.last);
	return 0;
}

/* Swap files are host paths: only devices are named. */
int proc_swaps(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct proc_text host;
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	for (const char *line = host.data; *line != '\0'; line += line_length(line)) {
		if (line == host.data || line_is(line, "/dev/"))
			proc_text_add(text, line, line_length(line));
	}
	talloc_free(host.data);
	return 0;
}

int proc_children(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct proc_text host;
	char *rest;
	int status = read_aside(proc, subject->node, text, &host);

	if (status < 0)
		return status;
	for (char *word = strtok_r(host.data, " \n", &rest); word != NULL;
	     word = strtok_r(NULL, " \n", &rest)) {
		if (jail_find_process(proc->jail, atoi(word)) != NULL)
			proc_text_print(text, "%s ", word);
	}
	talloc_free(host.data);
	return 0;
}

/* What follows is not even read: there may be a line for every socket of the host. */
int proc_first_line(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	CLEANUP_FD int fd = openat(proc->host, subject->node, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char line[READ_STEP];
	ssize_t size = fd < 0 ? -1 : read(fd, line, sizeof(line) - 1);

	if (size < 0)
		return -errno;
	line[size] = '\0';
	proc_text_add(text, line, line_length(line));
	return 0;
}

/* As in a cgroup namespace of its own: the place in the host's hierarchy is not told. */
int proc_cgroup(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	(void)proc;
	(void)subject;
	proc_text_print(text, "0::/\n");
	return 0;
}

int proc_cpuset(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	(void)proc;
	(void)subject;
	proc_text_print(text, "/\n");
	return 0;
}

/* The kernel's own setting: the host's may name its programs, and members write no core files. */
int proc_core_pattern(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	(void)proc;
	(void)subject;
	proc_text_print(text, "core\n");
	return 0;
}

/* wchan: what the kernel shows to whom it tells no symbols. */
int proc_zero(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	(void)proc;
	(void)subject;
	proc_text_print(text, "0");
	return 0;
}

static int number_after(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at == NULL ? 0 : atoi(at + strlen(name));
}

int proc_own_facts(struct proc *proc)
{
	struct proc_text text = PROC_TEXT_INIT(proc);
	int status = proc_host_read(proc, "self/status", &text);

	if (status == 0)
		status = proc_text_end(&text);
	if (status == 0)
		proc->own_seccomp = number_after(text.data, "\nSeccomp:");
	talloc_free(text.data);
	return status;
}
