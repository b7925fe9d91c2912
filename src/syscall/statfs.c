/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * statfs, fstatfs: what the file system of the judged handle says, with the flags of the
 * mount that the guest sees. /proc answers as the kernel's own does. ustat names a file system
 * by its device number: those of the mounts exist, and no others.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "syscall/call.h"
#include "syscall/dev.h"
#include "syscall/handlers.h"
#include "syscall/path_argument.h"
#include "syscall/proc.h"
#include "util/fd.h"

#ifndef ST_VALID
#define ST_VALID 0x0020 /* f_flags is filled in: include/linux/statfs.h */
#endif

static void fill_proc(struct statfs *buf)
{
	memset(buf, 0, sizeof(*buf));
	buf->f_type = PROC_SUPER_MAGIC;
	buf->f_bsize = 4096;
	buf->f_frsize = 4096;
	buf->f_namelen = 255;
	buf->f_flags = ST_VALID | ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_RELATIME;
}

static void fill_mount_flags(const struct mount *mount, struct statfs *buf)
{
	if (mount && mount->read_only)
		buf->f_flags |= ST_RDONLY;
}

static int statfs_path(struct call *call, struct statfs *buf)
{
	struct path_view view = call_view(call);
	struct path_place *place;
	int status = call_resolve(call, AT_FDCWD, call_long(call, 0), PATH_FOLLOW, &place);

	if (status)
		return status;
	if (place_is_node(place)) {
		fill_proc(buf);
		return 0;
	}
	if (fstatfs(place->handle, buf) < 0)
		return -errno;
	if (call->jail->mounts->any_read_only)
		fill_mount_flags(path_place_mount(call->pool, &view, place), buf);
	return 0;
}

static int statfs_descriptor(struct call *call, struct statfs *buf)
{
	const struct proc *proc = call->jail->proc;
	struct path_view view = call_view(call);
	CLEANUP_FD int handle = -1;
	struct mount *mount;
	char *rel;
	int status = call_open_fd(call, call_int(call, 0), &handle);

	if (status)
		return status;
	(void)dev_take_stand_in(call->jail, &handle);
	call_resolve_device(call, call_int(call, 0), &handle);
	if (fstatfs(handle, buf) < 0)
		return -errno;
	if (proc != NULL && proc_is_shown(proc, handle))
		fill_proc(buf);
	else if (path_locate(call->pool, &view, handle, NULL, &mount, &rel) == 0)
		fill_mount_flags(mount, buf);
	return 0;
}

struct outcome on_statfs(struct call *call)
{
	struct statfs buf;
	int status = call->row->id == CALL_fstatfs ? statfs_descriptor(call, &buf)
						   : statfs_path(call, &buf);

	if (status)
		return outcome_fail(status);
	return outcome_status(call_write(call, call_long(call, 1), &buf, sizeof(buf)));
}

/* KERNEL: struct ustat of x86_64, the only one of ours that has the call. */
struct ustat_answer {
	int free_blocks;
	unsigned long free_inodes;
	char names[12]; /* never filled in */
};

/* KERNEL: new_encode_dev(), what ustat takes. */
static uint32_t encode_dev(dev_t dev)
{
	return (minor(dev) & 0xffU) | (major(dev) << 8) | ((minor(dev) & ~0xffU) << 12);
}

struct outcome on_ustat(struct call *call)
{
	const struct mount_table *table = call->jail->mounts;
	struct ustat_answer answer;
	struct statfs buf;

	for (size_t i = 0; i < table->count; i++) {
		const struct mount *mount = table->mounts[i];

		if (encode_dev(mount->dev) != call_uint(call, 0) || mount->concealed)
			continue;
		if (fstatfs(mount->handle, &buf) < 0)
			return outcome_fail(errno);
		memset(&answer, 0, sizeof(answer));
		answer.free_blocks = (int)buf.f_bfree;
		answer.free_inodes = buf.f_ffree;
		return outcome_status(
			call_write(call, call_long(call, 1), &answer, sizeof(answer)));
	}
	return outcome_fail(EINVAL);
}
