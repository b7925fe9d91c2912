/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The second wall (ARCHITECTURE.md): the members' Landlock domain holds the mounts and nothing
 * else, so that a mistake of the tracer's leaks metadata at most. Never the only wall: it
 * knows nothing of stat, chmod, O_PATH, pathname sockets (SECURITY.md).
 * KERNEL: 5.13; Documentation/userspace-api/landlock.rst.
 */
#ifndef PTJAIL_TRACER_LANDLOCK_H
#define PTJAIL_TRACER_LANDLOCK_H

#include <stdbool.h>
#include <stddef.h>

#include "util/compiler.h"

struct landlock_place {
	int fd; /* borrowed; an O_PATH handle will do */
	bool read_only;
};

/*
 * A ruleset that allows everything below `places` (nothing but reading and executing where
 * read_only) and signals and abstract sockets only inside the domain. *ret_fd is
 * close-on-exec, owned by the caller. -ENOSYS, -EOPNOTSUPP: the host has no Landlock.
 */
int landlock_build(const struct landlock_place *places, size_t count, int *ret_fd) MUST_CHECK;

/* Puts the calling thread and its future children inside; needs no_new_privs. */
int landlock_enter(int ruleset_fd) MUST_CHECK;

#endif
