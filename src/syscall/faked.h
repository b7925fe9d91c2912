/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files as a jail with faked owners shows them (-0, -i): between the database
 * (fakeroot/owners.h), which asks no kernel, and the handlers, which hold handles.
 *
 * Only for jails with jail->fake_root. A handle is any descriptor of ptjail's, also O_PATH.
 */
#ifndef PTJAIL_SYSCALL_FAKED_H
#define PTJAIL_SYSCALL_FAKED_H

#include <sys/stat.h>

#include "fakeroot/owners.h"
#include "syscall/call.h"

struct statx;

/* What the host says of the object, with what the database needs to know it; -errno. */
int faked_host(int handle, struct statx *ret_host) MUST_CHECK;
/* The same by a directory and a name that is not followed. */
int faked_host_at(int directory, const char *name, struct statx *ret_host) MUST_CHECK;

/* What the jail sees of the object. */
int faked_stat(const struct jail *jail, int handle, struct stat *ret_stat) MUST_CHECK;

/* A struct statx as struct stat. */
void faked_to_stat(const struct statx *info, struct stat *ret_stat);

/*
 * Gives the object mode `mode` (07777 bits) in the jail. The host's mode follows as far as
 * it may: never with set-id bits, always with u+rw (directories: u+rwx), so that ptjail's user
 * can do what the faked owner or a faked root may. A file of somebody else's keeps its mode on
 * the host. -EROFS and other errors of the host's that are not about rights are given back.
 */
int faked_chmod(const struct jail *jail, int handle, mode_t mode) MUST_CHECK;

/*
 * The object's host mode lacks rights that its faked mode or a faked root's power give:
 * adds u+rw (directories and programs: u+rwx) on the host, and keeps the mode that the jail
 * saw so far. -EACCES when the file is not ptjail's user's.
 */
int faked_unlock(const struct jail *jail, int handle) MUST_CHECK;

#endif
