/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The text of a policy: what it means, and where each mistake is said to be. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "policy/policy.h"

static int set_up(void **state)
{
	*state = talloc_new(NULL);
	return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
	return talloc_free(*state);
}

static void good_lines(void **state)
{
	static const char text[] = "# a comment\n"
				   "\n"
				   "  deny /a   # why\r\n"
				   "allow look,read\t/b\n"
				   "hide change,exec **/*.key\n"
				   "deny \"/with blank\"\n"
				   "deny /with\\ blank\\#\n"
				   "read-only /c\n"
				   "net loopback\n"
				   "connect 10.0.0.1:80 # one\n"
				   "connect 10.0.0.1:0\n"
				   "deny all /no-newline";
	struct policy *policy = policy_new(*state);
	struct policy_error error;

	assert_int_equal(policy_parse(policy, text, sizeof(text) - 1, &error), 0);
	assert_int_equal(policy->rule_count, 7);
	assert_int_equal(policy->rules[0].classes, POLICY_ALL);
	assert_int_equal(policy->rules[0].line, 3);
	assert_int_equal(policy->rules[1].classes,
			 POLICY_BIT(POLICY_LOOK) | POLICY_BIT(POLICY_READ));
	assert_int_equal(policy->rules[2].classes, POLICY_CHANGES | POLICY_BIT(POLICY_EXEC));
	assert_string_equal(policy->rules[3].place, "/with blank");
	assert_string_equal(policy->rules[4].place, "/with blank#");
	assert_int_equal(policy->rules[5].classes, POLICY_CHANGES);
	assert_string_equal(policy->rules[6].place, "/no-newline");
	assert_int_equal(policy->net.mode, POLICY_NET_LOOPBACK);
	assert_int_equal(policy->net.allowed_count, 2);
}

static void bad_lines(void **state)
{
	static const struct {
		const char *text;
		unsigned int line, column;
		const char *part;
	} cases[] = {
		{ "forbid /a", 1, 1, "\"forbid\" begins no line" },
		{ "\n\n  deny", 3, 7, "nothing after \"deny\"" },
		{ "deny raed /a", 1, 6, "\"raed\" is no class" },
		{ "deny read,,write /a", 1, 11, "\"\" is no class" },
		{ "deny read", 1, 10, "no place" },
		{ "deny a/b", 1, 6, "is no class" },
		{ "deny read a/b", 1, 11, "does not start with" },
		{ "deny /a /b", 1, 9, "end of the line" },
		{ "deny /a/../b", 1, 9, "\"..\"" },
		{ "deny /a/[b", 1, 9, "\"[\"" },
		{ "deny /a/**", 1, 9, "\"**\"" },
		{ "deny \"/a", 1, 6, "without its end" },
		{ "read-only look /a", 1, 11, "about changes" },
		{ "net some", 1, 5, "\"some\" is no network" },
		{ "net", 1, 4, "expected none" },
		{ "net none x", 1, 10, "end of the line" },
		{ "connect example.org:80", 1, 9, "not looked up" },
		{ "connect 1.2.3.4", 1, 9, "ADDRESS:PORT" },
		{ "connect 1.2.3.4:65536", 1, 9, "ADDRESS:PORT" },
		{ "connect ::1:80", 1, 9, "ADDRESS:PORT" },
		{ "connect", 1, 8, "ADDRESS:PORT" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct policy *policy = policy_new(*state);
		struct policy_error error;

		assert_int_equal(policy_parse(policy, cases[i].text, strlen(cases[i].text), &error),
				 -EINVAL);
		if (error.line != cases[i].line || error.column != cases[i].column ||
		    strstr(error.text, cases[i].part) == NULL)
			fail_msg("\"%s\": %u:%u: %s", cases[i].text, error.line, error.column,
				 error.text);
	}
}

static void odd_bytes(void **state)
{
	static const char zero[] = "deny /a\0b\n";
	struct policy *policy = policy_new(*state);
	struct policy_error error;
	char *long_line = talloc_size(*state, 100000);

	assert_int_equal(policy_parse(policy, zero, sizeof(zero) - 1, &error), -EINVAL);
	assert_int_equal(error.column, 8);
	memset(long_line, 'a', 100000);
	assert_int_equal(policy_parse(policy, long_line, 100000, &error), -EINVAL);
	assert_non_null(strstr(error.text, "too long"));
	memset(long_line, '/', 8000);
	memcpy(long_line, "deny /", 6);
	for (int i = 0; i < 61; i++)
		memcpy(long_line + 6 + 2 * i, "a/", 2);
	assert_int_equal(policy_parse(policy, long_line, 8000, &error), -EINVAL);
	assert_non_null(strstr(error.text, "60 names"));
}

/* Any cut of a good text is either good or refused: nothing is read beyond its end. */
static void every_cut(void **state)
{
	static const char text[] = "deny read,write \"/a b\"\nhide **/x[a-c]\\*\nnet none\n"
				   "connect [::1]:80\n";

	for (size_t size = 0; size < sizeof(text); size++) {
		char *copy = talloc_memdup(*state, text, size + 1);
		struct policy *policy = policy_new(*state);
		struct policy_error error;
		int status = policy_parse(policy, copy, size, &error);

		assert_true(status == 0 || (status == -EINVAL && error.line > 0));
		talloc_free(policy);
		talloc_free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(good_lines),
		TEST(bad_lines),
		TEST(odd_bytes),
		TEST(every_cut),
	};

	return cmocka_run_group_tests_name("policy_parse", tests, NULL, NULL);
}
