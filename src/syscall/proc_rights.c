/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Who may read and write which file of the synthetic /proc, and the opening of the few that
 * are the kernel's own (proc_open()). A row without PROC_WRITABLE is never opened for writing.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/may.h"
#include "syscall/proc_node.h"
#include "util/fd.h"

/* KERNEL: fs/proc/base.c task_dump_owner(): the files of a non-dumpable process are root's. */
void proc_owner(struct proc *proc, const char *node, mode_t mode, uid_t *ret_uid, gid_t *ret_gid)
{
	const struct caller nobody = { 0 };
	struct proc_subject subject;

	*ret_uid = 0;
	*ret_gid = 0;
	if (proc_subject(proc, &nobody, node, &subject) < 0 || subject.pid == 0 ||
	    subject.is_zombie)
		return;
	if (mode != (S_IFDIR | 0555) && !subject.member->process->dumpable)
		return;
	*ret_uid = subject.member->creds->uid.effective;
	*ret_gid = subject.member->creds->gid.effective;
}

/* KERNEL: what is root's (proc_owner()) is open to others as its mode says. */
static int may_as_other(const struct proc_subject *subject, const struct proc_look *look,
			unsigned int want)
{
	const mode_t bit = want == R_OK ? S_IROTH : S_IWOTH;

	if (subject->pid == 0 || subject->is_zombie || subject->member->process->dumpable ||
	    geteuid() == 0)
		return 0;
	return look->kind == NODE_DIRECTORY || (look->mode & bit) != 0 ? 0 : -EACCES;
}

/*
 * What the node's mode says to the caller; without fake root directories are asked about for
 * reading only.
 */
static int may_by_mode(struct proc *proc, const struct proc_subject *subject,
		       const struct proc_look *look, unsigned int want)
{
	const mode_t type = look->kind == NODE_DIRECTORY ? S_IFDIR : S_IFREG;
	const struct member *caller;
	struct may_file file = { .mode = type | look->mode };

	if (proc->jail->fake_root == NULL)
		return may_as_other(subject, look, want);
	/* KERNEL: proc_fd_permission(): one's own descriptors. */
	if (subject->member != NULL && subject->member->process->tgid == subject->caller.tgid &&
	    strncmp(subject->rest, "fd", 2) == 0)
		return 0;
	caller = jail_find_member(proc->jail, subject->caller.tid);
	if (caller == NULL)
		return -EACCES;
	proc_owner(proc, subject->node, file.mode, &file.uid, &file.gid);
	return may_access(caller->creds, &file, want);
}

/* KERNEL: proc_pid_instantiate(): the directory of a process, and of a thread, is immutable. */
static bool is_immutable(const struct proc_subject *subject)
{
	return subject->pid != 0 && subject->rest[0] == '\0';
}

/* KERNEL: proc_fd_permission() lets a process write to where its descriptors are. */
static int may_write_directory(struct proc *proc, const struct proc_subject *subject,
			       const struct proc_look *look)
{
	if (is_immutable(subject))
		return -EPERM;
	if (subject->member != NULL && subject->member->process->tgid == subject->caller.tgid &&
	    strcmp(subject->rest, "fd") == 0)
		return 0;
	return proc->jail->fake_root != NULL ? may_by_mode(proc, subject, look, W_OK) : -EACCES;
}

static int may_write(struct proc *proc, const struct proc_subject *subject,
		     const struct proc_look *look)
{
	if (look->kind == NODE_DIRECTORY)
		return may_write_directory(proc, subject, look);
	return (look->flags & PROC_WRITABLE) == 0 ? -EACCES
						  : may_by_mode(proc, subject, look, W_OK);
}

static int may_read(struct proc *proc, const struct proc_subject *subject,
		    const struct proc_look *look)
{
	if ((look->flags & PROC_PRIVATE) != 0 && !proc_may_look(subject))
		return -EACCES;
	return may_by_mode(proc, subject, look, R_OK);
}

