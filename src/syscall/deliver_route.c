/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where the tracee's open of a judged place begins. Must never name a descriptor that a
 * sibling can exchange where that would give it more than was judged: the RACE comments say
 * what each way rests on.
 */
#include "syscall/deliver_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "path/host_traps.h"
#include "path/walk.h"
#include "syscall/dev.h"
#include "syscall/fd_table.h"
#include "syscall/handed_in.h"
#include "syscall/inside.h"
#include "syscall/judge.h"
#include "syscall/proc.h"
#include "syscall/rights.h"
#include "util/broken.h"
#include "util/fd.h"

bool deliver_writes(uint64_t flags)
{
	return (flags & O_PATH) == 0 &&
	       ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0);
}

/* The way from a mount of the place's own, for when the one found by the walk will not do. */
static int route_by_mount(struct call *call, const struct path_place *place,
			  struct deliver_route *ret)
{
	struct path_view view = call_view(call);
	struct mount *mount;
	char *rel;
	int at = place->handle >= 0 ? place->handle : place->parent;
	bool barred;
	int status = path_locate_way(call->pool, &view, at, NULL, place->mount, &mount, &rel,
				     &barred);

	/* Deeper than names can be told: the walk knew which mount it was in. */
	if (status == -ENAMETOOLONG && place->mount != NULL) {
		mount = place->mount;
		barred = true;
		rel = NULL;
		status = 0;
	}
	if (status < 0)
		return status;
	if (rel == NULL && (place->handle < 0 || call->jail->judge != NULL))
		return -ENAMETOOLONG;
	if (place->handle < 0) {
		rel = talloc_asprintf(call->pool, "%s%s%s", rel, rel[0] == '\0' ? "" : "/",
				      place->name);
		if (rel == NULL)
			return -ENOMEM;
	}
	*ret = (struct deliver_route){ mount->guest_fd, rel, mount->kind == MOUNT_FILE,
				       path_crosses_host_mount(mount, at), barred };
	return mount->guest_fd < 0 ? -EXDEV : 0;
}

/*
 * RACE: a sibling may put another descriptor under the number that was judged, and the kernel
 * opens that one anew with these flags: rights that it was not given. Only where none of
 * those that a guest can have is narrower than its file.
 */
static bool may_be_exchanged(const struct call *call)
{
	const struct jail *jail = call->jail;

	return !BROKEN_REOPEN && !fd_table_is_private(call) &&
	       (jail->mounts->any_read_only || jail->narrow_stdio || jail->narrow_pipe ||
		jail->judge != NULL || jail->has_peers || !gate_is_sealed(jail->gate) ||
		rights_may_refuse(call));
}

/*
 * An object in no mount, reached by /proc/.../fd/N: its own descriptor is re-opened. Where that
 * will not do, deliver_open_again() may.
 */
static int route_by_descriptor(struct call *call, const struct path_place *place, uint64_t flags,
			       struct deliver_route *ret)
{
	pid_t tid;
	int fd;
	int access;

	/* A new name in no mount: its directory was removed. */
	if (place->node == NULL && place->handle < 0)
		return -ENOENT;
	if (place->node == NULL || proc_fd_node(place->node, &tid, &fd) < 0)
		return -EACCES;
	if (tid != call->tracee->tid && tid != call->tracee->tgid)
		return -EACCES;
	if ((flags & O_PATH) == 0 && may_be_exchanged(call))
		return -EACCES;
	access = handed_in_flags(tid, fd);
	if (access < 0)
		return -EBADF;
	if (!deliver_may_open_again(call->jail, place->handle, access, flags,
				    !call->jail->narrow_stdio))
		return -EACCES;
	*ret = (struct deliver_route){ fd, "", true, false, false };
	return 0;
}

/*
 * What the kernel will be told is judged itself: it may be another name than at the lookup. RACE:
 * where it may pass from mount to mount, a rename on its way may lead it elsewhere.
 */
static int judge_route(struct call *call, const struct deliver_route *route)
{
	const struct mount_table *mounts = call->jail->mounts;

	if (route->crosses && host_traps_on_way(mounts, route->rel))
		return -EACCES;
	for (size_t i = 0; call->jail->judge != NULL && i < mounts->count; i++) {
		const struct mount *mount = mounts->mounts[i];

		if (mount->guest_fd == route->base && mount->kind != MOUNT_PROC)
			return judge_located(call, mount, route->rel);
	}
	return 0;
}

/*
 * RACE: the guest may put another directory under its own number meanwhile, or a thread that
 * shares its working directory may change that. The other one is in the jail too, but its
 * rights may be finer than the judged one's, or what it holds (terminals) needs judgement. By a
 * mere name nothing of that is had, but whom faked modes may stop would stand where he may not go.
 */
static bool is_unsafe_base(const struct call *call, int base, uint64_t flags)
{
	const struct jail *jail = call->jail;

	if (BROKEN_BASE || (base != AT_FDCWD && (unsigned int)base >= jail->guest_fd_base))
		return false;
	if ((jail->mounts->any_read_only && deliver_writes(flags)) || jail->has_peers ||
	    jail->judge != NULL)
		return true;
	if ((flags & O_PATH) != 0 && !rights_may_refuse(call))
		return false;
	return base == AT_FDCWD ? call->member->fs->users > 1 : !fd_table_is_private(call);
}

int deliver_find_route(struct call *call, const struct path_place *place, uint64_t flags,
		       struct deliver_route *ret)
{
	bool own = place->rel != NULL && place->base_guest_fd != PATH_NO_GUEST_FD;
	int status;

	if (!BROKEN_TERMINALS && place->handle >= 0 && dev_is_terminals(place->handle)) {
		inside_proc_entered(call->jail);
		*ret = (struct deliver_route){ call->jail->guest_fd_terminals, "", false, false,
					       false };
		return deliver_writes(flags) ? -EISDIR : 0;
	}
	if (place->mount != NULL && place->mount->kind == MOUNT_FILE && place->is_mount_root) {
		*ret = (struct deliver_route){ place->mount->guest_fd, "", true, false, false };
		return place->mount->guest_fd < 0 ? -EACCES : 0;
	}
	if (own && is_unsafe_base(call, place->base_guest_fd, flags))
		own = false;
	if (own) {
		*ret = (struct deliver_route){ place->base_guest_fd, place->rel, false,
					       place->crossed_host_mount, false };
		return judge_route(call, ret);
	}
	status = route_by_mount(call, place, ret);
	/* Too deep for names: what a descriptor leads to is there, with the rights that it has. */
	if (status == -ENAMETOOLONG && place->magic && place->handle >= 0 &&
	    call->jail->judge == NULL)
		status = -EXDEV;
	if (status == -ENOENT || status == -EXDEV)
		return route_by_descriptor(call, place, flags, ret);
	return status < 0 ? status : judge_route(call, ret);
}
