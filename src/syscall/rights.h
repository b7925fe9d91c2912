/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Access by faked credentials (-0, -i): what the caller may do with what a lookup found, by
 * the owners and modes that the jail shows (fakeroot/may.h). Everything answers 0 or -errno
 * for the guest, and 0 at once without fake root.
 *
 * These checks come on top of the host's, which are made when the call is: nothing here
 * opens what ptjail's user could not. Where the answer is yes and only the mode bits of one
 * of his own files stand against it, these are widened on the host (faked_unlock), and put back at
 * the end (widened.h).
 */
#ifndef PTJAIL_SYSCALL_RIGHTS_H
#define PTJAIL_SYSCALL_RIGHTS_H

#include <linux/openat2.h>
#include <time.h>

#include "syscall/call.h"
#include "syscall/change.h"

/* For call_view(); only with fake root. */
struct path_rights rights_of_lookup(struct call *call);

/* Every directory may be searched: lookups need not ask, unless the host refuses. */
bool rights_pass_search(const struct call *call);

/* Owners and modes may stop the caller: what he opens has to be the very object that was judged. */
bool rights_may_refuse(const struct call *call);

/* From here on the call is judged by real ids, as access(2) is. -ENOMEM. */
int rights_by_real_ids(struct call *call) MUST_CHECK;

/* R_OK, W_OK, X_OK on the object of a handle. */
int rights_access(struct call *call, int handle, unsigned int want) MUST_CHECK;
/* The same as a mere question: nothing is widened. */
int rights_ask(struct call *call, int handle, unsigned int want) MUST_CHECK;

/* The place may be opened so, or made, if it is missing. */
int rights_open(struct call *call, struct path_place *place,
		const struct open_how *how) MUST_CHECK;

/* The name may be made; as a directory, a slash behind it is fine. */
int rights_make(struct call *call, const struct change_name *name, bool directory) MUST_CHECK;
/* It may be taken away; 0 where there is none. */
int rights_remove(struct call *call, const struct change_name *name) MUST_CHECK;
int rights_rename(struct call *call, const struct change_name *from,
		  const struct change_name *to, unsigned int flags) MUST_CHECK;
/* The object may get this other name. */
int rights_link(struct call *call, int handle, const struct change_name *name) MUST_CHECK;
/* -EPERM: it is somebody else's. */
int rights_as_owner(struct call *call, int handle) MUST_CHECK;
/* It may be leased (F_SETLEASE). */
int rights_lease(struct call *call, int handle) MUST_CHECK;
/* Its times may be set; NULL: to now. */
int rights_set_times(struct call *call, int handle, const struct timespec times[2]) MUST_CHECK;

#endif
