/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Rules and what they decide (policy.h). Must never decide by anything but the strings. */
#include "policy/policy.h"

#include <errno.h>
#include <string.h>

#include "policy/policy_index.h"

static const char *const class_names[POLICY_CLASS_COUNT] = {
	[POLICY_LOOK] = "look",     [POLICY_READ] = "read",       [POLICY_WRITE] = "write",
	[POLICY_CREATE] = "create", [POLICY_REMOVE] = "remove",   [POLICY_META] = "meta",
	[POLICY_EXEC] = "exec",     [POLICY_CONNECT] = "connect",
};

const char *policy_class_name(enum policy_class class)
{
	return class < POLICY_CLASS_COUNT ? class_names[class] : "?";
}

const char *policy_action_name(enum policy_action action)
{
	switch (action) {
	case POLICY_ALLOW:
		return "allow";
	case POLICY_DENY:
		return "deny";
	case POLICY_HIDE:
		return "hide";
	case POLICY_READ_ONLY:
		return "read-only";
	}
	return "?";
}

int policy_action_errno(enum policy_action action)
{
	switch (action) {
	case POLICY_ALLOW:
		return 0;
	case POLICY_DENY:
		return EACCES;
	case POLICY_HIDE:
		return ENOENT;
	case POLICY_READ_ONLY:
		return EROFS;
	}
	return EACCES;
}

unsigned int policy_classes_of_word(const char *word, size_t length)
{
	if (length == 3 && memcmp(word, "all", 3) == 0)
		return POLICY_ALL;
	if (length == 6 && memcmp(word, "change", 6) == 0)
		return POLICY_CHANGES;
	for (unsigned int i = 0; i < POLICY_CLASS_COUNT; i++) {
		if (strlen(class_names[i]) == length && memcmp(class_names[i], word, length) == 0)
			return POLICY_BIT(i);
	}
	return 0;
}

struct policy *policy_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct policy);
}

/* Opens a gap at `index`; the pattern's owner becomes the policy. */
static int insert_rule(struct policy *policy, size_t index, const struct policy_rule *rule)
{
	struct policy_rule *rules = talloc_realloc(policy, policy->rules, struct policy_rule,
						   policy->rule_count + 1);

	if (rules == NULL)
		return -ENOMEM;
	policy->rules = rules;
	memmove(rules + index + 1, rules + index, (policy->rule_count - index) * sizeof(*rules));
	rules[index] = *rule;
	policy->rule_count++;
	if (rule->action == POLICY_READ_ONLY)
		rules[index].classes &= POLICY_CHANGES;
	if (rule->action != POLICY_ALLOW)
		policy->restricted |= rules[index].classes;
	policy->hides |= rule->action == POLICY_HIDE;
	return policy_index_add(policy, index);
}

int policy_add(struct policy *policy, enum policy_action action, unsigned int classes,
	       const char *place, unsigned int line, const char **ret_why, size_t *ret_at)
{
	struct policy_rule rule = { .action = action, .classes = classes, .line = line };
	int status = policy_pattern_new(policy, place, &rule.pattern, ret_why, ret_at);

	if (status < 0)
		return status;
	rule.place = talloc_strdup(rule.pattern, place);
	return rule.place == NULL ? -ENOMEM : insert_rule(policy, policy->rule_count, &rule);
}

int policy_add_moved(struct policy *policy, size_t index, const char *path)
{
	struct policy_rule rule = policy->rules[index];
	int status = policy_pattern_moved(policy, rule.pattern, path, &rule.pattern);

	return status < 0 ? status : insert_rule(policy, index + 1, &rule);
}

struct policy_decision policy_decide(const struct policy *policy, const char *path,
				     enum policy_class class)
{
	const struct policy_rule *rule = policy_index_last(policy, path, class);

	return (struct policy_decision){ rule == NULL ? POLICY_ALLOW : rule->action, class, rule };
}

struct policy_decision policy_decide_all(const struct policy *policy, const char *path,
					 unsigned int classes)
{
	struct policy_decision decision = { POLICY_ALLOW, POLICY_LOOK, NULL };

	for (unsigned int i = 0; i < POLICY_CLASS_COUNT; i++) {
		if ((classes & POLICY_BIT(i)) == 0)
			continue;
		decision = policy_decide(policy, path, (enum policy_class)i);
		if (decision.action != POLICY_ALLOW)
			break;
	}
	return decision;
}

bool policy_is_alike(const struct policy *policy, const char *a, const char *b, bool below)
{
	for (unsigned int i = 0; i < POLICY_CLASS_COUNT; i++) {
		enum policy_class class = (enum policy_class)i;

		if (policy_decide(policy, a, class).action !=
		    policy_decide(policy, b, class).action)
			return false;
	}
	for (size_t i = 0; below && i < policy->rule_count; i++) {
		struct policy_progress in_a = policy_pattern_run(policy->rules[i].pattern, a);
		struct policy_progress in_b = policy_pattern_run(policy->rules[i].pattern, b);

		if (in_a.covered != in_b.covered || (!in_a.covered && in_a.alive != in_b.alive))
			return false;
	}
	return true;
}

static bool holds_prefix(const struct policy_pattern *pattern, const char *path)
{
	size_t used = 0;

	while (*(path += strspn(path, "/")) != '\0') {
		size_t length = strcspn(path, "/");

		if (used == pattern->literal_count || strlen(pattern->names[used].text) != length ||
		    memcmp(pattern->names[used].text, path, length) != 0)
			return false;
		used++;
		path += length;
	}
	return true;
}

bool policy_is_pinned(const struct policy *policy, const char *path)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (policy->rules[i].action != POLICY_ALLOW &&
		    holds_prefix(policy->rules[i].pattern, path))
			return true;
	}
	return false;
}

bool policy_may_hide_in(const struct policy *policy, const char *path)
{
	for (size_t i = 0; policy->hides && i < policy->rule_count; i++) {
		const struct policy_rule *rule = &policy->rules[i];
		struct policy_progress progress;

		if (rule->action != POLICY_HIDE)
			continue;
		progress = policy_pattern_run(rule->pattern, path);
		/* The last bit means "used up": nothing below can match by it any more. */
		if (progress.covered ||
		    (progress.alive & ((UINT64_C(1) << rule->pattern->count) - 1)) != 0)
			return true;
	}
	return false;
}

bool policy_is_final(const struct policy *policy, size_t index)
{
	const struct policy_rule *rule = &policy->rules[index];
	char *place = policy_pattern_prefix(NULL, rule->pattern);
	bool final = place != NULL;

	for (size_t i = index + 1; final && i < policy->rule_count; i++) {
		const struct policy_rule *later = &policy->rules[i];
		char *prefix;

		/* What only says the same, or more strictly, does not open anything. */
		if (later->action != POLICY_ALLOW && later->action == rule->action)
			continue;
		prefix = policy_pattern_prefix(NULL, later->pattern);
		final = prefix != NULL && !policy_path_is_within(prefix, place) &&
			!policy_path_is_within(place, prefix);
		talloc_free(prefix);
	}
	talloc_free(place);
	return final;
}
