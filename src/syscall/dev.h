/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The default /dev: a directory of ptjail's own with the few devices that everybody may
 * use, and the judgement about pseudo-terminals.
 *
 *   /dev            synthetic, the caller's user may add to it
 *     null zero full random urandom tty ptmx    the host's devices, as file mounts
 *     pts/          the host's devpts; see dev_may_open()
 *     shm/          private to the jail, mode 1777
 *     fd -> /proc/self/fd, stdin stdout stderr -> /proc/self/fd/0 1 2
 */
#ifndef PTJAIL_SYSCALL_DEV_H
#define PTJAIL_SYSCALL_DEV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "path/mount.h"
#include "path/resolve.h"
#include "syscall/call.h"
#include "util/compiler.h"

struct jail;

#define DEV_REQUESTS_MAX 12U

/*
 * Whether it is a terminal that ptjail was started with. It is somebody's outside, and no session
 * of the jail's makes it its controlling terminal.
 */
bool dev_is_given_terminal(int handle);

/* Writes at most `max` requests (DEV_REQUESTS_MAX is enough); answers how many. */
size_t dev_requests(const struct jail *jail, struct mount_request *requests, size_t max);

/*
 * Once the mounts are there: links and modes inside the synthetic directories. What the
 * user mounted over them is left alone.
 */
int dev_populate(const struct jail *jail) MUST_CHECK;

/*
 * Fills jail->host_devices and host_dev: which of GATE_DEVICES are, in the guest's /dev, mounts of
 * the host's own that may be written, and are devices of memory. The jail's mounts are there.
 */
void dev_find_devices(struct jail *jail);

/*
 * Whether opens inside this mount need a judgement (devpts): then it may not serve as a
 * window, from which the filter admits opens without a stop.
 */
bool dev_is_guarded(const struct mount *mount);

/*
 * No descriptor of a tracee, and no cwd, is a directory of devpts: from any descriptor the filter
 * may let opens run unstopped (rules_fd.c), and terminals are judged one by one. An empty directory
 * of the spool stands for it: dev_is_terminals() is asked before a directory is handed out,
 * dev_take_stand_in() puts the real one, of the jail's mount, in place of the stand-in's handle.
 */
bool dev_is_terminals(int handle);
/* The jail's mount of devpts; NULL: there is none. */
const struct mount *dev_terminals(const struct jail *jail);
bool dev_take_stand_in(const struct jail *jail, int *handle);

/*
 * Whether the caller may open the place, or change its metadata: all but the terminals of
 * the user's that are not the jail's. Those are of the same user, so the kernel would let
 * the jail read what is typed there and write to them. The jail's are: what ptjail's own
 * standard descriptors are, what a member has open, and those whose master a member has
 * open (asked of the kernel at each open: numbers are used again).
 * -EACCES, or 0. `flags`: of the open; an O_PATH descriptor needs no judgement.
 * *ret_finish: what has to run at the exit stop of the open in the tracee, with the place as
 * its finish_data; NULL: nothing. ret_finish itself is NULL when nothing is opened.
 */
int dev_may_open(struct call *call, const struct path_place *place, uint64_t flags,
		 call_finish **ret_finish) MUST_CHECK;

#endif
