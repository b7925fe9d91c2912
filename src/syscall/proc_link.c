/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The links of the synthetic /proc: what they say and where the magic ones lead. A text is
 * a guest path or the kernel's own name for something without a path, never a host path.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/proc_node.h"
#include "util/fd.h"

/*
 * To be looked at: a descriptor on nsfs is none of the mounts', and never delivered. A member's
 * namespaces are ptjail's own, since nobody here makes or enters one. Root could change their mode.
 */
static int open_namespace(const struct proc *proc, const struct proc_subject *subject,
			  int *ret_handle)
{
	if (geteuid() == 0 || proc->jail->judge != NULL)
		return -EACCES;
	*ret_handle = openat(proc->host, subject->node, O_PATH | O_CLOEXEC);
	return *ret_handle < 0 ? -errno : 0;
}

/* -EAGAIN: the caller's call comes again. */
static int wait_for_judgement(struct proc *proc, const struct proc_subject *subject)
{
	const struct member *caller = jail_find_member(proc->jail, subject->caller.tid);

	return caller != NULL && strncmp(subject->rest, "fd/", 3) == 0 &&
			       deliver_is_unjudged(caller->call, subject->member)
		       ? -EAGAIN
		       : 0;
}

/* The handle behind a magic link; owned by the caller. */
static int open_magic(struct proc *proc, const struct proc_subject *subject, int *ret_handle)
{
	const struct member *member = subject->member;
	int handle;

	if (strcmp(subject->rest, "cwd") == 0 || strncmp(subject->rest, "fd/", 3) == 0)
		return proc_link_open(proc, subject->node, ret_handle);
	if (strcmp(subject->rest, "exe") == 0)
		handle = member->process->exe;
	else if (strcmp(subject->rest, "root") == 0)
		handle = member->fs->root >= 0 ? member->fs->root
					       : proc->jail->mounts->mounts[0]->handle;
	else
		return open_namespace(proc, subject, ret_handle);
	if (handle < 0)
		return -ENOENT;
	*ret_handle = fcntl(handle, F_DUPFD_CLOEXEC, 0);
	return *ret_handle < 0 ? -errno : 0;
}

/* exe, cwd, root: the guest path of what they lead to. */
static int magic_text(TALLOC_CTX *ctx, struct proc *proc, const struct proc_subject *subject,
		      char **ret_text)
{
	const struct member *member = subject->member;
	CLEANUP_FD int handle = -1;
	int status = open_magic(proc, subject, &handle);

	if (status < 0)
		return status;
	return proc_handle_text(ctx, proc, &subject->caller, handle,
				strcmp(subject->rest, "cwd") == 0 ? member->fs->cwd_mount : NULL,
				ret_text);
}

static int ns_text(TALLOC_CTX *ctx, const struct proc *proc, const char *node, char **ret_text)
{
	char text[64];
	ssize_t length = readlinkat(proc->host, node, text, sizeof(text));

	if (length < 0)
		return -errno;
	*ret_text = talloc_strndup(ctx, text, (size_t)length);
	return *ret_text == NULL ? -ENOMEM : 0;
}

int proc_link_text(TALLOC_CTX *ctx, void *user, const struct caller *caller, const char *node,
		   char **ret_text)
{
	struct proc *proc = user;
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (look.kind != NODE_LINK && look.kind != NODE_MAGIC)
		return -EINVAL;
	if (look.kind == NODE_MAGIC && !proc_may_look(&subject))
		return -EACCES;
	status = wait_for_judgement(proc, &subject);
	if (status < 0)
		return status;
	if (look.kind == NODE_LINK) {
		if (look.row->text != NULL)
			*ret_text = talloc_strdup(ctx, look.row->text);
		else if (strcmp(node, "self") == 0)
			*ret_text = talloc_asprintf(ctx, "%d", caller->tgid);
		else
			*ret_text = talloc_asprintf(ctx, "%d/task/%d", caller->tgid, caller->tid);
		return *ret_text == NULL ? -ENOMEM : 0;
	}
	if (look.row == NULL)
		return proc_fd_text(ctx, proc, &subject, ret_text);
	if (strncmp(subject.rest, "ns/", 3) == 0)
		return ns_text(ctx, proc, node, ret_text);
	return magic_text(ctx, proc, &subject, ret_text);
}

int proc_link_follow(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(user, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (look.kind != NODE_MAGIC)
		return -EINVAL;
	if (!proc_may_look(&subject))
		return -EACCES;
	status = wait_for_judgement(user, &subject);
	return status < 0 ? status : open_magic(user, &subject, ret_handle);
}
