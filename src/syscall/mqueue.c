/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mq_open and mq_unlink: queues are named on the host by private names. The tracer opens
 * them, for a member's Landlock domain has no place for their file system, and hands the
 * descriptor over. Queues that no member unlinked go when the jail ends. Whose they are under -0
 * the database of faked owners says.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <mqueue.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "syscall/faked.h"
#include "syscall/give_fd.h"
#include "syscall/ipc.h"
#include "util/fd.h"

#define QUEUE_NAME_MAX 255U /* KERNEL: NAME_MAX of the file system mqueue */

/* KERNEL: ipc/mqueue.c looks the name up in one directory: no slash, no dots. */
static int read_name(struct call *call, char **ret_name)
{
	int status = call_read_path(call, call_long(call, 0), ret_name);

	if (status < 0)
		return status;
	if ((*ret_name)[0] == '\0')
		return -ENOENT;
	if (strchr(*ret_name, '/') != NULL || strcmp(*ret_name, ".") == 0 ||
	    strcmp(*ret_name, "..") == 0)
		return -EACCES;
	return strlen(*ret_name) > QUEUE_NAME_MAX ? -ENAMETOOLONG : 0;
}

/* Without pidfd_getfd, thus without Landlock too (KERNEL: 5.6, 5.13): in the tracee. */
static struct outcome open_in_tracee(struct call *call, const char *host)
{
	struct slot *slot = call_slot(call);
	uint64_t args[6];

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	memcpy(slot->memory->data, host, strlen(host) + 1);
	memcpy(args, call->args, sizeof(args));
	args[0] = slot_address(slot, slot->memory->data);
	/* It is there, and its maker has been told so. */
	if (call->jail->fake_root != NULL)
		args[1] &= ~(uint64_t)(O_CREAT | O_EXCL);
	return call_rewrite(call, CALL_mq_open, args, NULL, NULL);
}

/* Whether there is a queue of that name, whatever its rights. */
static bool exists(const char *host)
{
	CLEANUP_FD int queue = (int)syscall(SYS_mq_open, host, O_RDONLY, 0, NULL);

	return queue >= 0 || errno != ENOENT;
}

/* KERNEL: ipc/mqueue.c mqueue_get_inode(): RLIMIT_MSGQUEUE of who makes it. */
static int make_or_open(struct call *call, const char *host, mode_t mode,
			const struct mq_attr *attr)
{
	struct rlimit own, theirs;
	bool limited = getrlimit(RLIMIT_MSGQUEUE, &own) == 0 &&
		       prlimit(call->tracee->tgid, RLIMIT_MSGQUEUE, NULL, &theirs) == 0 &&
		       theirs.rlim_cur < own.rlim_cur;
	int queue;

	theirs.rlim_max = own.rlim_max;
	if (limited)
		(void)setrlimit(RLIMIT_MSGQUEUE, &theirs);
	queue = (int)syscall(SYS_mq_open, host, call_int(call, 1), mode, attr);
	if (queue < 0)
		queue = -errno;
	if (limited)
		(void)setrlimit(RLIMIT_MSGQUEUE, &own);
	return queue;
}

/* KERNEL: mqueue_fill_super() */
static const struct may_file queues_directory = { .mode = S_IFDIR | S_ISVTX | 0777 };

/* What the jail sees of a queue that is there. */
static int look_at(struct call *call, int queue, struct statx *ret_host, struct may_file *ret_file)
{
	int status = faked_look(call->jail, queue, ret_host, ret_file);

	/* Another jail's queue may have its number some day. */
	if (status == 0)
		owners_leave_out(call->jail->fake_root->owners,
				 makedev(ret_host->stx_dev_major, ret_host->stx_dev_minor));
	return status;
}

/* KERNEL: ipc/mqueue.c prepare_open() */
static int judge_open(struct call *call, int queue)
{
	static const unsigned int wanted[] = { R_OK, W_OK, R_OK | W_OK, 0 };
	const int exclusive = O_CREAT | O_EXCL;
	int flags = call_int(call, 1);
	struct may_file file;
	struct statx host;
	int status = look_at(call, queue, &host, &file);

	if (status == 0 && (flags & exclusive) == exclusive)
		return -EEXIST;
	return status < 0 ? status
			  : may_access(call->member->creds, &file, wanted[flags & O_ACCMODE]);
}

