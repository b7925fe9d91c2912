/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The spool: a private directory (mode 0700) of one run, for what needs a real directory
 * or file: synthetic directories, /dev/shm, contents of synthetic files on their way.
 * Removed with all that is in it at the end, or, if ptjail was killed, by this user's next run.
 */
#ifndef PTJAIL_UTIL_SPOOL_H
#define PTJAIL_UTIL_SPOOL_H

#include <talloc.h>

#include "util/compiler.h"

struct spool;

/*
 * Tries $XDG_RUNTIME_DIR, /dev/shm, $TMPDIR, /tmp, /var/tmp; last those of them that lie in a
 * directory that is shown to members (`shown`: names on the host). Freed (talloc_free) = removed,
 * but only in the process that made it. Errors: the last place's.
 */
int spool_create(TALLOC_CTX *ctx, const char *const *shown, size_t count,
		 struct spool **ret_spool) MUST_CHECK;

/* Directory descriptor, owned by the spool. */
int spool_fd(const struct spool *spool);

/* Makes subdirectory `name` and opens it (O_RDONLY, close-on-exec); the caller closes. */
int spool_subdirectory(const struct spool *spool, const char *name, unsigned int mode,
		       int *ret_fd) MUST_CHECK;

#endif
