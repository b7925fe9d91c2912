/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See policy_index.h. Must never leave out a rule that holds a path: a place that begins with
 * other names than the path cannot, and what merely has the same hash is asked.
 */
#include "policy/policy_index.h"

#include <errno.h>
#include <string.h>

#define CHAINS_AT_FIRST 16U

/* FNV-1a; the slash keeps "ab" and "a", "b" apart. */
#define HASH_OF_NO_NAME UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME      UINT64_C(0x100000001b3)

static uint64_t hash_name(uint64_t hash, const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * HASH_PRIME;
	return (hash ^ '/') * HASH_PRIME;
}

static uint64_t hash_of_beginning(const struct policy_pattern *pattern)
{
	uint64_t hash = HASH_OF_NO_NAME;

	for (size_t i = 0; i < pattern->literal_count; i++) {
		const char *name = pattern->names[i].text;

		hash = hash_name(hash, name, strlen(name));
	}
	return hash;
}

/* Chains run from the last rule to the first. */
static void hang(struct policy *policy, size_t index)
{
	struct policy_rule *rule = &policy->rules[index];
	size_t *head = &policy->chains[rule->hash & (policy->chain_count - 1)];

	rule->before = *head;
	*head = index + 1;
}

int policy_index_add(struct policy *policy, size_t index)
{
	policy->rules[index].hash = hash_of_beginning(policy->rules[index].pattern);
	if (policy->rule_count > policy->chain_count) {
		size_t count = policy->chain_count == 0 ? CHAINS_AT_FIRST : policy->chain_count * 2;
		size_t *chains = talloc_realloc(policy, policy->chains, size_t,
						(unsigned int)count);

		if (chains == NULL)
			return -ENOMEM;
		policy->chains = chains;
		policy->chain_count = count;
	} else if (index + 1 == policy->rule_count) {
		hang(policy, index);
		return 0;
	}
	memset(policy->chains, 0, policy->chain_count * sizeof(*policy->chains));
	for (size_t i = 0; i < policy->rule_count; i++)
		hang(policy, i);
	return 0;
}

/* The number of the last rule of one beginning, from 1; `best` if none comes after that. */
static size_t last_of(const struct policy *policy, uint64_t hash, const char *path,
		      enum policy_class class, size_t best)
{
	size_t number = policy->chains[hash & (policy->chain_count - 1)];

	for (; number > best; number = policy->rules[number - 1].before) {
		const struct policy_rule *rule = &policy->rules[number - 1];

		if (rule->hash == hash && (rule->classes & POLICY_BIT(class)) != 0 &&
		    policy_pattern_run(rule->pattern, path).matched)
			return number;
	}
	return best;
}

const struct policy_rule *policy_index_last(const struct policy *policy, const char *path,
					    enum policy_class class)
{
	uint64_t hash = HASH_OF_NO_NAME;
	const char *at = path;
	size_t best;

	if (policy->chain_count == 0)
		return NULL;
	best = last_of(policy, hash, path, class, 0);
	while (*(at += strspn(at, "/")) != '\0') {
		size_t length = strcspn(at, "/");

		hash = hash_name(hash, at, length);
		best = last_of(policy, hash, path, class, best);
		at += length;
	}
	return best == 0 ? NULL : &policy->rules[best - 1];
}
