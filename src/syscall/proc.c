/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tree of the synthetic /proc: which nodes exist for whom, what its links say and where
 * they lead. Judges membership anew at every question: a number in a node's name is a
 * member now or it is ENOENT. Nothing here opens the host's procfs but by O_PATH.
 */
#include "syscall/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fakeroot/may.h"
#include "syscall/proc_node.h"
#include "util/fd.h"

/* A number as the kernel takes it for a name: no sign, no leading zero. */
static bool read_number(const char **text, int *ret_number)
{
	const char *at = *text;
	long number = 0;

	if (*at < '0' || *at > '9' || (at[0] == '0' && at[1] >= '0' && at[1] <= '9'))
		return false;
	for (; *at >= '0' && *at <= '9'; at++) {
		number = number * 10 + (*at - '0');
		if (number > INT_MAX)
			return false;
	}
	if (*at != '\0' && *at != '/')
		return false;
	*text = *at == '/' ? at + 1 : at;
	*ret_number = (int)number;
	return true;
}

struct search {
	pid_t tgid;
	struct member *found;
};

static bool is_of_process(struct member *member, void *data)
{
	struct search *search = data;

	if (member->tracee->tgid == search->tgid && member_has_number(member))
		search->found = member;
	return search->found == NULL;
}

/* The process may outlive its first thread: then any other speaks for it. */
struct member *proc_member(const struct proc *proc, pid_t pid)
{
	struct search search = { pid, jail_find_member(proc->jail, pid) };

	if (search.found == NULL)
		jail_each_member(proc->jail, is_of_process, &search);
	return search.found;
}

int proc_subject(struct proc *proc, const struct caller *caller, const char *node,
		 struct proc_subject *ret_subject)
{
	struct proc_subject subject = { .node = node, .rest = node, .caller = *caller };
	const char *rest = node;

	if (read_number(&rest, &subject.pid) && subject.pid != 0) {
		subject.rest = rest;
		subject.tid = subject.pid;
		subject.member = proc_member(proc, subject.pid);
		subject.is_zombie = subject.member == NULL;
		if (subject.is_zombie && !proc_zombie_is(proc, subject.pid))
			return -ENOENT;
		if (!subject.is_zombie && strncmp(rest, "task/", 5) == 0) {
			struct process *process = subject.member->process;

			rest += 5;
			if (!read_number(&rest, &subject.tid))
				return -ENOENT;
			subject.rest = rest;
			subject.is_task = true;
			subject.member = jail_find_member(proc->jail, subject.tid);
			if (subject.member == NULL || subject.member->process != process)
				return -ENOENT;
		}
	}
	*ret_subject = subject;
	return 0;
}

bool proc_may_look(const struct proc_subject *subject)
{
	const struct member *caller;

	if (subject->is_zombie)
		return false;
	if (subject->pid == 0 || subject->member->process->tgid == subject->caller.tgid)
		return true;
	if (subject->member->creds == NULL)
		return subject->member->process->dumpable;
	caller = jail_find_member(subject->member->jail, subject->caller.tid);
	return caller != NULL &&
	       may_trace(caller->creds, subject->member->creds, subject->member->process->dumpable);
}

struct path_view proc_view(struct proc *proc, const struct caller *caller)
{
	const struct member *member = jail_find_member(proc->jail, caller->tid);
	struct mount *root = proc->jail->mounts->mounts[0];
	struct path_view view = {
		.mounts = proc->jail->mounts,
		.nodes = &proc->jail->nodes,
		.root = { root->handle, root, "", root->guest_fd },
		.caller = *caller,
		.without_openat2 = !proc->jail->features.openat2,
	};

	if (member != NULL && member->fs->root >= 0)
		view.root = (struct path_start){ member->fs->root, member->fs->root_mount,
						 member->fs->root_rel, PATH_NO_GUEST_FD };
	return view;
}

static struct mount *proc_mount(const struct proc *proc)
{
	const struct mount_table *table = proc->jail->mounts;

	for (size_t i = 0; i < table->count; i++) {
		if (table->mounts[i]->kind == MOUNT_PROC)
			return table->mounts[i];
	}
	return NULL;
}

const char *proc_guest_path(const struct proc *proc)
{
	const struct mount *mount = proc_mount(proc);

	return mount == NULL ? "/proc" : mount->guest;
}

/* "fd/N" and "fdinfo/N". */
static int look_descriptor(struct proc *proc, const struct proc_subject *subject, bool info,
			   struct proc_look *ret_look)
{
	const char *name = subject->rest + (info ? 7 : 3);
	int fd;

	if (!read_number(&name, &fd) || *name != '\0')
		return -ENOENT;
	if (!proc_may_look(subject))
		return -EACCES;
	*ret_look = (struct proc_look){ info ? NODE_FILE : NODE_MAGIC, info ? 0444 : 0777, NULL,
					PROC_PRIVATE };
	return proc_fd_exists(proc, subject, fd);
}

bool proc_row_is_there(const struct proc *proc, const struct proc_row *row)
{
	if ((row->flags & PROC_NOT_BY_ROOT) != 0 && geteuid() == 0)
		return false;
	return (row->flags & PROC_NOT_FAKED) == 0 || proc->jail->fake_root == NULL;
}

static int look_at(struct proc *proc, const struct proc_subject *subject,
		   struct proc_look *ret_look)
{
	const struct proc_row *row;
	struct stat st;

