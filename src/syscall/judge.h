/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where a policy meets the calls: every lookup that a handler makes for a guest comes by
 * here with the place it ended at, and is refused or goes on. Without rules about places
 * jail->judge is NULL, nothing is judged and nothing costs anything.
 *
 * A place is judged by its guest path, free of links, as ptjail finds it for the handle (not
 * by what the guest wrote); what opens it in the tracee then goes by that very path, from a
 * mount's descriptor and without following anything (deliver.c). Nothing can be moved or
 * linked out from under a rule (judge_move), so that path and object belong together. Where
 * a directory of a rule is reached under another name, its identity tells.
 *
 * With a judge there are no windows in the filter and no short cuts (quick.c).
 */
#ifndef PTJAIL_SYSCALL_JUDGE_H
#define PTJAIL_SYSCALL_JUDGE_H

#include <stdio.h>

#include "policy/policy.h"
#include "policy/policy_audit.h"
#include "syscall/call.h"

struct judge;
struct change_name;

/*
 * Before the first member, after the mounts: finds where the rules' places lead, covers what
 * is hidden or denied for good with an empty directory. `policy` must live as long as the
 * jail; `learned` may be NULL. Sets jail->judge where places are to be judged,
 * and jail->net where the network is.
 */
int judge_setup(struct jail *jail, struct policy *policy,
		struct policy_learned *learned) MUST_CHECK;

/*
 * Of a lookup with `flags` (enum path_flag) that ended with `status`: its error, or 0, -EACCES,
 * -ENOENT, -EROFS as the policy says about call->classes (0: what the row's class means) of the
 * place. --audit hears also of what let the lookup no further.
 */
int judge_lookup(struct call *call, const struct path_place *place, unsigned int flags,
		 int status) MUST_CHECK;

/* The same about a path in a mount, for the classes that this call was judged for so far. */
int judge_located(struct call *call, const struct mount *mount, const char *rel) MUST_CHECK;

/* For calls on descriptors: the object may lie in no mount, and is not judged then. */
int judge_handle(struct call *call, int handle, unsigned int classes) MUST_CHECK;
/* The same for what ptjail does of its own accord: nobody is told, nothing is learned. */
bool judge_would_allow(struct call *call, int handle, unsigned int classes);

/*
 * Whether `from` may become `to`: -EBUSY where a rule's place or what leads to it would
 * move, -EXDEV where the rules treat the two places, or what lies in them, differently.
 */
int judge_move(struct call *call, const struct change_name *from,
	       const struct change_name *to) MUST_CHECK;
int judge_link(struct call *call, const struct path_place *old,
	       const struct change_name *to) MUST_CHECK;

/* -EBUSY for the place of a rule and for what leads to it. */
int judge_removal(struct call *call, const struct change_name *name) MUST_CHECK;

/*
 * *ret_names: the guest paths of a directory in which some name may have to be left out of
 * listings, up to a NULL; NULL: none. Then judge_hides() about a name in it. -ENOENT: it was
 * removed; -EACCES: nobody can say where it is, so it is not listed.
 */
int judge_listing(struct call *call, int handle, const char *const **ret_names) MUST_CHECK;
bool judge_hides(struct call *call, const char *const *directories, const char *name);

/* Whether some rule hides names. */
bool judge_has_hidden(const struct jail *jail);

/* Whether --learn wants to hear of what is allowed. */
bool judge_learns(const struct jail *jail);

/* Notes for --learn a socket that is not of the unix domain, and what one was bound to. */
void judge_learn_socket(struct call *call);
void judge_learn_bound(struct call *call, bool loopback, bool any_port);

/* One line for --audit about an address (network byte order), if there is an audit. */
void judge_audit_address(struct call *call, const uint8_t address[16], unsigned int port,
			 bool allowed);

/* The same about a unix socket that no member has bound. */
void judge_audit_socket(struct call *call, const struct path_place *place);

#endif
