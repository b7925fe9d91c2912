/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Processes that have ended and for which their parent, a member, has not waited yet: no
 * tracees any more, but ps shows them, and programs wait for a state "Z". Nobody holds such a
 * number, so what is read of it is read through a handle of its directory, which is bound to
 * that very process. Must never tell of a process that is no zombie, or whose parent is no
 * member.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "syscall/proc_node.h"
#include "util/fd.h"

/* Whether `directory`, in the host's /proc, is such a process's. */
static bool is_zombie(const struct proc *proc, int directory)
{
	CLEANUP_FD int fd = openat(directory, "stat", O_RDONLY | O_CLOEXEC);
	char text[512];
	const char *rest;
	ssize_t length;
	pid_t parent;
	char state;

	length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (length <= 0)
		return false;
	text[length] = '\0';
	/* The name in parentheses may hold anything, also ')'. */
	rest = strrchr(text, ')');
	return rest != NULL && sscanf(rest + 1, " %c %d", &state, &parent) == 2 &&
	       (state == 'Z' || state == 'X') && jail_find_process(proc->jail, parent) != NULL;
}

/* A handle of its directory, or -ENOENT. */
static int open_zombie(const struct proc *proc, pid_t pid)
{
	CLEANUP_FD int directory = -1;
	char name[16];

	(void)snprintf(name, sizeof(name), "%d", pid);
	directory = openat(proc->host, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0 || !is_zombie(proc, directory))
		return -ENOENT;
	return fd_steal(&directory);
}

bool proc_zombie_is(const struct proc *proc, pid_t pid)
{
	CLEANUP_FD int directory = open_zombie(proc, pid);

	return directory >= 0;
}

int proc_zombie_read(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	/* How many filters are the jail's, nobody remembers; some may be its own from two on. */
	const struct status_facts facts = { .native_mode = proc->own_seccomp, .jail_filters = 2 };
	CLEANUP_FD int directory = open_zombie(proc, subject->pid);
	struct proc_text host = PROC_TEXT_INIT(text->ctx);
	int status;

	if (directory < 0)
		return directory;
	if (strcmp(subject->rest, "status") != 0)
		return proc_read_at(directory, subject->rest, text);
	status = proc_read_at(directory, subject->rest, &host);
	if (status == 0)
		status = proc_text_end(&host);
	if (status == 0)
		status_filter(host.data, &facts, text);
	talloc_free(host.data);
	return status;
}

void proc_zombie_note(struct proc *proc, pid_t pid)
{
	struct proc_ended *ended = &proc->ended;
	pid_t *slot = &ended->pids[ended->next];

	ended->next = (ended->next + 1) % ARRAY_SIZE(ended->pids);
	if (*slot != 0)
		proc_zombie_forget(proc, *slot);
	*slot = pid;
}

void proc_zombie_forget(struct proc *proc, pid_t pid)
{
	char name[16];

	if (proc_member(proc, pid) != NULL)
		return;
	(void)snprintf(name, sizeof(name), "%d", pid);
	spool_remove(proc, name);
}

void proc_zombie_each(struct proc *proc, bool (*visit)(pid_t pid, void *data), void *data)
{
	for (size_t i = 0; i < ARRAY_SIZE(proc->ended.pids); i++) {
		pid_t pid = proc->ended.pids[i];

		if (pid == 0)
			continue;
		if (proc_member(proc, pid) == NULL && proc_zombie_is(proc, pid)) {
			if (!visit(pid, data))
				return;
			continue;
		}
		proc->ended.pids[i] = 0;
		proc_zombie_forget(proc, pid);
	}
}