int proc_access(struct proc *proc, const struct caller *caller, const char *node, int bits)
{
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (look.kind == NODE_LINK || look.kind == NODE_MAGIC)
		return 0;
	if ((bits & X_OK) != 0 && look.kind == NODE_FILE)
		return -EACCES;
	if ((bits & W_OK) != 0)
		status = may_write(proc, &subject, &look);
	else if ((bits & X_OK) != 0 && proc->jail->fake_root != NULL)
		status = may_by_mode(proc, &subject, &look, X_OK);
	if (status < 0)
		return status;
	if ((bits & R_OK) == 0)
		return 0;
	status = may_read(proc, &subject, &look);
	if (status < 0 || look.kind == NODE_DIRECTORY)
		return status;
	if (look.row != NULL && look.row->read == NULL && (look.flags & PROC_LIVE) == 0)
		return -EACCES;
	if (subject.is_zombie || (look.row != NULL && look.row->mode != 0))
		return 0;
	return faccessat(proc->host, node, R_OK, AT_EACCESS) < 0 ? -errno : 0;
}

int proc_may_set(struct proc *proc, const struct caller *caller, const char *node, bool touch)
{
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (is_immutable(&subject))
		return -EPERM;
	if (proc->jail->fake_root != NULL || subject.member == NULL ||
	    (!subject.member->process->dumpable &&
	     !(look.kind == NODE_DIRECTORY && look.mode == 0555)))
		return touch ? -EACCES : -EPERM;
	return 0;
}

int proc_read(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, const char *node,
	      char **ret_data, size_t *ret_size)
{
	struct proc_text text = PROC_TEXT_INIT(ctx);
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (look.kind != NODE_FILE)
		return look.kind == NODE_DIRECTORY ? -EISDIR : -ELOOP;
	status = may_read(proc, &subject, &look);
	if (status < 0)
		return status;
	if (subject.is_zombie)
		status = proc_zombie_read(proc, &subject, &text);
	else if (look.row == NULL) /* fdinfo/N */
		status = proc_fd_info(proc, &subject, &text);
	else
		status = look.row->read == NULL ? -EACCES : look.row->read(proc, &subject, &text);
	if (status == 0)
		status = proc_text_end(&text);
	else
		talloc_free(text.data);
	if (status < 0)
		return status;
	*ret_data = text.data;
	*ret_size = text.size;
	return 0;
}

bool proc_is_live(const struct proc *proc, const struct proc_look *look)
{
	return look->kind == NODE_FILE && proc->jail->features.pidfd_getfd &&
	       (look->flags & (PROC_LIVE | PROC_WRITABLE)) != 0;
}

int proc_open(struct proc *proc, const struct caller *caller, const char *node, uint64_t flags,
	      int *ret_fd)
{
	struct proc_subject subject;
	struct proc_look look;
	int bits = (flags & O_ACCMODE) == O_RDONLY ? 0 : W_OK;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (!proc_is_live(proc, &look))
		return -ENOSYS;
	if ((flags & O_ACCMODE) != O_WRONLY)
		bits |= R_OK;
	status = proc_access(proc, caller, node, bits);
	if (status < 0)
		return status;
	*ret_fd =
		openat(proc->host, node,
		       (int)(flags & (O_ACCMODE | O_APPEND | O_NONBLOCK | O_NOFOLLOW | O_NOATIME)) |
			       O_NOCTTY | O_CLOEXEC);
	if (*ret_fd < 0)
		return errno == ESRCH ? -ENOENT : -errno;
	return 0;
}

int proc_host_node(TALLOC_CTX *ctx, struct proc *proc, int handle, char **ret_node)
{
	char link[32], root[64], text[PATH_MAX];
	struct stat st;
	ssize_t length, above;

	if (fstatat(handle, "", &st, AT_EMPTY_PATH) < 0 || st.st_dev != proc->host_dev ||
	    !S_ISREG(st.st_mode))
		return -ENOENT;
	(void)snprintf(link, sizeof(link), "self/fd/%d", proc->host);
	above = readlinkat(proc->host, link, root, sizeof(root));
	(void)snprintf(link, sizeof(link), "self/fd/%d", handle);
	length = readlinkat(proc->host, link, text, sizeof(text) - 1);
	if (above <= 0 || above == (ssize_t)sizeof(root) || length <= above + 1 ||
	    memcmp(text, root, (size_t)above) != 0 || text[above] != '/')
		return -ENOENT;
	*ret_node = talloc_strndup(ctx, text + above + 1, (size_t)(length - above - 1));
	return *ret_node == NULL ? -ENOMEM : 0;
}

int proc_node_of(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, int handle,
		 char **ret_node)
{
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_host_node(ctx, proc, handle, ret_node);

	if (status == 0)
		status = proc_look(proc, caller, *ret_node, &subject, &look);
	return status == 0 && look.kind != NODE_FILE ? -ENOENT : status;
}
