/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a peer outside may have handed in (SECURITY.md E44): directories, files and mere names of
 * files (O_PATH) that lie in no mount. A directory is no base for a lookup; a file gives what its
 * descriptor gives; a name gives nothing. Costs nothing while no peer can have (jail->has_peers).
 */
#ifndef PTJAIL_SYSCALL_HANDED_IN_H
#define PTJAIL_SYSCALL_HANDED_IN_H

#include <sys/stat.h>

#include "syscall/call.h"

/*
 * 0 when a handle of the tracee's lies in a mount, has no place anywhere (a pipe, a socket,
 * something removed), or is one of ptjail's own standard descriptors. Else -EACCES.
 */
int handed_in_check(struct call *call, int handle) MUST_CHECK;

/* The same about what a descriptor is; -EACCES also where that is a nameless file's mere name. */
int handed_in_check_fd(struct call *call, const struct tracee *tracee, int fd,
		       int handle) MUST_CHECK;

/* The same about a lookup that ended at a descriptor's link; -EACCES only where that is a name. */
int handed_in_check_place(struct call *call, const struct path_place *place) MUST_CHECK;

/* Whether it is one of ptjail's own standard descriptors. */
bool handed_in_is_standard(const struct stat *info);

/* What the kernel says of a tracee's descriptor: flags as in F_GETFL; -EBADF. */
int handed_in_flags(pid_t tid, int fd) MUST_CHECK;

#endif
