/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the parts of deliver.h share: the way by which the tracee opens a judged place
 * (deliver_route.c), how it is gone without openat2 (deliver_walk.c), and what is opened anew by a
 * member's descriptor (deliver_again.c). Not for others.
 */
#ifndef PTJAIL_SYSCALL_DELIVER_PRIVATE_H
#define PTJAIL_SYSCALL_DELIVER_PRIVATE_H

#include "syscall/deliver.h"
#include "util/compiler.h"

/* How openat2 goes a way that was judged plain; route->crosses tells whether NO_XDEV, too. */
#define DELIVER_CONFINED (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

/* Where an open starts in the tracee, and the rest of the way. */
struct deliver_route {
	int base;
	const char *rel;         /* NULL: not known, and barred */
	bool through_descriptor; /* base itself is opened, by its name in /proc */
	bool crosses;            /* a host mount below, judged plain by the resolver */
	bool barred;             /* a directory on the way may not be searched: path_locate_way() */
};

/* The same as openat2's argument. */
struct gate_how deliver_how(const struct deliver_route *route, uint64_t flags, uint64_t mode);

/* Whether an open with these flags can change what it opens. */
bool deliver_writes(uint64_t flags);

/*
 * The way to `place`, judged by the policy as the kernel will be told it: 0 or -errno.
 * ret->rel belongs to the place or to the call's pool.
 */
int deliver_find_route(struct call *call, const struct path_place *place, uint64_t flags,
		       struct deliver_route *ret) MUST_CHECK;

/*
 * Whether an open with these flags may be of `handle`, of which a descriptor was opened with
 * `access` (F_GETFL): it gives no more than that one, or `may_widen` and it is a pipe or a memfd
 * that members made among themselves. RACE: the number may mean another one when it is opened.
 */
bool deliver_may_open_again(const struct jail *jail, int handle, int access, uint64_t flags,
			    bool may_widen);

/*
 * A member's descriptor of an object without a name (a pipe, a memfd, a removed file), by its link
 * in /proc: the tracer takes it, judges it, opens it anew, and hands that over, so that nobody can
 * exchange it. EACCES for all else, and where there is no pidfd_getfd (KERNEL: 5.6).
 */
struct outcome deliver_open_again(struct call *call, const struct path_place *place,
				  uint64_t flags);

/*
 * What `handle` is, judged before, opened with these flags by the tracer and handed to the tracee;
 * O_PATH: the handle itself. KERNEL: O_NONBLOCK, or a lease of somebody's would stop ptjail.
 */
struct outcome deliver_hand_over(struct call *call, int handle, uint64_t flags);

/*
 * A pipe, judged before, opened by the tracee, who may have to wait for who splices from it:
 * through a seat (sock_seat.h), where nobody can exchange it.
 */
struct outcome deliver_open_pipe(struct call *call, int handle, uint64_t flags);

/* `path` into the slot, with its end: -ENAMETOOLONG if it does not fit. */
int deliver_put_path(struct slot *slot, const char *path) MUST_CHECK;

/*
 * Without openat2: one component after the other with O_NOFOLLOW, in the tracee. Each
 * name is a single component from the slot, so none of these calls can leave route->base. With
 * openat2, for ways that are longer than it takes: as much of it at once as it does, confined.
 * *ret_parent: tracee descriptor of the directory that holds the last component, to be
 * closed by the caller unless it is the base itself; *ret_last borrows from the route.
 */
int deliver_walk_to_parent(struct call *call, struct slot *slot, const struct deliver_route *route,
			   uint64_t flags, const char **ret_last, int *ret_parent) MUST_CHECK;

/*
 * What the slot's path names in `directory`, opened in the tracee now: by openat2 confined as
 * the route says, on old kernels by openat, not followed. *ret_fd: the tracee's, or -errno.
 */
int deliver_step(struct call *call, struct slot *slot, const struct deliver_route *route,
		 int directory, uint64_t flags, long *ret_fd) MUST_CHECK;

/* The whole open in that manner; the arguments are those of deliver_open(). */
struct outcome deliver_open_by_walk(struct call *call, struct slot *slot,
				    const struct deliver_route *route, const struct open_how *how,
				    call_finish *finish, void *finish_data);

#endif
