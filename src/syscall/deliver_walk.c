/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens on kernels without openat2, and on ways longer than it takes: step by step in the
 * tracee. Must never follow a symbolic link, nor leave a directory's descriptor behind.
 */
#include "syscall/deliver_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "path/host_fs.h"
#include "syscall/fd_table.h"
#include "syscall/judge.h"
#include "util/broken.h"

int deliver_put_path(struct slot *slot, const char *path)
{
	size_t length = strlen(path);

	if (length >= sizeof(slot->memory->path))
		return -ENAMETOOLONG;
	memcpy(slot->memory->path, path, length + 1);
	return 0;
}

/*
 * RACE: a directory on the way is a descriptor of the guest's table, where a sibling may put
 * another one: any that the guest has. There is no sound way, so none is taken, where some of
 * those lead to less than all rights, or out of the jail. (What is handed in from there and
 * only named, O_PATH, leads nowhere: call_start().) Nor where the host could have its procfs
 * in one of them, by a name that is on the way.
 */
static bool may_be_led_astray(const struct call *call, const struct deliver_route *route,
			      uint64_t flags)
{
	const struct jail *jail = call->jail;

	if (BROKEN_STEPS || fd_table_is_private(call))
		return false;
	if ((jail->mounts->any_read_only && deliver_writes(flags)) || jail->judge != NULL ||
	    (jail->has_peers && (flags & O_PATH) == 0))
		return true;
	return (route->crosses || !jail->features.openat2) && host_fs_is_on_way(route->rel);
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
 * How many bytes of the way to go in one step, ending before a '/': a component, or with openat2 as
 * many as the slot holds. 0: what is left is the last component.
 */
static size_t step_length(const struct call *call, const char *rest)
{
	const size_t room = sizeof(((struct gate_slot *)0)->path) - 1;
	size_t length = 0;

	for (size_t at = strcspn(rest, "/"); rest[at] != '\0' && (at <= room || length == 0);
	     at += 1 + strcspn(rest + at + 1, "/")) {
		length = at;
		if (!call->jail->features.openat2)
			break;
	}
	return length;
}

int deliver_step(struct call *call, struct slot *slot, const struct deliver_route *route,
		 int directory, uint64_t flags, long *ret_fd)
{
	uint64_t path = slot_address(slot, slot->memory->path);

	if (!call->jail->features.openat2)
		return call_remote(call, CALL_openat,
				   (uint64_t[6]){ (uint64_t)directory, path, flags | O_NOFOLLOW },
				   ret_fd);
	slot->memory->how = deliver_how(route, flags, 0);
	return call_remote(call, CALL_openat2,
			   (uint64_t[6]){ (uint64_t)directory, path,
					  slot_address(slot, &slot->memory->how),
					  sizeof(struct open_how) },
			   ret_fd);
}

int deliver_walk_to_parent(struct call *call, struct slot *slot, const struct deliver_route *route,
			   uint64_t flags, const char **ret_last, int *ret_parent)
{
	const char *rest = route->rel;
	int directory = route->base;
	size_t length;

	if (strchr(rest, '/') != NULL && may_be_led_astray(call, route, flags))
		return -EACCES;
	while ((length = step_length(call, rest)) > 0) {
		long result;
		int status;

		if (length >= sizeof(slot->memory->path))
			return -ENAMETOOLONG;
		memcpy(slot->memory->path, rest, length);
		slot->memory->path[length] = '\0';
		status = deliver_step(call, slot, route, directory,
				      O_PATH | O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC, &result);
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

struct outcome deliver_open_by_walk(struct call *call, struct slot *slot,
				    const struct deliver_route *route, const struct open_how *how,
				    call_finish *finish, void *finish_data)
{
	struct walk_finish *walk = talloc_zero(call->pool, struct walk_finish);
	const char *last;
	int parent;
	int status;

	if (walk == NULL)
		return outcome_fail(-ENOMEM);
	status = deliver_walk_to_parent(call, slot, route, how->flags, &last, &parent);
	if (status < 0)
		return outcome_fail(status);
	*walk = (struct walk_finish){ parent == route->base ? -1 : parent, how->flags, finish,
				      finish_data };
	status = deliver_put_path(slot, last);
	if (status < 0)
		return outcome_fail(status);
	if (call->jail->features.openat2 && !BROKEN_STEPS) {
		slot->memory->how = deliver_how(route, how->flags, how->mode);
		return call_rewrite_open(call, parent, close_directory, walk);
	}
	return call_rewrite(call, CALL_openat,
			    (uint64_t[6]){ (uint64_t)parent, slot_address(slot, slot->memory->path),
					   how->flags | O_NOFOLLOW, how->mode },
			    close_directory, walk);
}
