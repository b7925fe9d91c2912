/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See faked_open.h. The file is opened by deliver.h's rules, whatever it is shown as. */
#include "syscall/faked_open.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "fakeroot/fake_root.h"
#include "syscall/faked.h"
#include "syscall/faked_device.h"
#include "util/fd.h"

#define TMPFILE_BIT 020000000U /* __O_TMPFILE */

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
	if (new->plain)
		return deliver_open(call, place, how, NULL, NULL);
	made.mode = new->file.mode & 0777;
	return deliver_open(call, place, &made, enter_new_file, new);
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

/* At the exit stop: the descriptor is the jail's own device's, and stands for `place`. */
static long tag_device(struct call *call, long result)
{
	const struct path_place *place = call->finish_data;
	CLEANUP_FD int copy = -1;

	if (result >= 0 && call_dup_fd(call, (int)result, &copy) == 0)
		faked_device_opened(call->jail, copy, place->handle);
	return result;
}

static struct outcome open_device(struct call *call, struct path_place *place,
				  const struct open_how *how, const struct owner *owner)
{
	struct path_place device = PATH_PLACE_INIT;

	device.mount = find_device(call->jail, owner->mode, owner->rdev);
	if (device.mount == NULL)
		return outcome_fail(-ENXIO);
	/* Borrowed: what the mount table holds is not this place's to close. */
	device.handle = device.mount->handle;
	device.is_mount_root = true;
	if (call_may_write(call, &device) < 0 && (how->flags & O_ACCMODE) != O_RDONLY)
		return outcome_fail(-EROFS);
	return deliver_open(call, &device, how, tag_device, place);
}

struct outcome faked_open(struct call *call, struct path_place *place, const struct open_how *how,
			  call_finish *finish)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct owner owner;
	struct statx host;

	if (place->handle < 0 || (how->flags & TMPFILE_BIT) != 0)
		return create(call, place, how);
	if ((how->flags & O_PATH) != 0)
		return deliver_open(call, place, how, finish, place);
	if (owners_have_devices(owners) && faked_host(place->handle, &host) == 0) {
		owner = owners_get(owners, &host);
		if ((owner.known & OWNER_DEVICE) != 0)
			return open_device(call, place, how, &owner);
	}
	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0)
		faked_opened_for_writing(call, place->handle);
	return deliver_open(call, place, how, finish, place);
}
