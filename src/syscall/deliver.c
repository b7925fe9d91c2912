/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens in the tracee (deliver.h). Every string and struct that the kernel reads here
 * lies in the call's slot; every directory it starts from is a protected descriptor, or
 * one that the guest holds anyway and that has no finer rights to dodge.
 */
#include "syscall/deliver.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "syscall/dev.h"
#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "syscall/handed_in.h"
#include "syscall/inside.h"
#include "syscall/judge.h"
#include "syscall/proc.h"
#include "util/broken.h"
#include "util/fd.h"

#define CONFINED (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

/* Where an open starts in the tracee, and the rest of the way. */
struct route {
	int base;
	const char *rel;
	bool through_descriptor; /* base itself is opened, by its name in /proc */
	bool crosses;            /* a host mount below, judged plain by the resolver */
};

static bool writes(uint64_t flags)
{
	return (flags & O_PATH) == 0 &&
	       ((flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0);
}

/* The way from a mount of the place's own, for when the one found by the walk will not do. */
static int route_by_mount(struct call *call, const struct path_place *place, struct route *ret)
{
	struct path_view view = call_view(call);
	struct mount *mount;
	char *rel;
	int at = place->handle >= 0 ? place->handle : place->parent;
	int status = path_locate(call->pool, &view, at, place->mount, &mount, &rel);

	if (status < 0)
		return status;
	if (place->handle < 0) {
		rel = talloc_asprintf(call->pool, "%s%s%s", rel, rel[0] == '\0' ? "" : "/",
				      place->name);
		if (rel == NULL)
			return -ENOMEM;
	}
	*ret = (struct route){ mount->guest_fd, rel, mount->kind == MOUNT_FILE, true };
	return mount->guest_fd < 0 ? -EXDEV : 0;
}

/*
 * A pipe or memfd that members made among themselves may be re-opened in any way, as
 * natively; not what came from outside (SECURITY.md E15). RACE: a sibling may exchange the
 * descriptor after this; so where a standard descriptor is a host file with one access
 * mode only, nothing is widened at all. The second wall knows these files too.
 */
static bool is_own_stream(const struct jail *jail, const struct path_place *place)
{
	struct stat info;
	struct stat inherited;
	char target[32];
	ssize_t length;

	if (jail->narrow_stdio || fstatat(place->handle, "", &info, AT_EMPTY_PATH) < 0)
		return false;
	for (int fd = 0; fd <= 2; fd++) {
		if (fstat(fd, &inherited) == 0 && inherited.st_dev == info.st_dev &&
		    inherited.st_ino == info.st_ino)
			return false;
	}
	if (S_ISFIFO(info.st_mode))
		return true;
	length = readlink(handle_name(place->handle).text, target, sizeof(target));
	return S_ISREG(info.st_mode) && length > 7 && strncmp(target, "/memfd:", 7) == 0;
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
	       (jail->mounts->any_read_only || jail->narrow_stdio || jail->judge != NULL ||
		jail->has_peers || !gate_is_sealed(jail->gate));
}

/* An object in no mount, reached by /proc/.../fd/N: its own descriptor is re-opened. */
static int route_by_descriptor(struct call *call, const struct path_place *place,
			       uint64_t flags, struct route *ret)
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
	/* Re-opening may not give more than the descriptor itself (SECURITY.md E15). */
	access = handed_in_flags(tid, fd);
	if (access < 0)
		return -EBADF;
	/* A mere name, of a file that was given for writing, or that a peer handed in. */
	if ((flags & O_PATH) == 0 && (access & O_PATH) != 0 &&
	    (call->jail->has_peers || !host_fs_is_nameless(place->handle)))
		return -EACCES;
	access &= O_ACCMODE;
	if ((flags & O_PATH) == 0 && access != O_RDWR && (int)(flags & O_ACCMODE) != access &&
	    !is_own_stream(call->jail, place))
		return -EACCES;
	*ret = (struct route){ fd, "", true, false };
	return 0;
}