	*ret_look = (struct proc_look){ NODE_DIRECTORY, 0555, NULL, 0 };
	if (subject->rest[0] == '\0')
		return 0;
	if (subject->pid != 0 && strncmp(subject->rest, "fd/", 3) == 0)
		return look_descriptor(proc, subject, false, ret_look);
	if (subject->pid != 0 && strncmp(subject->rest, "fdinfo/", 7) == 0)
		return look_descriptor(proc, subject, true, ret_look);
	row = proc_row_find(subject);
	if (row == NULL || !proc_row_is_there(proc, row))
		return -ENOENT;
	*ret_look = (struct proc_look){ row->kind, row->mode, row, row->flags };
	/* Nobody holds the number: it is asked about through proc_zombie_read() only. */
	if (subject->is_zombie) {
		ret_look->flags = 0;
		ret_look->mode = 0444;
		return 0;
	}
	if (row->mode != 0)
		return 0;
	/* The host's kernel says whether there is such a file, and its mode. */
	if (fstatat(proc->host, subject->node, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ESRCH ? -ENOENT : -errno;
	ret_look->mode = st.st_mode & 0777;
	return 0;
}

int proc_look(struct proc *proc, const struct caller *caller, const char *node,
	      struct proc_subject *ret_subject, struct proc_look *ret_look)
{
	int status = proc_subject(proc, caller, node, ret_subject);

	return status < 0 ? status : look_at(proc, ret_subject, ret_look);
}

static int proc_lookup(void *user, const struct caller *caller, const char *dir, const char *name,
		       enum node_kind *ret_kind)
{
	char node[PROC_NAME_MAX];
	struct proc_subject subject;
	struct proc_look look;
	int status = snprintf(node, sizeof(node), "%s%s%s", dir, dir[0] ? "/" : "", name);

	if (status < 0 || status >= (int)sizeof(node))
		return -ENOENT;
	status = proc_look(user, caller, node, &subject, &look);
	if (status == 0)
		*ret_kind = look.kind;
	return status;
}

static int proc_handle(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	struct proc_subject subject;
	struct proc_look look;
	int status = proc_look(user, caller, node, &subject, &look);

	/* What a stat tells and what an open gives are one file: cp compares them. */
	if (status == 0 && proc_is_live(user, &look)) {
		*ret_handle = openat(((struct proc *)user)->host, node,
				     O_PATH | O_NOFOLLOW | O_CLOEXEC);
		return *ret_handle < 0 ? -ENOENT : 0;
	}
	/* KERNEL: proc_task_getattr(): programs count their threads by this link count. */
	if (status == 0 && subject.pid != 0 && strcmp(subject.rest, "task") == 0)
		status = proc_refresh(user, caller, node);
	return status < 0 ? status : spool_handle(user, node, look.kind, look.mode, ret_handle);
}

int proc_place(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, const char *node,
	       struct path_place *ret_place)
{
	struct path_place place = PATH_PLACE_INIT;
	int status = proc_handle(proc, caller, node, &place.handle);

	if (status < 0)
		return status;
	place.mount = proc_mount(proc);
	place.rel = talloc_strdup(ctx, node); /* the spool is laid out as the tree is */
	if (place.mount == NULL || place.rel == NULL) {
		fd_close(&place.handle);
		return place.mount == NULL ? -ENOENT : -ENOMEM;
	}
	place.base_guest_fd = place.mount->guest_fd;
	proc->handed_out = true;
	*ret_place = place;
	return 0;
}

static const char *proc_by_identity(void *user, dev_t dev, ino_t ino)
{
	return spool_by_identity(user, dev, ino);
}

struct node_ops proc_node_ops(struct proc *proc)
{
	return (struct node_ops){
		.user = proc,
		.lookup = proc_lookup,
		.readlink = proc_link_text,
		.follow = proc_link_follow,
		.handle = proc_handle,
		.by_identity = proc_by_identity,
	};
}

void proc_forget(struct proc *proc, pid_t tgid, pid_t tid)
{
	char name[48];

	(void)snprintf(name, sizeof(name), "%d", tid);
	spool_remove(proc, name);
	if (tid == tgid) {
		proc_zombie_note(proc, tgid);
		return;
	}
	(void)snprintf(name, sizeof(name), "%d/task/%d", tgid, tid);
	spool_remove(proc, name);
}

int proc_fd_node(const char *node, pid_t *ret_tid, int *ret_fd)
{
	pid_t tid;

	if (!read_number(&node, &tid))
		return -ENOENT;
	if (strncmp(node, "task/", 5) == 0) {
		node += 5;
		if (!read_number(&node, &tid))
			return -ENOENT;
	}
	if (strncmp(node, "fd/", 3) != 0)
		return -ENOENT;
	node += 3;
	if (!read_number(&node, ret_fd) || *node != '\0')
		return -ENOENT;
	*ret_tid = tid;
	return 0;
}

static int proc_destroy(struct proc *proc)
{
	spool_free(proc);
	fd_close(&proc->host);
	return 0;
}

int proc_new(TALLOC_CTX *ctx, struct jail *jail, int spool, struct proc **ret_proc)
{
	struct proc *proc = talloc_zero(ctx, struct proc);
	struct statfs st;
	struct stat info = { 0 };
	int status;

	if (proc == NULL)
		return -ENOMEM;
	proc->jail = jail;
	proc->spool = proc->aside = -1;
	proc->host = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	talloc_set_destructor(proc, proc_destroy);
	status = proc->host < 0 || fstatfs(proc->host, &st) < 0 || fstat(proc->host, &info) < 0
			 ? -errno
			 : 0;
	proc->host_dev = info.st_dev;
	if (status == 0 && st.f_type != PROC_SUPER_MAGIC)
		status = -ENOTSUP;
	if (status == 0)
		status = spool_new(proc, spool);
	if (status == 0)
		status = proc_own_facts(proc);
	if (status < 0) {
		talloc_free(proc);
		return status;
	}
	*ret_proc = proc;
	return 0;
}
