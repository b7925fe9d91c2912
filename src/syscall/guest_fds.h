/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Protected descriptors: what every tracee holds at fixed numbers and cannot close or
 * replace (ARCHITECTURE.md). In this order, from guest_fd_base on:
 *
 *   directory mounts that may serve as a window    (the filter admits openat2 from them)
 *   other mounts (files, read-only and synthetic)  (only the tracer names them)
 *   content directory, stand-in for devpts, gate, loader, joined files (joined.h), the host's
 *   /dev (the filter admits openat2 of the gate's names from it), emulator if there is one
 *   seats (sock_seat.h; what lies there changes)
 */
#ifndef PTJAIL_SYSCALL_GUEST_FDS_H
#define PTJAIL_SYSCALL_GUEST_FDS_H

#include "syscall/filter.h"
#include "syscall/jail.h"
#include "util/compiler.h"

/* Makes the loader's descriptor, chooses the numbers, writes them into mounts and jail. */
int guest_fds_assign(struct jail *jail) MUST_CHECK;

/* What to place at guest_fd_base + i; owned by the jail. */
const int *guest_fds_list(const struct jail *jail);

/*
 * Whether `guest_fd` is a mount from which the filter admits openat2 without a stop: the
 * loader opens through it.
 */
bool guest_fds_is_window(const struct jail *jail, int guest_fd);

/* The loader's descriptor, the tracer's own. */
int guest_fds_loader(const struct jail *jail);

/* The filter's knowledge of these numbers. */
void guest_fds_configure(const struct jail *jail, struct filter_config *config);

#endif
