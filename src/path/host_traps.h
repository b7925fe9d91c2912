/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Traps: places inside a mount where the host has a refused file system (host_fs.h) or terminals
 * mounted, below a directory that the user of the jail could rename or move. An open in a tracee
 * that passes from one host mount to another by names could be led there by whoever renames
 * what is on its way.
 */
#ifndef PTJAIL_PATH_HOST_TRAPS_H
#define PTJAIL_PATH_HOST_TRAPS_H

#include <stdbool.h>

#include "path/mount.h"

/*
 * Whether a component of `way` is the last name of a trap in one of the mounts, as the host is now.
 * True when nobody can say.
 */
bool host_traps_on_way(const struct mount_table *mounts, const char *way);

#endif
