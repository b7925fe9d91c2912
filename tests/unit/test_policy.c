/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What rules decide: places, the order of rules, moves between places, networks, audit lines. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/policy_audit.h"

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

static struct policy *parsed(TALLOC_CTX *ctx, const char *text)
{
	struct policy *policy = policy_new(ctx);
	struct policy_error error;

	if (policy_parse(policy, text, strlen(text), &error) != 0)
		fail_msg("%u:%u: %s in \"%s\"", error.line, error.column, error.text, text);
	return policy;
}

static bool holds(TALLOC_CTX *ctx, const char *place, const char *path)
{
	struct policy_pattern *pattern;
	const char *why;
	size_t at;
	bool matched;

	if (policy_pattern_new(ctx, place, &pattern, &why, &at) != 0)
		fail_msg("%s: %s", place, why);
	matched = policy_pattern_run(pattern, path).matched;
	talloc_free(pattern);
	return matched;
}

static void places(void **state)
{
	static const struct {
		const char *place;
		const char *path;
		bool holds;
	} cases[] = {
		{ "/", "/", true },
		{ "/", "/a/b", true },
		{ "/a", "/a", true },
		{ "/a", "/a/b/c", true },
		{ "/a", "/ab", false },
		{ "/a", "/", false },
		{ "/a/", "/a", true },
		{ "//a//b", "/a/b", true },
		{ "/a/./b", "/a/b", true },
		{ "/a/.", "/a", true },
		{ "/a/.", "/a/b", false },
		{ "/.", "/", true },
		{ "/.", "/a", false },
		{ "/home/*/.ssh", "/home/u/.ssh", true },
		{ "/home/*/.ssh", "/home/u/.ssh/key", true },
		{ "/home/*/.ssh", "/home/u/v/.ssh", false },
		{ "/home/*/.ssh", "/home/.ssh", false },
		{ "/a/x*z", "/a/xz", true },
		{ "/a/x*z", "/a/xyyz/q", true },
		{ "/a/x*z", "/a/xyy", false },
		{ "/a/*b*c*", "/a/zzbbbcd", true },
		{ "/a/*b*c*", "/a/zzccb", false },
		{ "/a/?", "/a/b", true },
		{ "/a/?", "/a/bc", false },
		{ "/a/[b-d]", "/a/c", true },
		{ "/a/[b-d]", "/a/e", false },
		{ "/a/[!b-d]", "/a/e", true },
		{ "/a/[]x]", "/a/]", true },
		{ "/a/\\*", "/a/*", true },
		{ "/a/\\*", "/a/b", false },
		{ "/a/\\\\*", "/a/\\x", true },
		{ "/a/\\\\*", "/a/*", false },
		{ "/a/\\*x*", "/a/*xy", true },
		{ "/a/\\[b", "/a/[b", true },
		{ "**/key", "/key", true },
		{ "**/key", "/a/b/key", true },
		{ "**/key", "/a/key/b", true },
		{ "**/key", "/a/keys", false },
		{ "**/.git/config", "/w/.git/config", true },
		{ "**/.git/config", "/w/.git/x/config", false },
		{ "**/*.pem", "/etc/ssl/a.pem", true },
		{ "/srv/**/x", "/srv/x", true },
		{ "/srv/**/x", "/srv/a/b/x/y", true },
		{ "/srv/**/x", "/x", false },
		{ "**/a/**/b/**/c", "/a/a/b/b/a/c", true },
		{ "**/a/**/b/**/c", "/c/b/a", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (holds(*state, cases[i].place, cases[i].path) != cases[i].holds)
			fail_msg("%s and %s", cases[i].place, cases[i].path);
	}
}

/* A pattern that would take a backtracking matcher for ever. */
static void hostile_pattern(void **state)
{
	char path[4096] = "";

	for (int i = 0; i < 1000; i++)
		strcat(path, "/a");
	assert_false(holds(*state, "**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b", path));
	assert_true(holds(*state, "**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/a", path));
}

static void bad_places(void **state)
{
	static const struct {
		const char *place;
		size_t at;
	} cases[] = {
		{ "a", 0 },      { "", 0 },      { "*/a", 0 },    { "/a/../b", 3 },
		{ "/a/b**", 4 }, { "/a/[b", 3 }, { "/a/b\\", 4 }, { "/a/**", 3 },
	};
	struct policy_pattern *pattern;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *why = NULL;
		size_t at = 99;

		assert_int_equal(policy_pattern_new(*state, cases[i].place, &pattern, &why, &at),
				 -EINVAL);
		assert_non_null(why);
		if (at != cases[i].at)
			fail_msg("%s: byte %zu, %s", cases[i].place, at, why);
	}
}

