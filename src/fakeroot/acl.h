/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * POSIX ACLs as values of system.posix_acl_access and system.posix_acl_default: what modes
 * and ACLs make of each other (acl(5), fs/posix_acl.c). Pure. Who may what by them: may.h.
 */
#ifndef PTJAIL_FAKEROOT_ACL_H
#define PTJAIL_FAKEROOT_ACL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "util/compiler.h"

#define ACL_ACCESS_NAME  "system.posix_acl_access"
#define ACL_DEFAULT_NAME "system.posix_acl_default"

/*
 * 0 for a well-formed ACL, *ret_mode its nine bits as a mode shows them; 1 when a mode says
 * all of it, so that no ACL is kept. 2: it has no entries, which takes away what is there.
 * -EINVAL, -EOPNOTSUPP (another version).
 */
int acl_check(const void *value, size_t size, mode_t *ret_mode) MUST_CHECK;

/* The entries that need no id get none, as the kernel tells them. */
void acl_normalize(void *value, size_t size);

/* chmod: changes a well-formed ACL, in place, to what the nine bits of `mode` say. */
void acl_chmod(void *value, size_t size, mode_t mode);

/* The mode without what a well-formed ACL gives to those only whom it names. */
mode_t acl_unnamed(const void *value, size_t size, mode_t mode);

/*
 * A new file in a directory with this default ACL: the ACL, in place, loses what `*mode` does
 * not ask for, and *mode what the ACL does not give. True: the mode says all of it.
 */
bool acl_create(void *value, size_t size, mode_t *mode);

#endif
