/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * chroot(2): virtual. The kernel's own root of a member never changes; struct fs keeps
 * another, which lookups start at and ".." stops at (path/resolve.h). As on Linux, who stands
 * outside of it may walk up: but to the jail's root, and no further.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"
#include "syscall/rights.h"
#include "util/fd.h"
#include "util/shared_fd.h"

static int may_search(struct call *call, int handle)
{
	if (call->jail->fake_root != NULL)
		return rights_access(call, handle, X_OK);
	return faccessat(AT_FDCWD, handle_name(handle).text, X_OK, AT_EACCESS) < 0 ? -errno : 0;
}

static int enter_root(struct call *call, struct path_place *place)
{
	struct path_view view = call_view(call);
	struct fs *fs = call->member->fs;
	struct mount *mount;
	char *rel;
	int root = -1;
	int status = path_locate(call->pool, &view, place->handle, place->mount, &mount, &rel);

	if (status < 0)
		return -EPERM;
	if (mount->parent != NULL || rel[0] != '\0') {
		root = fcntl(place->handle, F_DUPFD_CLOEXEC, 0);
		if (root < 0)
			return -ENOMEM;
		rel = talloc_strdup(fs, rel);
		if (rel == NULL) {
			fd_close(&root);
			return -ENOMEM;
		}
	}
	shared_fd_drop(&fs->root);
	TALLOC_FREE(fs->root_rel);
	fs->root = root;
	fs->root_mount = root < 0 ? NULL : mount;
	fs->root_rel = root < 0 ? NULL : rel;
	inside_root_changed(call->member);
	return 0;
}

struct outcome on_chroot(struct call *call)
{
	const struct creds *creds = call->member->creds;
	struct path_place *place;
	int status = call_resolve(call, AT_FDCWD, call->args[0], PATH_FOLLOW, &place);
	struct stat info;

	if (status < 0)
		return outcome_fail(status);
	if (place->handle >= 0 && fstatat(place->handle, "", &info, AT_EMPTY_PATH) == 0) {
		if (!S_ISDIR(info.st_mode))
			return outcome_fail(-ENOTDIR);
		status = may_search(call, place->handle);
		if (status < 0)
			return outcome_fail(status);
	}
	/* Without fake root there is no CAP_SYS_CHROOT; the kernel says so after the lookup. */
	if (creds == NULL || !creds_capable(creds, CAP_SYS_CHROOT) || place->handle < 0)
		return outcome_fail(-EPERM);
	return outcome_status(enter_root(call, place));
}
