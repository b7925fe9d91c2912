/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From the words of the command line to a policy: reads the files of --policy and adds the
 * rules of the other options, in the order in which all were given. Must never go on with
 * half a policy.
 */
#ifndef PTJAIL_CLI_POLICY_LOAD_H
#define PTJAIL_CLI_POLICY_LOAD_H

#include "cli/options.h"
#include "policy/policy.h"

/*
 * *ret_policy: a child of ctx, NULL when no option asks for one. -EINVAL and others: one
 * sentence in *ret_error (child of ctx; NULL: out of memory).
 */
int policy_load(TALLOC_CTX *ctx, const struct options *options, struct policy **ret_policy,
		char **ret_error) MUST_CHECK;

#endif
