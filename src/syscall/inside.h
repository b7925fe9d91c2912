/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the jail tells in-process code (gate/inside.h), and when a call that stopped shall not
 * stop again: its site is replaced then (tracer/patch.h). All of this is about what the guest
 * sees; what it may do, the filter says alone.
 */
#ifndef PTJAIL_SYSCALL_INSIDE_H
#define PTJAIL_SYSCALL_INSIDE_H

#include "syscall/call.h"
#include "syscall/filter.h"
#include "syscall/jail.h"

/* The filter's windows that in-process code works through, for this jail's mounts. */
void inside_configure_filter(const struct jail *jail, struct filter_config *config);

/* Whether in-process code is of use in this jail, and what it has to know. After the mounts. */
void inside_configure(struct jail *jail, bool wanted);

/* For the plan of an exec (GATE_PLAN_*): what the loader maps, and how it begins. */
uint32_t inside_plan_flags(const struct call *call);

/* Whether in-process code answers that call in this jail. */
bool inside_serves(const struct jail *jail, enum call_id id);

/* The native numbers of those calls; how many. */
size_t inside_served_numbers(const struct jail *jail, long ret_numbers[CALL_COUNT]);

/*
 * Before `creds` become the caller's. Whom modes may stop shall not have the windows of a faked
 * root: a filter of its own, which his children inherit, shuts them for good. -errno: they
 * could not be shut, and the change must not be.
 */
int inside_follow_creds(struct call *call, const struct creds *creds) MUST_CHECK;

/* The member has another root directory than the jail's. */
void inside_root_changed(struct member *member);

/*
 * At the entry stop of a call: true: its site has been replaced, and it goes on in in-process
 * code as if it had come that way; tracee->regs are to be stored.
 */
bool inside_take(struct call *call);

/* A thread or process is born that shares memory or descriptors with its parent. */
void inside_on_birth(struct member *child, struct member *parent, uint64_t clone_flags);

/* Somebody may hold a directory of the synthetic /proc from now on. */
void inside_proc_entered(struct jail *jail);

/*
 * Before a call that could bring a peer outside: descriptors may be handed in from now on, so
 * that a number is no proof of a place in the jail (struct jail: has_peers). Whoever looks from
 * a number already has to be through before the call is made: until then it is judged again and
 * again, call->waits. False: so it is now, the handler has to end without having done anything.
 */
bool inside_expect_peers(struct call *call) MUST_CHECK;

/* Somebody watches files: what opens them unasked would be heard of. */
void inside_watched(struct jail *jail);

/* The cwd of the member's struct fs has changed, perhaps to a stand-in. */
void inside_cwd_changed(struct member *member);

/* From now on every call of this process stops: it has a filter of its own. */
void inside_off(struct member *member);

#endif
