/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The spool's side of the synthetic /proc: real directories, empty files and symlinks that
 * stand for nodes, made when they are asked for. They give a node its inode, its mode and
 * a listing that the kernel itself can read out; their content is never looked at.
 * Every access is by a canonical node name below one private directory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uthash.h>

#include "syscall/proc_node.h"
#include "util/fd.h"

/* 64 bytes, as st_size of a /proc/PID/fd link; leads nowhere should anything follow it. */
#define LINK_FILLER "x/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

/* Where more is listed, what was there before is not put in order: others wait meanwhile. */
#define REORDER_MAX 1024U

struct inode_key {
	dev_t dev;
	ino_t ino;
};

struct spool_node {
	char *name;
	mode_t mode;
	struct inode_key inode;
	UT_hash_handle by_name;
	UT_hash_handle by_inode;
};

static const char *spool_path(const char *node)
{
	return node[0] == '\0' ? "." : node;
}

static struct spool_node *find_name(const struct proc *proc, const char *name)
{
	struct spool_node *found;

	HASH_FIND(by_name, proc->by_name, name, strlen(name), found);
	return found;
}

static void node_unregister(struct proc *proc, struct spool_node *node)
{
	HASH_DELETE(by_name, proc->by_name, node);
	HASH_DELETE(by_inode, proc->by_inode, node);
	talloc_free(node);
}

static int node_register(struct proc *proc, const char *name, mode_t mode)
{
	struct spool_node *node = talloc_zero(proc, struct spool_node);
	struct spool_node *stale;
	struct stat st;

	if (node == NULL)
		return -ENOMEM;
	node->name = talloc_strdup(node, name);
	if (node->name == NULL ||
	    fstatat(proc->spool, spool_path(name), &st, AT_SYMLINK_NOFOLLOW) < 0) {
		int error = node->name == NULL ? ENOMEM : errno;

		talloc_free(node);
		return -error;
	}
	node->mode = mode;
	node->inode.dev = st.st_dev;
	node->inode.ino = st.st_ino;
	HASH_FIND(by_inode, proc->by_inode, &node->inode, sizeof(node->inode), stale);
	if (stale != NULL)
		node_unregister(proc, stale);
	HASH_ADD_KEYPTR(by_name, proc->by_name, node->name, strlen(node->name), node);
	HASH_ADD(by_inode, proc->by_inode, inode, sizeof(node->inode), node);
	return 0;
}

/* The rights of a directory are the node's own, also for us: lift them for a change. */
static int set_mode(const struct proc *proc, const char *node, mode_t mode)
{
	return fchmodat(proc->spool, spool_path(node), mode, 0) < 0 ? -errno : 0;
}

static mode_t mode_of(const struct proc *proc, const char *node)
{
	const struct spool_node *known = find_name(proc, node);

	return known == NULL ? 0555 : known->mode;
}