static void last_rule_wins(void **state)
{
	struct policy *policy = parsed(*state, "deny /\n"
					       "allow look,read /usr\n"
					       "hide /usr/secret\n"
					       "read-only /data\n"
					       "allow write /data/out\n");

	assert_int_equal(policy_decide(policy, "/etc", POLICY_READ).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/usr/x", POLICY_READ).action, POLICY_ALLOW);
	assert_int_equal(policy_decide(policy, "/usr/x", POLICY_WRITE).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/usr/secret/x", POLICY_EXEC).action, POLICY_HIDE);
	assert_int_equal(policy_decide(policy, "/data/x", POLICY_WRITE).action, POLICY_READ_ONLY);
	assert_int_equal(policy_decide(policy, "/data/x", POLICY_READ).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/data/out/x", POLICY_WRITE).action, POLICY_ALLOW);
	assert_int_equal(policy_decide(policy, "/data/out/x", POLICY_CREATE).action,
			 POLICY_READ_ONLY);
	assert_int_equal(policy_decide_all(policy, "/usr/x",
					   POLICY_BIT(POLICY_READ) | POLICY_BIT(POLICY_WRITE))
				 .class,
			 POLICY_WRITE);
	assert_true(policy->hides);
	policy = parsed(*state, "");
	assert_int_equal(policy_decide(policy, "/etc", POLICY_READ).action, POLICY_ALLOW);
	assert_int_equal(policy->restricted, 0);
}

static void moves(void **state)
{
	struct policy *policy = parsed(*state, "deny /a/secret\nhide /home/*/.ssh\ndeny **/key\n"
					       "deny write /ro\n");

	/* The place itself and what leads to it stay where they are. */
	assert_true(policy_is_pinned(policy, "/a"));
	assert_true(policy_is_pinned(policy, "/a/secret"));
	assert_false(policy_is_pinned(policy, "/a/secret/x"));
	assert_false(policy_is_pinned(policy, "/b"));
	assert_true(policy_is_pinned(policy, "/home"));
	assert_false(policy_is_pinned(policy, "/home/u"));
	assert_false(policy_is_alike(policy, "/a/secret/x", "/b/x", false));
	assert_false(policy_is_alike(policy, "/ro/x", "/b/x", false));
	assert_true(policy_is_alike(policy, "/ro/x", "/ro/y", true));
	/* A directory takes with it what a pattern says of its inside. */
	assert_false(policy_is_alike(policy, "/home/u", "/b/u", true));
	assert_true(policy_is_alike(policy, "/home/u", "/home/v", true));
	assert_false(policy_is_alike(policy, "/b/key", "/b/other", false));
	assert_true(policy_is_alike(policy, "/b/x", "/c/y", true));
	assert_true(policy_may_hide_in(policy, "/home/u"));
	assert_true(policy_may_hide_in(policy, "/home/u/.ssh"));
	assert_false(policy_may_hide_in(policy, "/tmp"));
}

static void final_rules(void **state)
{
	struct policy *policy = parsed(*state,
				       "hide /a\nhide /b\nallow /b/c\ndeny /c\nallow **/x\n");

	assert_false(policy_is_final(policy, 0)); /* an x may lie in it */
	assert_false(policy_is_final(policy, 1));
	policy = parsed(*state, "hide /a\nhide /b\nallow /b/c\nallow /ab\n");
	assert_true(policy_is_final(policy, 0));
	assert_false(policy_is_final(policy, 1));
}

static bool reaches(const struct policy *policy, const char *address, uint16_t port)
{
	uint8_t ipv4[4];
	uint8_t bytes[16];
	unsigned int part[4];

	if (sscanf(address, "%u.%u.%u.%u", &part[0], &part[1], &part[2], &part[3]) != 4)
		fail_msg("%s", address);
	for (int i = 0; i < 4; i++)
		ipv4[i] = (uint8_t)part[i];
	policy_net_from_ipv4(ipv4, bytes);
	return policy_net_may_reach(&policy->net, bytes, port);
}

static void networks(void **state)
{
	static const uint8_t one[16] = { [15] = 1 };
	static const uint8_t two[16] = { [15] = 2 };
	static const uint8_t zero[16];
	struct policy *policy = parsed(*state, "net loopback\n");

	assert_true(policy_net_is_judged(&policy->net));
	assert_true(reaches(policy, "127.1.2.3", 80));
	assert_true(reaches(policy, "0.0.0.0", 80));
	assert_false(reaches(policy, "10.0.0.1", 80));
	assert_false(reaches(policy, "128.0.0.1", 80));
	assert_true(policy_net_may_reach(&policy->net, one, 1));
	assert_false(policy_net_may_reach(&policy->net, two, 1));
	assert_true(policy_net_may_bind(&policy->net, one));
	assert_false(policy_net_may_bind(&policy->net, zero));
	policy = parsed(*state, "net none\n");
	assert_false(policy_net_has_sockets(&policy->net));
	assert_true(policy_net_is_judged(&policy->net));
	assert_false(reaches(policy, "127.0.0.1", 80));
	policy = parsed(*state,
			"net none\nconnect 10.0.0.1:80\nconnect *:53\nconnect localhost:*\n");
	assert_true(policy_net_is_judged(&policy->net));
	assert_true(reaches(policy, "10.0.0.1", 80));
	assert_false(reaches(policy, "10.0.0.1", 81));
	assert_true(reaches(policy, "8.8.8.8", 53));
	assert_true(reaches(policy, "127.0.0.1", 9));
	assert_false(reaches(policy, "127.0.0.2", 9));
	assert_true(policy_net_may_reach(&policy->net, one, 9));
	policy = parsed(*state, "net full\n");
	assert_false(policy_net_is_judged(&policy->net));
	assert_true(reaches(policy, "10.0.0.1", 80));
	policy = parsed(*state, "connect 10.0.0.1:80\n");
	assert_true(reaches(policy, "10.0.0.1", 80));
	assert_false(reaches(policy, "10.0.0.2", 80));
}

static void audit_lines(void **state)
{
	struct policy *policy = parsed(*state, "\ndeny read /etc\n");
	struct policy_decision decision = policy_decide(policy, "/etc/a\nb", POLICY_READ);
	static const uint8_t one[16] = { [15] = 1 };

	assert_string_equal(policy_audit_path(*state, &decision, "/etc/a\nb", 7, "openat"),
			    "deny read /etc/a\\x0ab pid 7 openat EACCES (line 2: /etc)");
	assert_string_equal(policy_rule_text(*state, decision.rule),
			    "line 2 of the policy (deny /etc)");
	assert_string_equal(policy_audit_address(*state, one, 80, 7, "connect"),
			    "deny net [::1]:80 pid 7 connect EACCES");
}

/* One of the names and patterns below, or the end. */
static void random_path(char *path, unsigned int *seed, unsigned int words)
{
	static const char *const names[] = { "a", "b", "ab", "c", "*", "a?", "**/b", "[bc]" };

	path[0] = '\0';
	for (unsigned int i = 1 + (unsigned int)rand_r(seed) % 4; i > 0; i--) {
		(void)strcat(path, "/");
		(void)strcat(path, names[(unsigned int)rand_r(seed) % words]);
	}
	if (words > 4 && rand_r(seed) % 3 == 0)
		(void)strcat(path, "/.");
}

/* Rules are found by an index: the same ones as by asking each from the last to the first. */
static void rules_by_index(void **state)
{
	struct policy *policy = policy_new(*state);
	unsigned int seed = 1;
	char path[80];
	const char *why;
	size_t at;

	for (unsigned int i = 1; i <= 300; i++) {
		random_path(path, &seed, 8);
		assert_int_equal(policy_add(policy, i % 2 ? POLICY_DENY : POLICY_ALLOW,
					    1U + (unsigned int)rand_r(&seed) % POLICY_ALL, path, i,
					    &why, &at),
				 0);
		if (i % 50 == 0)
			assert_int_equal(policy_add_moved(policy, i / 2, "/c/ab"), 0);
		for (unsigned int tries = 0; tries < 20; tries++) {
			enum policy_class class =
				(enum policy_class)(rand_r(&seed) % POLICY_CLASS_COUNT);
			size_t last = policy->rule_count;

			random_path(path, &seed, 4);
			while (last > 0 &&
			       ((policy->rules[last - 1].classes & POLICY_BIT(class)) == 0 ||
				!policy_pattern_run(policy->rules[last - 1].pattern, path).matched))
				last--;
			assert_ptr_equal(policy_decide(policy, path, class).rule,
					 last == 0 ? NULL : &policy->rules[last - 1]);
		}
	}
	assert_null(policy_decide(policy_new(*state), "/a", POLICY_LOOK).rule);
}

/* What was learned allows what was noted and nothing beside it. */
static void learned_policy(void **state)
{
	static const char odd[] = "/odd \"na*me\\";
	struct policy_learned *learned = policy_learned_new(*state);
	struct policy *policy;

	assert_int_equal(policy_learned_add(learned, "/", POLICY_BIT(POLICY_LOOK)), 0);
	assert_int_equal(policy_learned_add(learned, odd, POLICY_BIT(POLICY_READ)), 0);
	assert_int_equal(policy_learned_add(learned, "/bin/sh", POLICY_BIT(POLICY_READ)), 0);
	assert_int_equal(policy_learned_add(learned, "/bin/sh", POLICY_BIT(POLICY_EXEC)), 0);
	assert_int_equal(policy_learned_add(learned, "/tmp/a1", POLICY_BIT(POLICY_CREATE)), 0);
	policy = parsed(*state, policy_learned_text(*state, learned));
	assert_int_equal(policy_decide(policy, "/", POLICY_LOOK).action, POLICY_ALLOW);
	assert_int_equal(policy_decide(policy, "/", POLICY_READ).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, odd, POLICY_READ).action, POLICY_ALLOW);
	assert_int_equal(policy_decide(policy, "/odd \"naxme\\", POLICY_READ).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/bin/sh", POLICY_EXEC).action, POLICY_ALLOW);
	assert_int_equal(policy_decide(policy, "/bin/sh", POLICY_WRITE).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/bin", POLICY_LOOK).action, POLICY_DENY);
	assert_int_equal(policy_decide(policy, "/tmp/b2", POLICY_CREATE).action, POLICY_ALLOW);
	assert_int_equal(policy->net.mode, POLICY_NET_NONE);
}

/* Ports that the kernel chose are others the next time; a resolver's port 0 is read back. */
static void learned_ports(void **state)
{
	const uint8_t here[16] = { [10] = 0xff, [11] = 0xff, [12] = 127, [15] = 1 };
	const uint8_t there[16] = { [10] = 0xff, [11] = 0xff, [12] = 10, [15] = 1 };
	struct policy_learned *learned = policy_learned_new(*state);
	struct policy *policy;

	policy_learned_add_socket(learned);
	assert_int_equal(policy_learned_add_address(learned, here, 40000), 0);
	assert_int_equal(policy_learned_add_address(learned, there, 40000), 0);
	assert_int_equal(policy_learned_add_address(learned, there, 0), 0);
	policy = parsed(*state, policy_learned_text(*state, learned));
	assert_true(reaches(policy, "127.0.0.1", 40000));
	assert_false(reaches(policy, "127.0.0.1", 40001));
	assert_true(reaches(policy, "10.0.0.1", 0));
	policy_learned_add_bound(learned, true, true);
	policy = parsed(*state, policy_learned_text(*state, learned));
	assert_true(reaches(policy, "127.0.0.1", 40001));
	assert_true(reaches(policy, "10.0.0.1", 40000));
	assert_false(reaches(policy, "10.0.0.1", 40001));
	assert_false(reaches(policy, "127.0.0.2", 40001));
}

/* However many names a run used: so much is kept of them, and the text says what it lacks. */
static void learned_without_end(void **state)
{
	struct policy_learned *learned = policy_learned_new(*state);
	const char *complete = policy_learned_text(*state, learned);
	const uint8_t address[16] = { 0 };
	char path[4096];

	assert_null(strstr(complete, "no room"));
	memset(path, 'x', sizeof(path));
	for (int i = 0; i < 10000; i++) {
		(void)snprintf(path, sizeof(path), "/%d", i);
		path[strlen(path)] = 'x';
		path[sizeof(path) - 1] = '\0';
		assert_int_equal(policy_learned_add(learned, path, POLICY_BIT(POLICY_READ)), 0);
		assert_int_equal(policy_learned_add_address(learned, address, (unsigned int)i), 0);
	}
	assert_true(talloc_total_size(learned) < 20U << 20);
	assert_non_null(strstr(policy_learned_text(*state, learned), "no room"));
}

/* What --learn writes --policy reads, whatever the run used. */
static void learned_long_places(void **state)
{
	struct policy_learned *learned = policy_learned_new(*state);
	struct policy_error error;
	char path[4096];
	char *text;

	for (int i = 0; i < 60; i++)
		(void)strcpy(path + 2L * i, "/d");
	assert_int_equal(policy_learned_add(learned, path, POLICY_ALL), 0);
	(void)strcat(path, "/d");
	assert_int_equal(policy_learned_add(learned, path, POLICY_ALL), 0);
	memset(path, '*', sizeof(path) - 1);
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(policy_learned_add(learned, path, POLICY_BIT(POLICY_READ)), 0);
	text = policy_learned_text(*state, learned);
	assert_non_null(strstr(text, "# Too long"));
	assert_int_equal(policy_parse(policy_new(*state), text, strlen(text), &error), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(places),
		TEST(hostile_pattern),
		TEST(bad_places),
		TEST(last_rule_wins),
		TEST(rules_by_index),
		TEST(moves),
		TEST(final_rules),
		TEST(networks),
		TEST(audit_lines),
		TEST(learned_policy),
		TEST(learned_ports),
		TEST(learned_without_end),
		TEST(learned_long_places),
	};

	return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
