/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Descriptors of faked devices. What the caller gets is an opening of the jail's own device; it
 * bears a tag by which ptjail knows the placeholder that it stands for, so that what the
 * descriptor shows, and what is set by it, is the placeholder's.
 *
 * The tag is a lock of the open file description (fcntl(2), F_OFD_SETLK) on a byte that no file
 * has. The kernel keeps it with the opening, whoever holds that by which number, and drops it with
 * its last descriptor: nothing here has to hear of dup, fork, SCM_RIGHTS or close. A member may
 * remove or forge one: then it shows itself another owner, and gets no rights by it.
 */
#ifndef PTJAIL_SYSCALL_FAKED_DEVICE_H
#define PTJAIL_SYSCALL_FAKED_DEVICE_H

#include <stdbool.h>
#include <talloc.h>

#include "syscall/jail.h"

/* `copy`, of a new opening of a device, stands for `placeholder`; neither is kept. */
void faked_device_opened(struct jail *jail, int copy, int placeholder);

/* Some descriptor may stand for a placeholder. */
bool faked_device_any(const struct jail *jail);

/*
 * `*handle` is what `link` ("TID/fd/N", below the tracer's /proc) leads to. Where that stands for a
 * placeholder, it is closed, and *handle is one of the placeholder.
 */
void faked_device_resolve(const struct jail *jail, const char *link, int *handle);

/*
 * The line of the tag in the text of a "TID/fdinfo/N", and the inode number of the placeholder;
 * NULL: it has none.
 */
const char *faked_device_tag(const struct jail *jail, const char *info, ino_t *ret_ino);

#endif
