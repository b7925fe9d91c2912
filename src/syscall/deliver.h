/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Getting a descriptor into the tracee: the one place that knows how an open of a judged
 * place is confined. The kernel opens in the tracee, from the slot, with
 * openat2(base, rel, BENEATH|NO_SYMLINKS|NO_MAGICLINKS|NO_XDEV); or, for a MOUNT_FILE,
 * through /proc/thread-self/fd/N of that mount's protected descriptor; without openat2,
 * component by component with O_NOFOLLOW.
 */
#ifndef PTJAIL_SYSCALL_DELIVER_H
#define PTJAIL_SYSCALL_DELIVER_H

#include <linux/openat2.h>

#include "syscall/call.h"

/*
 * Opens `place` in the tracee with flags and mode; how->resolve is ignored. The result
 * is the guest's new descriptor. `finish` may be NULL.
 */
struct outcome deliver_open(struct call *call, const struct path_place *place,
			    const struct open_how *how, call_finish *finish,
			    void *finish_data) MUST_CHECK;

/*
 * The same where faked owners and modes were asked (rights_open): whom they may stop gets the
 * object of place->handle itself, whatever its name leads to by then. Before anything is done that
 * cannot be done again comes deliver_begin_judged(): -EAGAIN, answer OUTCOME_RETRY.
 */
int deliver_begin_judged(struct call *call) MUST_CHECK;
struct outcome deliver_open_judged(struct call *call, const struct path_place *place,
				   const struct open_how *how, call_finish *finish,
				   void *finish_data) MUST_CHECK;

/*
 * The same as deliver_open() where `finish` may find that it is another object after all: where
 * siblings could use that by then, the judged one is opened by its handle.
 */
struct outcome deliver_open_alone(struct call *call, const struct path_place *place,
				  const struct open_how *how, call_finish *finish,
				  void *finish_data) MUST_CHECK;

/*
 * True: the member is in such an open, and what it has got may be another object than the judged
 * one: nobody else may have that (RACE: by a pidfd, or /proc). The caller's call comes again.
 */
bool deliver_is_unjudged(struct call *call, const struct member *member) MUST_CHECK;

/*
 * Gives the tracee a new read-only descriptor with this content: a file of the spool that
 * has no name any more once it is open. `name` (no '/', proc_content_name) is what its
 * link text in /proc begins with, before a ':'. It is the very file that a stat of `node` told of
 * before (proc_take_stand_in). `flags`: of the guest's open (O_CLOEXEC,
 * O_NONBLOCK).
 */
struct outcome deliver_content(struct call *call, const char *node, const char *name,
			       const void *data, size_t size, unsigned int flags) MUST_CHECK;

/* The same, an O_PATH descriptor of a symbolic link with this text. */
struct outcome deliver_link(struct call *call, const char *name, const char *text,
			    unsigned int flags) MUST_CHECK;

/*
 * Opens, in the tracee and now (remote calls), an O_PATH descriptor of `place`; for
 * callers that need one more step (chdir, connect). *ret_fd: a tracee descriptor that the
 * caller has to close there, or -errno. A native call needs none: when none is free, the soft limit
 * is raised for the moment; EMFILE: the hard one is as low.
 */
int deliver_path_fd(struct call *call, const struct path_place *place, bool directory, bool cloexec,
		    long *ret_fd) MUST_CHECK;

/*
 * The same with the flags of the caller's choice, which may not create or truncate: a
 * file that the tracee's loader shall map.
 */
int deliver_fd(struct call *call, const struct path_place *place, uint64_t flags,
	       long *ret_fd) MUST_CHECK;

/* Closes a descriptor in the tracee (remote call). */
int deliver_close(struct call *call, int fd) MUST_CHECK;

#endif
