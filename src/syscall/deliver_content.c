/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * deliver_content() and deliver_link() (deliver.h): a file, or link, made on the spot. It has a
 * name, in a directory of the spool that members can only open from, until it is open, and nobody
 * but that open finds it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/give_fd.h"
#include "syscall/proc.h"
#include "tracer/gate_map.h"
#include "util/fd.h"

/* Of a call in flight: ends with the call's pool, also where the caller is killed. */
struct content {
	const struct jail *jail;
	char *name;
};

/* The file is on its way no longer: whoever has it open keeps it, nobody else finds it. */
static int drop_content(struct content *content)
{
	(void)unlinkat(content->jail->content, content->name, 0);
	return 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t written = write(fd, data, size);

		if (written < 0)
			return -errno;
		data += written;
		size -= (size_t)written;
	}
	return 0;
}

/* An empty file to be written in the content directory; *ret_mode: what it shall have. */
static int make_content(const struct jail *jail, const char *node, const char *name,
			mode_t *ret_mode)
{
	struct stat info = { .st_mode = 0444 };
	int status = proc_take_stand_in(jail->proc, node, jail->content, name);

	if (status == 0 && (fstatat(jail->content, name, &info, AT_SYMLINK_NOFOLLOW) < 0 ||
			    fchmodat(jail->content, name, 0600, 0) < 0))
		status = -errno;
	*ret_mode = (info.st_mode & 0777) | 0400;
	if (status < 0 && status != -ENOENT)
		return status;
	status = openat(jail->content, name, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return status < 0 ? -errno : status;
}

/* A name of its own in the content directory, that tells what is shown under it. */
static char *content_file(struct call *call, const char *name)
{
	static unsigned long counter;

	return talloc_asprintf(call->pool, "%s:%lu", name, ++counter);
}

struct outcome deliver_link(struct call *call, const char *name, const char *text,
			    unsigned int flags)
{
	char *file = content_file(call, name);
	CLEANUP_FD int fd = -1;

	if (file == NULL)
		return outcome_fail(-ENOMEM);
	if (symlinkat(text, call->jail->content, file) < 0)
		return outcome_fail(-errno);
	fd = openat(call->jail->content, file, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (unlinkat(call->jail->content, file, 0) < 0 || fd < 0)
		return outcome_fail(-errno);
	return give_opened(call, fd, flags);
}

struct outcome deliver_content(struct call *call, const char *node, const char *name,
			       const void *data, size_t size, unsigned int flags)
{
	const unsigned int kept = O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW | O_NOATIME | O_PATH;
	struct slot *slot = call_slot(call);
	CLEANUP_FD int fd = -1;
	struct content *content;
	mode_t mode;
	char *file;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	content = talloc(call->pool, struct content);
	file = content_file(call, name);
	if (content == NULL || file == NULL)
		return outcome_fail(-ENOMEM);
	*content = (struct content){ call->jail, talloc_steal(content, file) };
	talloc_set_destructor(content, drop_content);
	fd = make_content(call->jail, node, file, &mode);
	if (fd < 0)
		return outcome_fail(fd);
	status = write_all(fd, data, size);
	if (status < 0)
		return outcome_fail(status);
	(void)fchmod(fd, mode);
	if (snprintf(slot->memory->path, sizeof(slot->memory->path), "%s", file) >=
	    (int)sizeof(slot->memory->path))
		return outcome_fail(-ENAMETOOLONG);
	return call_rewrite(call, CALL_openat,
			    (uint64_t[6]){ (uint64_t)call->jail->guest_fd_content,
					   slot_address(slot, slot->memory->path),
					   O_RDONLY | (flags & kept) },
			    NULL, NULL);
}
