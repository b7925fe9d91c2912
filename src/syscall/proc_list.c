/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the directories of the synthetic /proc list at this moment: rows of the table,
 * member processes, threads, descriptors. Only members are ever listed.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "syscall/proc_node.h"
#include "util/fd.h"

/* Gathers the entries of a directory. */
struct listing {
	struct proc *proc;
	const struct proc_subject *dir;
	struct spool_entry *entries; /* talloc'd on the listing's context */
	size_t count;
	TALLOC_CTX *ctx;
	bool failed;
};

static bool list_add(struct listing *listing, const char *name, enum node_kind kind, mode_t mode)
{
	struct spool_entry *entries = talloc_realloc(listing->ctx, listing->entries,
						     struct spool_entry, listing->count + 1);

	assert(strlen(name) < PROC_ENTRY_MAX);
	if (entries == NULL) {
		listing->failed = true;
		return false;
	}
	listing->entries = entries;
	entries += listing->count++;
	(void)snprintf(entries->name, sizeof(entries->name), "%s", name);
	entries->kind = kind;
	entries->mode = mode;
	return true;
}

static int list_row(const struct proc_row *row, const char *name, void *data)
{
	struct listing *listing = data;
	char node[PROC_NAME_MAX];
	const char *dir = listing->dir->node;
	mode_t mode = row->mode;
	struct stat st;

	if (!proc_row_is_there(listing->proc, row))
		return 0;
	if (mode == 0) {
		(void)snprintf(node, sizeof(node), "%s%s%s", dir, dir[0] ? "/" : "", name);
		if (fstatat(listing->proc->host, node, &st, AT_SYMLINK_NOFOLLOW) < 0)
			return 0;
		mode = st.st_mode & 0777;
	}
	return list_add(listing, name, row->kind, mode) ? 0 : -ENOMEM;
}

static bool list_process(struct member *member, void *data)
{
	struct listing *listing = data;
	char name[16];

	/* One thread lists its process: the first, or any when that has ended. */
	if (member->tracee->tid != member->tracee->tgid &&
	    proc_member(listing->proc, member->tracee->tgid) != member)
		return true;
	(void)snprintf(name, sizeof(name), "%d", member->tracee->tgid);
	return list_add(listing, name, NODE_DIRECTORY, 0555);
}

static bool list_zombie(pid_t pid, void *data)
{
	char name[16];

	(void)snprintf(name, sizeof(name), "%d", pid);
	return list_add(data, name, NODE_DIRECTORY, 0555);
}

static bool list_thread(struct member *member, void *data)
{
	struct listing *listing = data;
	char name[16];

	if (member->process != listing->dir->member->process)
		return true;
	(void)snprintf(name, sizeof(name), "%d", member->tracee->tid);
	return list_add(listing, name, NODE_DIRECTORY, 0555);
}

static int list_directory(struct listing *listing)
{
	const struct proc_subject *dir = listing->dir;
	const char *rest = dir->rest;

	if (dir->pid != 0 && (strcmp(rest, "fd") == 0 || strcmp(rest, "fdinfo") == 0))
		return proc_fd_list(listing->ctx, listing->proc, dir,
				    rest[2] == '\0' ? NODE_MAGIC : NODE_FILE, &listing->entries,
				    &listing->count);
	if (dir->pid != 0 && !dir->is_task && strcmp(rest, "task") == 0)
		jail_each_member(listing->proc->jail, list_thread, listing);
	else if (dir->node[0] == '\0') {
		jail_each_member(listing->proc->jail, list_process, listing);
		proc_zombie_each(listing->proc, list_zombie, listing);
	}
	return listing->failed ? -ENOMEM : proc_row_each(dir, list_row, listing);
}

int proc_refresh(struct proc *proc, const struct caller *caller, const char *node)
{
	struct proc_subject subject;
	struct listing listing = { .proc = proc, .dir = &subject };
	struct proc_look look;
	CLEANUP_FD int handle = -1;
	int status = proc_look(proc, caller, node, &subject, &look);

	if (status < 0)
		return status;
	if (look.kind != NODE_DIRECTORY)
		return -ENOTDIR;
	if ((look.flags & PROC_PRIVATE) != 0 && !proc_may_look(&subject))
		return -EACCES;
	listing.ctx = talloc_new(proc);
	if (listing.ctx == NULL)
		return -ENOMEM;
	status = list_directory(&listing);
	if (status == 0)
		status = spool_handle(proc, node, NODE_DIRECTORY, look.mode, &handle);
	if (status == 0)
		status = spool_fill(proc, node, listing.entries, listing.count);
	talloc_free(listing.ctx);
	return status;
}
