/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The descriptors of members as /proc shows them: which there are (never the protected
 * ones), what they are called in the guest. Host names are hints for texts; what a handle
 * is decides its identity.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "syscall/dev.h"
#include "syscall/faked_device.h"
#include "syscall/ipc.h"
#include "syscall/private_names.h"
#include "syscall/proc_node.h"
#include "util/fd.h"

#define DELETED " (deleted)"
#define MEMFD   "/memfd:"
#define CONTENT "proc!"

#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202 /* KERNEL: ipc/mqueue.c */
#endif

bool proc_fd_hidden(const struct proc *proc, int fd)
{
	const struct jail *jail = proc->jail;

	return fd < 0 || ((unsigned int)fd >= jail->guest_fd_base &&
			  (unsigned int)fd - jail->guest_fd_base < jail->guest_fd_count);
}

int proc_fd_exists(struct proc *proc, const struct proc_subject *subject, int fd)
{
	struct stat st;

	if (proc_fd_hidden(proc, fd))
		return -ENOENT;
	return fstatat(proc->host, subject->node, &st, AT_SYMLINK_NOFOLLOW) < 0 ? -ENOENT : 0;
}

int proc_fd_list(TALLOC_CTX *ctx, struct proc *proc, const struct proc_subject *subject,
		 enum node_kind kind, struct spool_entry **ret_entries, size_t *ret_count)
{
	struct spool_entry *entries = NULL;
	const struct dirent *entry;
	size_t count = 0;
	int status = 0;
	int fd = openat(proc->host, subject->node, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (dir == NULL) {
		status = -errno;
		fd_close(&fd);
		return status;
	}
	while (status == 0 && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' || proc_fd_hidden(proc, atoi(entry->d_name)))
			continue;
		entries = talloc_realloc(ctx, entries, struct spool_entry, count + 1);
		if (entries == NULL) {
			status = -ENOMEM;
			break;
		}
		(void)snprintf(entries[count].name, sizeof(entries[count].name), "%.60s",
			       entry->d_name);
		entries[count].kind = kind;
		entries[count++].mode = 0444;
	}
	(void)closedir(dir);
	*ret_entries = entries;
	*ret_count = count;
	return status;
}

int proc_link_open(struct proc *proc, const char *node, int *ret_handle)
{
	*ret_handle = openat(proc->host, node, O_PATH | O_CLOEXEC);
	if (*ret_handle >= 0) {
		(void)dev_take_stand_in(proc->jail, ret_handle);
		if (strstr(node, "/fd/") != NULL)
			faked_device_resolve(proc->jail, node, ret_handle);
		return 0;
	}
	return errno == ESRCH ? -ENOENT : -errno;
}

static int host_text(const struct proc *proc, int handle, char ret_text[PATH_MAX + 1])
{
	char name[32];
	ssize_t length;

	(void)snprintf(name, sizeof(name), "self/fd/%d", handle);
	length = readlinkat(proc->host, name, ret_text, PATH_MAX);
	if (length < 0)
		return -errno;
	ret_text[length] = '\0';
	return 0;
}

char *proc_content_name(TALLOC_CTX *ctx, const char *node)
{
	char *name = talloc_asprintf(ctx, CONTENT "%s", node);

	for (char *at = name; at != NULL && (at = strchr(at, '/')) != NULL;)
		*at = '!';
	return name;
}

static bool cut_suffix(char *text, const char *suffix)
{
	size_t length = strlen(text);
	size_t cut = strlen(suffix);

	if (length < cut || strcmp(text + length - cut, suffix) != 0)
		return false;
	text[length - cut] = '\0';
	return true;
}

/* "proc!123!status:7" -> "/proc/123/status"; NULL when it is no content of ours. */
static char *content_text(TALLOC_CTX *ctx, const struct proc *proc, const char *name)
{
	char *text;

	if (strncmp(name, CONTENT, strlen(CONTENT)) != 0 || strchr(name, '/') != NULL)
		return NULL;
	name += strlen(CONTENT);
	text = talloc_asprintf(ctx, "%s/%.*s", proc_guest_path(proc), (int)strcspn(name, ":"),
			       name);
	for (char *at = text; at != NULL && (at = strchr(at, '!')) != NULL;)
		*at = '/';
	return text;
}

bool proc_is_shown(const struct proc *proc, int handle)
{
	char host[PATH_MAX + 1];
	const char *name;
	struct stat st;
	TALLOC_CTX *ctx;
	bool is_content;

	if (fstat(handle, &st) < 0 || host_text(proc, handle, host) < 0)
		return false;
	if (spool_by_identity(proc, st.st_dev, st.st_ino) != NULL)
		return true;
	name = strncmp(host, MEMFD, strlen(MEMFD)) == 0 ? host + strlen(MEMFD) : strrchr(host, '/');
	if (name == NULL || st.st_nlink != 0)
		return false;
	ctx = talloc_new(NULL);
	is_content = content_text(ctx, proc, name + (*name == '/')) != NULL;
	talloc_free(ctx);
	return is_content;
}

/*
 * An object without a name: a memfd is called as everywhere, a content of ours by its
 * node, a removed file by where it was in the guest. `host` is cut.
 */
static char *nameless_text(TALLOC_CTX *ctx, const struct proc *proc, char *host)
{
	const char *base = strrchr(host, '/') + 1;
	struct path_pair *pairs;
	size_t count;
	char *text = NULL;
	char *guest;

	if (strncmp(host, MEMFD, strlen(MEMFD)) == 0) {
		text = content_text(ctx, proc, host + strlen(MEMFD));
		return text != NULL ? text : talloc_asprintf(ctx, "%s" DELETED, host);
	}
	text = content_text(ctx, proc, base);
	if (text != NULL || path_pairs_of_mounts(ctx, proc->jail->mounts, &pairs, &count) < 0)
		return text;
	guest = path_pair_map(ctx, pairs, count, host);
	if (guest != NULL)
		text = talloc_asprintf(ctx, "%s" DELETED, guest);
	talloc_free(pairs);
	return text;
}

/* A message queue is called as the jail calls it, in the root of its own file system. */
static char *queue_text(TALLOC_CTX *ctx, const struct proc *proc, int handle, const char *host,
			bool deleted)
{
	struct statfs fs;
	const char *name;
	size_t length;

	if (proc->jail->ipc == NULL || strchr(host + 1, '/') != NULL || fstatfs(handle, &fs) < 0 ||
	    (unsigned long)fs.f_type != MQUEUE_MAGIC)
		return NULL;
	name = private_name_to_guest(ipc_queue_names(proc->jail->ipc), host + 1, strlen(host + 1),
				     &length);
	return name == NULL
		       ? NULL
		       : talloc_asprintf(ctx, "/%.*s%s", (int)length, name, deleted ? DELETED : "");
}

int proc_handle_text(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, int handle,
		     const struct mount *prefer, char **ret_text)
{
	struct path_view view = proc_view(proc, caller);
	char host[PATH_MAX + 1];
	char *text = NULL;
	struct stat st;
	bool deleted;
	int status = host_text(proc, handle, host);

	if (status < 0 || fstat(handle, &st) < 0)
		return status < 0 ? status : -errno;
	if (host[0] != '/') { /* pipe:[4711], socket:[...], anon_inode:[eventfd] */
		*ret_text = talloc_strdup(ctx, host);
		return *ret_text == NULL ? -ENOMEM : 0;
	}
	if (st.st_dev == proc->host_dev && proc_node_of(ctx, proc, caller, handle, &text) == 0) {
		*ret_text = talloc_asprintf(ctx, "%s/%s", proc_guest_path(proc), text);
		return *ret_text == NULL ? -ENOMEM : 0;
	}
	text = NULL;
	if (st.st_nlink > 0 && path_of_handle(ctx, &view, handle, prefer, ret_text) == 0)
		return 0;
	deleted = cut_suffix(host, DELETED);
	text = queue_text(ctx, proc, handle, host, deleted);
	if (text == NULL && deleted)
		text = nameless_text(ctx, proc, host);
	/* Handed in (a redirection): the name is the host's affair, but absolute as all are. */
	if (text == NULL)
		text = talloc_strdup(ctx, "/(unreachable)");
	*ret_text = text;
	return text == NULL ? -ENOMEM : 0;
}

int proc_fd_text(TALLOC_CTX *ctx, struct proc *proc, const struct proc_subject *subject,
		 char **ret_text)
{
	CLEANUP_FD int handle = -1;
	int status = proc_link_open(proc, subject->node, &handle);

	if (status < 0)
		return status;
	return proc_handle_text(ctx, proc, &subject->caller, handle, NULL, ret_text);
}

/* KERNEL: fs/proc/fd.c tid_fd_update_inode() */
mode_t proc_link_mode(struct proc *proc, const char *node)
{
	const char *name = strrchr(node, '/');
	struct proc_text text = PROC_TEXT_INIT(proc);
	char path[PROC_NAME_MAX];
	const char *line = NULL;
	unsigned long flags;
	mode_t mode = S_IFLNK;
	pid_t tid;
	int fd;

	if (proc_fd_node(node, &tid, &fd) < 0)
		return 0;
	/* ".../fd/N" -> ".../fdinfo/N" */
	(void)snprintf(path, sizeof(path), "%.*sinfo%s", (int)(name - node), node, name);
	if (proc_host_read(proc, path, &text) == 0 && proc_text_end(&text) == 0)
		line = strstr(text.data, "flags:");
	flags = line == NULL ? 0 : strtoul(line + strlen("flags:"), NULL, 8);
	if (line != NULL && (flags & O_PATH) == 0) {
		if ((flags & O_ACCMODE) != O_WRONLY)
			mode |= S_IRUSR | S_IXUSR;
		if ((flags & O_ACCMODE) != O_RDONLY)
			mode |= S_IWUSR | S_IXUSR;
	}
	talloc_free(text.data);
	return line == NULL ? 0 : mode;
}

int proc_fd_info(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct proc_text host = PROC_TEXT_INIT(text->ctx);
	const char *tag, *end;
	ino_t ino = 0;
	int status;

	if (!faked_device_any(proc->jail))
		return proc_copy(proc, subject, text);
	status = proc_host_read(proc, subject->node, &host);
	if (status == 0)
		status = proc_text_end(&host);
	if (status < 0)
		return status;
	tag = faked_device_tag(proc->jail, host.data, &ino);
	for (const char *line = host.data; *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		end += *end == '\n';
		if (tag != NULL && strncmp(line, "ino:", 4) == 0)
			proc_text_print(text, "ino:\t%ju\n", (uintmax_t)ino);
		else if (line != tag)
			proc_text_add(text, line, (size_t)(end - line));
	}
	talloc_free(host.data);
	return 0;
}