/* What of the host's own files in /proc itself has a size (cmdline, config.gz) is shown with it. */
static int size_as_the_host(const struct proc *proc, const char *node)
{
	CLEANUP_FD int fd = -1;
	struct stat st;

	if (strchr(node, '/') != NULL || fstatat(proc->host, node, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode) || st.st_size == 0)
		return 0;
	fd = openat(proc->spool, node, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 || ftruncate(fd, st.st_size) < 0 ? -errno : 0;
}

/* Creates the bare object in a directory that is writable now. */
static int make_object(const struct proc *proc, const char *node, enum node_kind kind, mode_t mode)
{
	int status = -1;

	switch (kind) {
	case NODE_DIRECTORY:
		status = mkdirat(proc->spool, node, 0700);
		break;
	case NODE_FILE:
		status = mknodat(proc->spool, node, S_IFREG | 0600, 0);
		if (status == 0 && size_as_the_host(proc, node) < 0)
			return -EIO;
		break;
	case NODE_LINK:
	case NODE_MAGIC:
		status = symlinkat(LINK_FILLER, proc->spool, node);
		break;
	}
	if (status < 0 && errno != EEXIST)
		return -errno;
	if (kind == NODE_LINK || kind == NODE_MAGIC)
		return 0;
	return set_mode(proc, node, mode); /* the umask at this moment is some member's */
}

static int parent_of(const char *node, char *parent)
{
	const char *slash = strrchr(node, '/');
	size_t length = slash == NULL ? 0 : (size_t)(slash - node);

	if (length >= PROC_NAME_MAX)
		return -ENAMETOOLONG;
	memcpy(parent, node, length);
	parent[length] = '\0';
	return 0;
}

/* The object and every directory above it; directories get known by their inode. */
static int make_node(struct proc *proc, const char *node, enum node_kind kind, mode_t mode)
{
	char parent[PROC_NAME_MAX];
	int status = parent_of(node, parent);

	if (status < 0)
		return status;
	if (find_name(proc, parent) == NULL) {
		status = make_node(proc, parent, NODE_DIRECTORY, 0555);
		if (status < 0)
			return status;
	}
	status = set_mode(proc, parent, 0700);
	if (status < 0)
		return status;
	status = make_object(proc, node, kind, mode);
	if (status == 0)
		status = set_mode(proc, parent, mode_of(proc, parent));
	if (status == 0 && kind == NODE_DIRECTORY)
		status = node_register(proc, node, mode);
	return status;
}

/* What members did by fchmod to directories that they hold is undone, from the top. */
static void mend_modes(const struct proc *proc, const char *node)
{
	char part[PROC_NAME_MAX];
	struct stat st;
	size_t end = 0;

	if (fstat(proc->spool, &st) == 0 && (st.st_mode & 07777) != mode_of(proc, ""))
		(void)fchmod(proc->spool, mode_of(proc, ""));
	while (node[end] != '\0') {
		end += (node[end] == '/') + strcspn(node + end + (node[end] == '/'), "/");
		if (end >= sizeof(part))
			return;
		memcpy(part, node, end);
		part[end] = '\0';
		if (find_name(proc, part) != NULL &&
		    fstatat(proc->spool, part, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    (st.st_mode & 07777) != mode_of(proc, part))
			(void)set_mode(proc, part, mode_of(proc, part));
	}
}

static int ensure_directory(struct proc *proc, const char *node, mode_t mode)
{
	struct spool_node *known = find_name(proc, node);
	int status;

	if (known == NULL)
		return make_node(proc, node, NODE_DIRECTORY, mode);
	if (known->mode == mode)
		return 0;
	status = set_mode(proc, node, mode);
	if (status == 0)
		known->mode = mode;
	return status;
}

void spool_free(struct proc *proc)
{
	struct spool_node *node;
	struct spool_node *next;

	HASH_ITER (by_name, proc->by_name, node, next)
		node_unregister(proc, node);
	fd_close(&proc->spool);
	fd_close(&proc->aside);
}

int spool_handle(struct proc *proc, const char *node, enum node_kind kind, mode_t mode,
		 int *ret_handle)
{
	int status = 0;
	int handle;

	if (proc->handed_out)
		mend_modes(proc, node);
	if (kind == NODE_DIRECTORY)
		status = ensure_directory(proc, node, mode);
	if (status < 0)
		return status;
	handle = openat(proc->spool, spool_path(node), O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (handle < 0 && errno == ENOENT) {
		status = make_node(proc, node, kind, mode);
		if (status < 0)
			return status;
		handle = openat(proc->spool, spool_path(node), O_PATH | O_NOFOLLOW | O_CLOEXEC);
	}
	if (handle < 0)
		return -errno;
	*ret_handle = handle;
	return 0;
}

int proc_take_stand_in(struct proc *proc, const char *node, int directory, const char *name)
{
	char parent[PROC_NAME_MAX];
	struct stat st;
	int status = parent_of(node, parent);

	if (status < 0)
		return status;
	if (fstatat(proc->spool, node, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return -errno;
	status = S_ISREG(st.st_mode) ? set_mode(proc, parent, 0700) : -ENOENT;
	if (status == 0 && renameat(proc->spool, node, directory, name) < 0)
		status = -errno;
	if (status == 0)
		status = set_mode(proc, parent, mode_of(proc, parent));
	return status;
}

const char *spool_by_identity(const struct proc *proc, dev_t dev, ino_t ino)
{
	struct spool_node *found;
	struct inode_key key;

	memset(&key, 0, sizeof(key));
	key.dev = dev;
	key.ino = ino;
	HASH_FIND(by_inode, proc->by_inode, &key, sizeof(key), found);
	return found == NULL ? NULL : found->name;
}

/* Opens a node's directory for a walk over its names. */
static DIR *open_directory(const struct proc *proc, const char *node)
{
	int fd = openat(proc->spool, spool_path(node),
			O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (dir == NULL)
		fd_close(&fd);
	return dir;
}

static const char *next_name(DIR *dir)
{
	const struct dirent *entry;

	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			return entry->d_name;
	}
	return NULL;
}

/* Of two files, which one does the file system list first? Any order but these two is its own. */
static int learn_order(struct proc *proc)
{
	const char *first = NULL;
	int status = make_object(proc, "older", NODE_LINK, 0);
	DIR *dir;

	if (status == 0)
		status = make_object(proc, "newer", NODE_LINK, 0);
	dir = status == 0 ? open_directory(proc, "") : NULL;
	if (dir != NULL)
		first = next_name(dir);
	proc->lists_newest_first = first != NULL && strcmp(first, "newer") == 0;
	if (dir != NULL)
		(void)closedir(dir);
	(void)unlinkat(proc->spool, "older", 0);
	(void)unlinkat(proc->spool, "newer", 0);
	return status;
}

int spool_new(struct proc *proc, int spool)
{
	int status;

	proc->spool = openat(spool, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (proc->spool < 0)
		return -errno;
	proc->aside = openat(spool, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc->aside < 0)
		return -errno;
	status = learn_order(proc);
	if (status < 0)
		return status;
	if (fchmod(proc->spool, 0555) < 0)
		return -errno;
	return node_register(proc, "", 0555);
}

static int join(char *ret_path, const char *dir, const char *name)
{
	int length = snprintf(ret_path, PROC_NAME_MAX, "%s%s%s", dir, dir[0] ? "/" : "", name);

	return length < 0 || length >= PROC_NAME_MAX ? -ENAMETOOLONG : 0;
}

/* Removes an object from a directory that is writable now, with all below it. */
static void remove_object(struct proc *proc, const char *node)
{
	struct spool_node *known = find_name(proc, node);
	char child[PROC_NAME_MAX];
	const char *name;
	DIR *dir;

	if (known != NULL)
		node_unregister(proc, known);
	if (unlinkat(proc->spool, node, 0) == 0 || (errno != EISDIR && errno != EPERM))
		return;
	(void)set_mode(proc, node, 0700);
	dir = open_directory(proc, node);
	if (dir == NULL)
		return;
	while ((name = next_name(dir)) != NULL) {
		if (join(child, node, name) == 0)
			remove_object(proc, child);
	}
	(void)closedir(dir);
	(void)unlinkat(proc->spool, node, AT_REMOVEDIR);
}

void spool_remove(struct proc *proc, const char *node)
{
	char parent[PROC_NAME_MAX];

	if (find_name(proc, node) == NULL || parent_of(node, parent) < 0)
		return;
	if (set_mode(proc, parent, 0700) < 0)
		return;
	remove_object(proc, node);
	(void)set_mode(proc, parent, mode_of(proc, parent));
}

/* The order in which procfs lists: words, then numbers as numbers. */
static int compare_entries(const void *a, const void *b)
{
	const char *left = ((const struct spool_entry *)a)->name;
	const char *right = ((const struct spool_entry *)b)->name;
	bool left_number = left[0] >= '0' && left[0] <= '9';
	bool right_number = right[0] >= '0' && right[0] <= '9';

	if (left_number != right_number)
		return left_number ? 1 : -1;
	if (left_number && strlen(left) != strlen(right))
		return strlen(left) < strlen(right) ? -1 : 1;
	return strcmp(left, right);
}

/* Drops the names that are no longer there; marks those that are already in the spool. */
static int drop_stale(struct proc *proc, const char *node, struct spool_entry *entries,
		      size_t count, bool *present, bool *writable)
{
	char path[PROC_NAME_MAX];
	struct spool_entry key;
	const char *name;
	DIR *dir = open_directory(proc, node);

	if (dir == NULL)
		return -errno;
	while ((name = next_name(dir)) != NULL) {
		const struct spool_entry *found = NULL;

		if (count > 0 &&
		    snprintf(key.name, sizeof(key.name), "%s", name) < (int)sizeof(key.name))
			found = bsearch(&key, entries, count, sizeof(*entries), compare_entries);
		if (found != NULL) {
			present[found - entries] = true;
			continue;
		}
		if (!*writable && set_mode(proc, node, 0700) < 0)
			break;
		*writable = true;
		if (join(path, node, name) == 0)
			remove_object(proc, path);
	}
	(void)closedir(dir);
	return 0;
}

/*
 * What is there and is to be listed before what is added leaves the directory and comes again. Not
 * directories: somebody else who lists processes meanwhile would miss one.
 */
static int list_anew(struct proc *proc, const char *path)
{
	if (renameat(proc->spool, path, proc->aside, "listed-anew") < 0 ||
	    renameat(proc->aside, "listed-anew", proc->spool, path) < 0)
		return -errno;
	return 0;
}

static int add_missing(struct proc *proc, const char *node, const struct spool_entry *entries,
		       size_t count, const bool *present, bool *writable)
{
	char path[PROC_NAME_MAX];
	bool added = false;
	int status = 0;

	for (size_t left = count; left > 0 && status == 0; left--) {
		size_t i = proc->lists_newest_first ? left - 1 : count - left;

		if (present[i] &&
		    (!added || count > REORDER_MAX || entries[i].kind == NODE_DIRECTORY))
			continue;
		if (!*writable)
			status = set_mode(proc, node, 0700);
		*writable = true;
		added = true;
		if (status == 0)
			status = join(path, node, entries[i].name);
		if (status == 0)
			status = present[i] ? list_anew(proc, path)
					    : make_object(proc, path, entries[i].kind,
							  entries[i].mode);
	}
	return status;
}

int spool_fill(struct proc *proc, const char *node, struct spool_entry *entries, size_t count)
{
	bool *present = talloc_zero_array(proc, bool, count + 1);
	bool writable = false;
	int status;
	int locked;

	if (present == NULL)
		return -ENOMEM;
	if (count > 0)
		qsort(entries, count, sizeof(*entries), compare_entries);
	status = drop_stale(proc, node, entries, count, present, &writable);
	if (status == 0)
		status = add_missing(proc, node, entries, count, present, &writable);
	locked = writable ? set_mode(proc, node, mode_of(proc, node)) : 0;
	talloc_free(present);
	return status < 0 ? status : locked;
}
