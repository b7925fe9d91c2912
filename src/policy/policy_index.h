/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Finds the rules that may hold a path without asking each: a policy that was learned has
 * thousands. Rules hang in chains by the literal beginning of their places, and a path asks for
 * those of each of its beginnings.
 */
#ifndef PTJAIL_POLICY_POLICY_INDEX_H
#define PTJAIL_POLICY_POLICY_INDEX_H

#include "policy/policy.h"

/* Takes in rules[index], which was just put there; those behind it have moved up. -ENOMEM. */
int policy_index_add(struct policy *policy, size_t index) MUST_CHECK;

/* The last rule that names the class and holds the path; NULL: none. */
const struct policy_rule *policy_index_last(const struct policy *policy, const char *path,
					    enum policy_class class);

#endif
