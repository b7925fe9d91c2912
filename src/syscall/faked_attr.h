/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Attribute changes where owners are faked: whether the caller's faked credentials allow
 * them, and what they then are in the database (faked.h). For the handlers of chmod, chown
 * and the extended attributes; the handle was judged already (change.h).
 *
 * Everything answers 0 (or a length) or -errno for the guest.
 */
#ifndef PTJAIL_SYSCALL_FAKED_ATTR_H
#define PTJAIL_SYSCALL_FAKED_ATTR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "syscall/call.h"

int faked_chmod(struct call *call, int handle, mode_t mode) MUST_CHECK;
/* (uid_t)-1, (gid_t)-1: stays. */
int faked_chown(struct call *call, int handle, uid_t uid, gid_t gid) MUST_CHECK;

/*
 * Extended attributes. security.*, trusted.* and POSIX ACLs are the database's alone; what it
 * does not have of them is read from the file. All others are the file's, and the database's
 * where its file system has none.
 */
/* `value` is the caller's copy: an ACL is changed in it to what is kept. */
int faked_setxattr(struct call *call, int handle, const char *name, void *value, size_t size,
		   int flags) MUST_CHECK;
int faked_removexattr(struct call *call, int handle, const char *name) MUST_CHECK;
/* The length; *ret_value, of that length, on call->pool. */
ssize_t faked_getxattr(struct call *call, int handle, const char *name,
		       const void **ret_value) MUST_CHECK;
ssize_t faked_listxattr(struct call *call, int handle, const void **ret_names) MUST_CHECK;

#endif
