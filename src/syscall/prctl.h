/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What prctl(2) sets of a member, where the kernel is not told. */
#ifndef PTJAIL_SYSCALL_PRCTL_H
#define PTJAIL_SYSCALL_PRCTL_H

#include <stdbool.h>

struct call;
struct member;

/* The flag of no_new_privs that the guest sees, kept with the credentials where they are faked. */
bool *prctl_no_new_privs(struct member *member);

/* Whether the loader of what the caller executes is to say what its memory is like. */
bool prctl_loader_sets_mm(const struct call *call);

#endif
