/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Opens where owners are faked (faked.h): what a new file shall be shown as is entered when
 * it is there, and a placeholder is opened as the device that it stands for, if that is one of
 * those that the jail has in /dev anyway. Of all others nothing can be read, and to write is ENXIO.
 */
#ifndef PTJAIL_SYSCALL_FAKED_OPEN_H
#define PTJAIL_SYSCALL_FAKED_OPEN_H

#include "syscall/call.h"
#include "syscall/deliver.h"

/* In place of deliver_open(call, place, how, NULL, NULL), with all that was judged. */
struct outcome faked_open(struct call *call, struct path_place *place, const struct open_how *how);

#endif
