/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The seccomp filters that guests install for themselves, and how they are kept from
 * refusing what the tracer makes a tracee do: guest_filter.c says how and why it is safe.
 */
#ifndef PTJAIL_SYSCALL_GUEST_FILTER_H
#define PTJAIL_SYSCALL_GUEST_FILTER_H

#include <linux/filter.h>

#include "syscall/call.h"

#define GUEST_FILTER_PROLOGUE_MAX 384U

/*
 * As seccomp(SECCOMP_SET_MODE_FILTER, flags, address), `address` of the guest's struct
 * sock_fprog. ENOMEM for a program that does not fit into a slot with our prologue.
 */
struct outcome guest_filter_install(struct call *call, unsigned int flags,
				    uint64_t address) MUST_CHECK;

/*
 * One of the jail's own making for the caller, as it is: nothing in it lets marked calls pass.
 * `code` is copied; at most GUEST_FILTER_PROLOGUE_MAX instructions.
 */
struct outcome guest_filter_install_own(struct call *call, const struct sock_filter *code,
					unsigned short count, call_finish *finish) MUST_CHECK;

/*
 * Marks the arguments of a call that the tracer lets a tracee make, so that guests' own
 * filters let it pass.
 */
void guest_filter_mark(const struct jail *jail, enum call_id id, uint64_t args[6]);

/*
 * Writes the prologue for slots that begin at `start`; answers its length, at most
 * GUEST_FILTER_PROLOGUE_MAX instructions. It falls through to what follows with A zero.
 */
size_t guest_filter_write_prologue(uint64_t start, struct sock_filter *code);

/* Whether a call as the guest made it bears our mark: nothing but an attempt (EFAULT). */
bool guest_filter_is_forged(const struct call *call);

#endif
