/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See faked_open.h. The file is opened by deliver.h's rules, whatever it is shown as. */
#include "syscall/faked_open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/major.h>
#include <linux/stat.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "fakeroot/fake_root.h"
#include "syscall/dev.h"
#include "syscall/faked.h"
#include "syscall/faked_device.h"
#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "syscall/rights.h"
#include "util/broken.h"
#include "util/fd.h"

#define LOCAL_MAJORS 240U
#define TMPFILE_BIT  020000000U /* __O_TMPFILE */

/* At the exit stop of an open that made a file: `finish_data` says what it was planned as. */
static long enter_new_file(struct call *call, long result)
{
	const struct faked_new *new = call->finish_data;
	int handle;

	if (result < 0 || call_open_fd(call, (int)result, &handle) < 0)
		return result;
	call_own_fd(call, handle);
	if (faked_made(call, handle, new) < 0)
		return deliver_close(call, (int)result) < 0 ? -ESRCH : -ENOMEM;
	return result;
}

/*
 * By one whom modes may stop: made here, in the judged directory, and nowhere else. If there is
 * something by now, that is judged.
 */
static struct outcome make_and_open(struct call *call, struct path_place *place,
				    const struct open_how *how, const struct faked_new *new)
{
	struct open_how there = { .flags = how->flags & ~(uint64_t)(O_CREAT | O_EXCL | O_TRUNC) };
	int status = deliver_begin_judged(call);

	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (status == 0 && fd_table_is_full(call))
		status = -EMFILE;
	if (status < 0)
		return outcome_fail(status);
	(void)umask(0);
	if (mknodat(place->parent, place->name, S_IFREG | new->host_mode, 0) < 0)
		return errno == EEXIST ? (struct outcome){ .kind = OUTCOME_RETRY }
				       : outcome_fail(errno);
	place->handle = openat(place->parent, place->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (place->handle < 0)
		return outcome_fail(errno);
	status = faked_made(call, place->handle, new);
	return status < 0 ? outcome_fail(status)
			  : deliver_open_judged(call, place, &there, NULL, NULL);
}

/*
 * One without a name. RACE: who shares the caller's descriptors may have put another file under the
 * new number by the time that one is entered, and it would be the caller's.
 */
static struct outcome make_nameless(struct call *call, int directory, const struct open_how *how,
				    const struct faked_new *new)
{
	CLEANUP_FD int fd = -1;
	int status;

	if (fd_table_is_full(call))
		return outcome_fail(EMFILE);
	(void)umask(0);
	fd = openat(directory, ".", (int)how->flags | O_CLOEXEC, new->host_mode);
	if (fd < 0)
		return outcome_fail(errno);
	status = faked_made(call, fd, new);
	return status < 0 ? outcome_fail(status) : give_opened(call, fd, how->flags);
}

static struct outcome create(struct call *call, struct path_place *place,
			     const struct open_how *how)
{
	struct faked_new *new = talloc_zero(call->pool, struct faked_new);
	struct open_how made = *how;
	int directory = place->handle >= 0 ? place->handle : place->parent;
	int status;

	if (new == NULL)
		return outcome_fail(-ENOMEM);
	status = faked_plan(call, directory, S_IFREG | ((mode_t)how->mode & 07777), new);
	if (status < 0)
		return outcome_fail(status);
	if (rights_may_refuse(call) && place->handle < 0)
		return make_and_open(call, place, how, new);
	if (new->plain)
		return deliver_open_judged(call, place, how, NULL, NULL);
	if (rights_may_refuse(call) && !fd_table_is_private(call) && !BROKEN_JUDGED)
		return make_nameless(call, directory, how, new);
	made.mode = new->host_mode;
	return deliver_open_judged(call, place, &made, enter_new_file, new);
}

/* The mount of /dev that is this device, or NULL. */
static struct mount *find_device(const struct jail *jail, mode_t mode, dev_t device)
{
	for (size_t i = 0; i < jail->mounts->count; i++) {
		struct mount *mount = jail->mounts->mounts[i];
		struct stat st;

		if (mount->kind == MOUNT_FILE && fstat(mount->handle, &st) == 0 &&
		    S_ISCHR(st.st_mode) && S_ISCHR(mode) && st.st_rdev == device)
			return mount;
	}
	return NULL;
}

static bool is_multiplexer(const struct path_place *place)
{
	struct stat st;

	return (!place->type_known || S_ISCHR(place->type)) && fstat(place->handle, &st) == 0 &&
	       S_ISCHR(st.st_mode) && st.st_rdev == makedev(TTYAUX_MAJOR, 2);
}

/*
 * KERNEL: devpts_pty_new(): the new terminal is the caller's, but for what the mount says. Its
 * inode may be one that had been somebody's.
 */
static int own_terminal(struct call *call, int master)
{
	const struct mount *terminals = dev_terminals(call->jail);
	const struct creds *creds = call->member->creds;
	struct faked_new new = { 0 };
	struct statx host;
	char name[16];
	int number;

	if (terminals == NULL || ioctl(master, TIOCGPTN, &number) < 0)
		return 0;
	(void)snprintf(name, sizeof(name), "%d", number);
	if (faked_host_at(terminals->handle, name, AT_SYMLINK_NOFOLLOW, &host) < 0)
		return 0;
	new.file = faked_file(call->jail, &host);
	new.file.mode = host.stx_mode;
	if (host.stx_uid == call->jail->fake_root->host_uid)
		new.file.uid = creds->uid.fs;
	if (host.stx_gid == call->jail->fake_root->host_gid)
		new.file.gid = creds->gid.fs;
	return faked_made_at(call, terminals->handle, name, &new);
}

static long give_terminal(struct call *call, long result)
{
	CLEANUP_FD int master = -1;

	if (result >= 0 && call_dup_fd(call, (int)result, &master) == 0 &&
	    own_terminal(call, master) < 0)
		return deliver_close(call, (int)result) < 0 ? -ESRCH : -ENOMEM;
	return result;
}

/* At the exit stop: the descriptor is the jail's own device's, and stands for `place`. */
static long tag_device(struct call *call, long result)
{
	const struct path_place *place = call->finish_data;
	CLEANUP_FD int copy = -1;

	if (result >= 0 && call_dup_fd(call, (int)result, &copy) == 0)
		faked_device_opened(call->jail, copy, place->handle);
	return give_terminal(call, result);
}

/*
 * The jail has no such device: it is one of which nothing can be read. KERNEL: majors from
 * LOCAL_MAJORS on are for local use, or given to drivers as they come (admin-guide/devices.txt):
 * there is none.
 */
static struct outcome open_lacking(struct call *call, struct path_place *place,
				   const struct open_how *how, const struct owner *owner)
{
	struct open_how reading = *how;

	if ((how->flags & O_ACCMODE) != O_RDONLY || major(owner->rdev) >= LOCAL_MAJORS)
		return outcome_fail(-ENXIO);
	reading.flags &= ~(uint64_t)O_TRUNC;
	return deliver_open_judged(call, place, &reading, NULL, NULL);
}

static struct outcome open_device(struct call *call, struct path_place *place,
				  const struct open_how *how, const struct owner *owner)
{
	struct path_place device = PATH_PLACE_INIT;

	device.mount = find_device(call->jail, owner->mode, owner->rdev);
	if (device.mount == NULL)
		return open_lacking(call, place, how, owner);
	/* Borrowed: what the mount table holds is not this place's to close. */
	device.handle = device.mount->handle;
	device.is_mount_root = true;
	if (call_may_write(call, &device) < 0 && (how->flags & O_ACCMODE) != O_RDONLY)
		return outcome_fail(-EROFS);
	return deliver_open(call, &device, how, tag_device, place);
}

struct outcome faked_open(struct call *call, struct path_place *place, const struct open_how *how)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct owner owner;
	struct statx host;

	if (place->handle < 0 || (how->flags & TMPFILE_BIT) != 0)
		return create(call, place, how);
	if ((how->flags & O_PATH) != 0)
		return deliver_open_judged(call, place, how, NULL, NULL);
	if (owners_have_devices(owners) && faked_host(place->handle, &host) == 0) {
		owner = owners_get(owners, &host);
		if ((owner.known & OWNER_DEVICE) != 0)
			return open_device(call, place, how, &owner);
	}
	if (is_multiplexer(place))
		return deliver_open(call, place, how, give_terminal, place);
	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0)
		faked_opened_for_writing(call, place->handle);
	return deliver_open_judged(call, place, how, NULL, NULL);
}