/* As the caller's, in the jail's eyes; on the host it is its user's to use. */
static int make_faked(struct call *call, const char *host, const struct mq_attr *attr)
{
	const struct creds *creds = call->member->creds;
	mode_t mode = call_uint(call, 2) & 07777 & ~call->member->fs->umask;
	struct faked_new new = {
		.file = { .uid = creds->uid.fs, .gid = creds->gid.fs, .mode = S_IFREG | mode }
	};
	struct may_file file;
	struct statx info;
	int queue, status;

	(void)umask(0);
	queue = make_or_open(call, host, faked_host_mode(new.file.mode), attr);
	if (queue < 0)
		return queue;
	status = look_at(call, queue, &info, &file);
	if (status == 0)
		status = faked_made(call, queue, &new);
	if (status == 0)
		return queue;
	(void)close(queue);
	(void)syscall(SYS_mq_unlink, host);
	return status;
}

/* With faked owners: the host's queue says nothing of who may open it. */
static int open_faked(struct call *call, const char *host, const struct mq_attr *attr)
{
	int flags = call_int(call, 1);
	CLEANUP_FD int queue = (int)syscall(SYS_mq_open, host, flags & ~(O_CREAT | O_EXCL), 0,
					    NULL);
	int status;

	if (queue < 0)
		return errno == ENOENT && (flags & O_CREAT) != 0 ? make_faked(call, host, attr)
								 : -errno;
	status = judge_open(call, queue);
	return status < 0 ? status : fd_steal(&queue);
}

static int may_unlink(struct call *call, const char *host, struct statx *ret_info)
{
	CLEANUP_FD int queue = (int)syscall(SYS_mq_open, host, O_RDONLY, 0, NULL);
	struct may_file file;
	int status = queue < 0 ? -errno : look_at(call, queue, ret_info, &file);

	return status < 0 ? status : may_remove(call->member->creds, &queues_directory, &file);
}

static struct outcome unlink_queue(struct call *call, struct ipc *ipc, const char *host)
{
	bool faked = call->jail->fake_root != NULL;
	struct statx info;
	int status = faked ? may_unlink(call, host, &info) : 0;

	if (status == 0 && syscall(SYS_mq_unlink, host) < 0)
		status = -errno;
	if (status < 0)
		return outcome_fail(status);
	if (faked)
		faked_unlinked(call->jail, &info);
	ipc_remove_queue(ipc, host);
	return outcome_done(0);
}

static struct outcome open_queue(struct call *call, struct ipc *ipc, const char *host)
{
	bool creates = (call_int(call, 1) & O_CREAT) != 0;
	struct mq_attr given = { 0 };
	const struct mq_attr *attr = call_long(call, 3) != 0 ? &given : NULL;
	bool faked = call->jail->fake_root != NULL;
	CLEANUP_FD int queue = -1;
	long fd;
	int status = 0;

	if (creates && attr != NULL)
		status = call_read(call, call_long(call, 3), &given, sizeof(given));
	/* Noted first: a queue without a note would outlive the jail. */
	if (status == 0 && creates)
		status = ipc_add_queue(ipc, host);
	if (status < 0)
		return outcome_fail(status);
	if (!call->jail->features.pidfd_getfd && !faked)
		return open_in_tracee(call, host);
	call_apply_umask(call);
	queue = faked ? open_faked(call, host, attr)
		      : make_or_open(call, host, call_uint(call, 2), attr);
	if (queue >= 0 && !call->jail->features.pidfd_getfd)
		return open_in_tracee(call, host);
	if (queue < 0) {
		if (creates && !exists(host))
			ipc_remove_queue(ipc, host);
		return outcome_fail(queue);
	}
	status = give_fd(call, queue, &fd);
	return outcome_done(status < 0 ? status : fd);
}

struct outcome on_mq(struct call *call)
{
	struct ipc *ipc = ipc_of(call->jail);
	char *host = talloc_zero_size(call->pool, QUEUE_NAME_MAX + 1);
	size_t length;
	char *name;
	int status;

	if (ipc == NULL || host == NULL)
		return outcome_fail(ENOMEM);
	status = read_name(call, &name);
	if (status == 0)
		status = private_name_to_host(ipc_queue_names(ipc), name, strlen(name), host,
					      QUEUE_NAME_MAX, &length);
	if (status < 0)
		return outcome_fail(status);
	if (table_id(call->row) == CALL_mq_open)
		return open_queue(call, ipc, host);
	return unlink_queue(call, ipc, host);
}
