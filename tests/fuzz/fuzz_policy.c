/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any bytes as a policy file, and paths asked of it: a sentence that says where it is
 * wrong, or decisions that agree with each other.
 */
#include <errno.h>

#include "fuzz.h"
#include "policy/policy.h"
#include "policy/policy_audit.h"

static char *absolute_path(struct input *input)
{
	char *rest = input_string(input, 200);
	char *path = malloc(strlen(rest) + 2);

	INSIST(path != NULL);
	path[0] = '/';
	(void)strcpy(path + 1, rest);
	free(rest);
	return path;
}

static void check_decisions(TALLOC_CTX *ctx, const struct policy *policy, const char *path)
{
	struct policy_decision all = policy_decide_all(policy, path, POLICY_ALL);
	bool allowed = true;

	for (unsigned int class = 0; class < POLICY_CLASS_COUNT; class++) {
		struct policy_decision one = policy_decide(policy, path, class);

		INSIST(one.rule != NULL || one.action == POLICY_ALLOW);
		INSIST(one.action == POLICY_ALLOW || (policy->restricted & POLICY_BIT(class)));
		INSIST(one.action != POLICY_HIDE || policy->hides);
		allowed = allowed && one.action == POLICY_ALLOW;
	}
	INSIST(allowed == (all.action == POLICY_ALLOW));
	if (!allowed) {
		char *line = policy_audit_path(ctx, &all, path, 1, "open");

		INSIST(line != NULL && strchr(line, '\n') == NULL);
	}
	INSIST(policy_is_alike(policy, path, path, true));
}

/* As a lookup ends, and as a line can hold it. */
static bool is_canonical(const char *path)
{
	unsigned int names = 0;

	for (const char *at = path; *at == '/'; names++) {
		size_t length = strcspn(++at, "/");

		if ((length == 0 && path[1] != '\0') || (length == 1 && at[0] == '.') ||
		    (length == 2 && at[0] == '.' && at[1] == '.'))
			return false;
		at += length;
	}
	return strchr(path, '\n') == NULL && names < POLICY_NAMES_MAX;
}

/* What was learned from a run parses, and allows what the run did. */
static void check_learned(TALLOC_CTX *ctx, const char *path)
{
	struct policy_learned *learned = policy_learned_new(ctx);
	struct policy *policy = policy_new(ctx);
	struct policy_error error;
	char *text;

	INSIST(learned != NULL && policy != NULL);
	INSIST(policy_learned_add(learned, path, POLICY_BIT(POLICY_READ)) == 0);
	text = policy_learned_text(ctx, learned);
	INSIST(text != NULL);
	INSIST(policy_parse(policy, text, strlen(text), &error) == 0);
	INSIST(policy_decide(policy, path, POLICY_READ).action == POLICY_ALLOW);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct policy *policy = policy_new(ctx);
	struct policy_error error = { 0 };
	char *path = absolute_path(&input);
	char *text = input_rest(&input, 0);
	int status;

	INSIST(ctx != NULL && policy != NULL);
	status = policy_parse(policy, text, input.left, &error);
	if (status == 0) {
		check_decisions(ctx, policy, path);
		check_decisions(ctx, policy, "/usr/lib/x");
	} else {
		INSIST(status == -EINVAL && error.line > 0 && error.column > 0);
		INSIST(error.text != NULL && error.text[0] != '\0');
	}
	if (is_canonical(path))
		check_learned(ctx, path);
	free(text);
	free(path);
	talloc_free(ctx);
	return 0;
}
