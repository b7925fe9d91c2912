/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens in the tracee (deliver.h). Every string and struct that the kernel reads here
 * lies in the call's slot; every directory it starts from is a protected descriptor, or
 * one that the guest holds anyway and that has no finer rights to dodge.
 */
#include "syscall/deliver_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "util/fd.h"

struct gate_how deliver_how(const struct deliver_route *route, uint64_t flags, uint64_t mode)
{
	return (struct gate_how){
		.flags = flags,
		.mode = mode,
		.resolve = DELIVER_CONFINED | (route->crosses ? 0U : (unsigned int)RESOLVE_NO_XDEV),
	};
}

/* In one call: not on old kernels, nor for a way longer than the kernel takes at once. */
static bool fits_openat2(const struct call *call, const struct deliver_route *route)
{
	return call->jail->features.openat2 && strlen(route->rel) < PATH_MAX;
}

/* Arguments of the call that opens base itself, by the name of its descriptor. */
static struct outcome open_descriptor(struct call *call, struct slot *slot,
				      const struct deliver_route *route, const struct open_how *how,
				      call_finish *finish, void *finish_data)
{
	uint64_t flags = how->flags & ~(uint64_t)(O_NOFOLLOW | O_CREAT | O_EXCL);

	(void)snprintf(slot->memory->path, sizeof(slot->memory->path), "/proc/thread-self/fd/%d",
		       route->base);
	return call_rewrite(call, CALL_openat,
			    (uint64_t[6]){ (uint64_t)AT_FDCWD,
					   slot_address(slot, slot->memory->path), flags, 0 },
			    finish, finish_data);
}

/* A removed program, by /proc/PID/exe: it has no name to be opened by, so it is handed over. */
static bool is_removed_program(const struct path_place *place, uint64_t flags)
{
	size_t length = place->node == NULL || !place->magic ? 0 : strlen(place->node);

	return length > 4 && strcmp(place->node + length - 4, "/exe") == 0 &&
	       !deliver_writes(flags) && (flags & O_PATH) == 0;
}

static struct outcome hand_over(struct call *call, const struct path_place *place, uint64_t flags)
{
	CLEANUP_FD int fd = open(handle_name(place->handle).text,
				 O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? outcome_fail(errno) : give_opened(call, fd, flags);
}

/* KERNEL: to open it by "." a directory must be searched, which its own name does not demand. */
static bool is_unsearchable_root(const struct path_place *place, const struct deliver_route *route)
{
	return route->rel != NULL && route->rel[0] == '\0' && place->handle >= 0 &&
	       faccessat(AT_FDCWD, handle_name(place->handle).text, X_OK, AT_EACCESS) < 0;
}

/* What the kernel would have to walk to through a directory that it may not search any more. */
static bool is_barred(const struct path_place *place, const struct deliver_route *route,
		      uint64_t flags)
{
	struct stat info;

	if ((!route->barred && !is_unsearchable_root(place, route)) || place->handle < 0 ||
	    fstat(place->handle, &info) < 0)
		return false;
	return (flags & O_PATH) != 0 || ((S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) &&
					 (flags & O_TMPFILE) != O_TMPFILE);
}

struct outcome deliver_hand_over(struct call *call, int handle, uint64_t flags)
{
	unsigned int dropped = O_CREAT | O_EXCL | O_NOFOLLOW;
	struct stat info;
	CLEANUP_FD int fd = -1;

	if ((flags & O_PATH) != 0)
		return give_opened(call, handle, flags);
	/* In a directory that is no mount's, or at what is none. */
	if ((flags & O_TMPFILE) == O_TMPFILE)
		return outcome_fail(fstat(handle, &info) == 0 && S_ISDIR(info.st_mode) ? EACCES
										       : ENOTDIR);
	fd = open(handle_name(handle).text,
		  (int)((flags & ~(uint64_t)dropped) | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
	if (fd < 0 || fcntl(fd, F_SETFL, (int)flags & (O_APPEND | O_NONBLOCK | O_NOATIME)) < 0)
		return outcome_fail(errno);
	return give_opened(call, fd, flags);
}

struct outcome deliver_open(struct call *call, const struct path_place *place,
			    const struct open_how *how, call_finish *finish, void *finish_data)
{
	struct slot *slot = call_slot(call);
	struct deliver_route route;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = deliver_find_route(call, place, how->flags, &route);
	if (status == -EACCES && is_removed_program(place, how->flags))
		return hand_over(call, place, how->flags);
	if (status == -EACCES && finish == NULL)
		return deliver_open_again(call, place, how->flags);
	if (status < 0)
		return outcome_fail(status);
	if (route.through_descriptor)
		return open_descriptor(call, slot, &route, how, finish, finish_data);
	if (finish == NULL && is_barred(place, &route, how->flags))
		return deliver_hand_over(call, place->handle, how->flags);
	if (route.rel == NULL)
		return outcome_fail(-ENAMETOOLONG);
	if (!fits_openat2(call, &route))
		return deliver_open_by_walk(call, slot, &route, how, finish, finish_data);
	status = deliver_put_path(slot, route.rel[0] == '\0' ? "." : route.rel);
	if (status < 0)
		return outcome_fail(status);
	slot->memory->how = deliver_how(&route, how->flags, how->mode);
	return call_rewrite_open(call, route.base, finish, finish_data);
}

int deliver_path_fd(struct call *call, const struct path_place *place, bool directory, bool cloexec,
		    long *ret_fd)
{
	const uint64_t flags = O_PATH | O_NOFOLLOW | (directory ? O_DIRECTORY : 0U) |
			       (cloexec ? O_CLOEXEC : 0U);
	int status = deliver_fd(call, place, flags, ret_fd);
	struct fd_table_limits limits;

	if ((status < 0 ? status : *ret_fd) != -EMFILE ||
	    !fd_table_widen(call, RLIM_INFINITY, &limits))
		return status;
	status = deliver_fd(call, place, flags, ret_fd);
	fd_table_narrow(call, &limits);
	return status;
}

int deliver_fd(struct call *call, const struct path_place *place, uint64_t flags, long *ret_fd)
{
	struct slot *slot = call_slot(call);
	struct deliver_route route;
	const char *last;
	int parent;
	int status;

	if (slot == NULL)
		return -EAGAIN;
	status = deliver_find_route(call, place, flags, &route);
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
	if ((flags & O_PATH) != 0 && is_barred(place, &route, flags))
		return give_fd(call, place->handle, ret_fd);
	if (route.rel == NULL)
		return -ENAMETOOLONG;
	if (!fits_openat2(call, &route)) {
		status = deliver_walk_to_parent(call, slot, &route, flags, &last, &parent);
		if (status < 0 || (status = deliver_put_path(slot, last)) < 0)
			return status;
		status = deliver_step(call, slot, &route, parent, flags, ret_fd);
		if (status == 0 && parent != route.base)
			status = deliver_close(call, parent);
		return status;
	}
	status = deliver_put_path(slot, route.rel[0] == '\0' ? "." : route.rel);
	if (status < 0)
		return status;
	return deliver_step(call, slot, &route, route.base, flags, ret_fd);
}

int deliver_close(struct call *call, int fd)
{
	long ignored;

	return call_remote(call, CALL_close, (uint64_t[6]){ (uint64_t)fd }, &ignored);
}