/* What the kernel will be told is judged itself: it may be another name than at the lookup. */
static int judge_route(struct call *call, const struct route *route)
{
	const struct mount_table *mounts = call->jail->mounts;

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
 * rights may be finer than the judged one's, or what it holds (terminals) needs judgement.
 */
static bool is_unsafe_base(const struct call *call, int base, uint64_t flags)
{
	const struct jail *jail = call->jail;

	if (BROKEN_BASE || (base != AT_FDCWD && (unsigned int)base >= jail->guest_fd_base))
		return false;
	if ((jail->mounts->any_read_only && writes(flags)) || jail->has_peers ||
	    jail->judge != NULL)
		return true;
	if ((flags & O_PATH) != 0)
		return false;
	return base == AT_FDCWD ? call->member->fs->users > 1 : !fd_table_is_private(call);
}

static int find_route(struct call *call, const struct path_place *place, uint64_t flags,
		      struct route *ret)
{
	bool own = place->rel != NULL && place->base_guest_fd != PATH_NO_GUEST_FD;
	int status;

	if (place->handle >= 0 && dev_is_terminals(place->handle)) {
		inside_proc_entered(call->jail);
		*ret = (struct route){ call->jail->guest_fd_terminals, "", false, false };
		return writes(flags) ? -EISDIR : 0;
	}
	if (place->mount != NULL && place->mount->kind == MOUNT_FILE && place->is_mount_root) {
		*ret = (struct route){ place->mount->guest_fd, "", true, false };
		return place->mount->guest_fd < 0 ? -EACCES : 0;
	}
	if (own && is_unsafe_base(call, place->base_guest_fd, flags))
		own = false;
	if (own) {
		*ret = (struct route){ place->base_guest_fd, place->rel, false,
				       place->crossed_host_mount };
		return judge_route(call, ret);
	}
	status = route_by_mount(call, place, ret);
	if (status == -ENOENT || status == -EXDEV)
		return route_by_descriptor(call, place, flags, ret);
	return status < 0 ? status : judge_route(call, ret);
}

/* In one call: not on old kernels, nor for a way longer than the kernel takes at once. */
static bool fits_openat2(const struct call *call, const struct route *route)
{
	return call->jail->features.openat2 && strlen(route->rel) < PATH_MAX;
}

static int put_path(struct slot *slot, const char *path)
{
	size_t length = strlen(path);

	if (length >= sizeof(slot->memory->path))
		return -ENAMETOOLONG;
	memcpy(slot->memory->path, path, length + 1);
	return 0;
}

/* Arguments of the call that opens base itself, by the name of its descriptor. */
static struct outcome open_descriptor(struct call *call, struct slot *slot,
				      const struct route *route, const struct open_how *how,
				      call_finish *finish, void *finish_data)
{
	uint64_t flags = how->flags & ~(uint64_t)(O_NOFOLLOW | O_CREAT | O_EXCL);

	(void)snprintf(slot->memory->path, sizeof(slot->memory->path),
		       "/proc/thread-self/fd/%d", route->base);
	return call_rewrite(call, CALL_openat,
			    (uint64_t[6]){ (uint64_t)AT_FDCWD,
					   slot_address(slot, slot->memory->path), flags, 0 },
			    finish, finish_data);
}

/*
 * RACE: a directory on the way is a descriptor of the guest's table, where a sibling may put
 * another one: any that the guest has. There is no sound way, so none is taken, where some of
 * those lead to less than all rights, or out of the jail. (What is handed in from there and
 * only named, O_PATH, leads nowhere: call_start().)
 */
static bool may_be_led_astray(const struct call *call, uint64_t flags)
{
	const struct jail *jail = call->jail;

	return !fd_table_is_private(call) &&
	       ((jail->mounts->any_read_only && writes(flags)) || jail->judge != NULL ||
		(jail->has_peers && (flags & O_PATH) == 0));
}

struct walk_finish {
	int directory; /* tracee descriptor to close, -1: none */
	uint64_t flags;
	call_finish *finish;
	void *finish_data;
};

/*
 * The directory held the lowest free number while the file was opened: the file gets that
 * number, as natively.
 */
static long close_directory(struct call *call, long result)
{
	struct walk_finish *walk = call->finish_data;
	int extra = walk->directory;
	long moved;

	if (extra >= 0 && result > extra) {
		if (call_remote(call, CALL_dup3,
				(uint64_t[6]){ (uint64_t)result, (uint64_t)extra,
					       walk->flags & O_CLOEXEC },
				&moved) < 0)
			return -ESRCH;
		if (moved == extra) {
			extra = (int)result;
			result = moved;
		}
	}
	if (extra >= 0 && deliver_close(call, extra) < 0)
		return -ESRCH;
	if (walk->finish == NULL)
		return result;
	call->finish_data = walk->finish_data;
	return walk->finish(call, result);
}

/*
 * Without openat2: one component after the other with O_NOFOLLOW, in the tracee. Each
 * name is a single component from the slot, so none of these calls can leave `base`.
 * *ret_parent: tracee descriptor of the directory that holds the last component.
 */
static int walk_to_parent(struct call *call, struct slot *slot, const struct route *route,
			  uint64_t flags, const char **ret_last, int *ret_parent)
{
	const char *rest = route->rel;
	int directory = route->base;

	if (strchr(rest, '/') != NULL && may_be_led_astray(call, flags))
		return -EACCES;
	for (;;) {
		size_t length = strcspn(rest, "/");
		long result;
		int status;

		if (rest[length] == '\0')
			break;
		if (length >= sizeof(slot->memory->path))
			return -ENAMETOOLONG;
		memcpy(slot->memory->path, rest, length);
		slot->memory->path[length] = '\0';
		status = call_remote(call, CALL_openat,
				     (uint64_t[6]){ (uint64_t)directory,
						    slot_address(slot, slot->memory->path),
						    O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC },
				     &result);
		if (status < 0)
			return status;
		if (directory != route->base && (status = deliver_close(call, directory)) < 0)
			return status;
		if (result < 0)
			return (int)result;
		directory = (int)result;
		rest += length + 1;
	}
	*ret_last = rest[0] == '\0' ? "." : rest;
	*ret_parent = directory;
	return 0;
}

static struct outcome open_by_walk(struct call *call, struct slot *slot,
				   const struct route *route, const struct open_how *how,
				   call_finish *finish, void *finish_data)
{
	struct walk_finish *walk = talloc_zero(call->pool, struct walk_finish);
	const char *last;
	int parent;
	int status;

	if (walk == NULL)
		return outcome_fail(-ENOMEM);
	status = walk_to_parent(call, slot, route, how->flags, &last, &parent);
	if (status < 0)
		return outcome_fail(status);
	*walk = (struct walk_finish){ parent == route->base ? -1 : parent, how->flags, finish,
				      finish_data };
	status = put_path(slot, last);
	if (status < 0)
		return outcome_fail(status);
	return call_rewrite(call, CALL_openat,
			    (uint64_t[6]){ (uint64_t)parent, slot_address(slot, slot->memory->path),
					   how->flags | O_NOFOLLOW, how->mode },
			    close_directory, walk);
}

/* A removed program, by /proc/PID/exe: it has no name to be opened by, so it is handed over. */
static bool is_removed_program(const struct path_place *place, uint64_t flags)
{
	size_t length = place->node == NULL || !place->magic ? 0 : strlen(place->node);

	return length > 4 && strcmp(place->node + length - 4, "/exe") == 0 && !writes(flags) &&
	       (flags & O_PATH) == 0;
}

static struct outcome hand_over(struct call *call, const struct path_place *place, uint64_t flags)
{
	CLEANUP_FD int fd = open(handle_name(place->handle).text,
				 O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? outcome_fail(errno) : give_opened(call, fd, flags);
}

struct outcome deliver_open(struct call *call, const struct path_place *place,
			    const struct open_how *how, call_finish *finish, void *finish_data)
{
	struct slot *slot = call_slot(call);
	struct route route;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = find_route(call, place, how->flags, &route);
	if (status == -EACCES && is_removed_program(place, how->flags))
		return hand_over(call, place, how->flags);
	if (status < 0)
		return outcome_fail(status);
	if (route.through_descriptor)
		return open_descriptor(call, slot, &route, how, finish, finish_data);
	if (!fits_openat2(call, &route))
		return open_by_walk(call, slot, &route, how, finish, finish_data);
	status = put_path(slot, route.rel[0] == '\0' ? "." : route.rel);
	if (status < 0)
		return outcome_fail(status);
	slot->memory->how = (struct gate_how){
		.flags = how->flags,
		.mode = how->mode,
		.resolve = CONFINED | (route.crosses ? 0U : (unsigned int)RESOLVE_NO_XDEV),
	};
	return call_rewrite_open(call, route.base, finish, finish_data);
}

int deliver_path_fd(struct call *call, const struct path_place *place, bool directory,
		    bool cloexec, long *ret_fd)
{
	return deliver_fd(call, place,
			  O_PATH | O_NOFOLLOW | (directory ? O_DIRECTORY : 0U) |
				  (cloexec ? O_CLOEXEC : 0U),
			  ret_fd);
}

int deliver_fd(struct call *call, const struct path_place *place, uint64_t flags, long *ret_fd)
{
	struct slot *slot = call_slot(call);
	struct route route;
	const char *last;
	int parent;
	int status;

	if (slot == NULL)
		return -EAGAIN;
	status = find_route(call, place, flags, &route);
	if (status < 0)
		return status;
	if (route.through_descriptor) {
		(void)snprintf(slot->memory->path, sizeof(slot->memory->path),
			       "/proc/thread-self/fd/%d", route.base);
		return call_remote(call, CALL_openat,
				   (uint64_t[6]){ (uint64_t)AT_FDCWD,
						  slot_address(slot, slot->memory->path),
						  flags & ~(uint64_t)O_NOFOLLOW },
				   ret_fd);
	}
	if (!fits_openat2(call, &route)) {
		status = walk_to_parent(call, slot, &route, flags, &last, &parent);
		if (status < 0 || (status = put_path(slot, last)) < 0)
			return status;
		status = call_remote(call, CALL_openat,
				     (uint64_t[6]){ (uint64_t)parent,
						    slot_address(slot, slot->memory->path),
						    flags | O_NOFOLLOW },
				     ret_fd);
		if (status == 0 && parent != route.base)
			status = deliver_close(call, parent);
		return status;
	}
	status = put_path(slot, route.rel[0] == '\0' ? "." : route.rel);
	if (status < 0)
		return status;
	slot->memory->how = (struct gate_how){
		.flags = flags,
		.resolve = CONFINED | (route.crosses ? 0U : (unsigned int)RESOLVE_NO_XDEV),
	};
	return call_remote(call, CALL_openat2,
			   (uint64_t[6]){ (uint64_t)route.base,
					  slot_address(slot, slot->memory->path),
					  slot_address(slot, &slot->memory->how),
					  sizeof(struct open_how) },
			   ret_fd);
}

int deliver_close(struct call *call, int fd)
{
	long ignored;

	return call_remote(call, CALL_close, (uint64_t[6]){ (uint64_t)fd }, &ignored);
}
