/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The JSON writer: commas, nesting, and that no string gets out of its quotes. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "util/compiler.h"
#include "util/json.h"

struct output {
	struct json json;
	char *text;
	size_t size;
};

static struct output *begin(void)
{
	struct output *output = calloc(1, sizeof(*output));

	assert_non_null(output);
	output->json.file = open_memstream(&output->text, &output->size);
	assert_non_null(output->json.file);
	return output;
}

static void end(struct output *output, const char *wanted)
{
	assert_int_equal(fclose(output->json.file), 0);
	assert_string_equal(output->text, wanted);
	free(output->text);
	free(output);
}

static void nesting(void **state)
{
	struct output *output = begin();
	struct json *json = &output->json;

	(void)state;
	json_open_object(json, NULL);
	json_add_number(json, "a", UINT64_MAX);
	json_add_integer(json, "b", INT64_MIN);
	json_open_array(json, "c");
	json_close_array(json);
	json_open_array(json, "d");
	json_add_null(json, NULL);
	json_open_object(json, NULL);
	json_add_real(json, "e", 1.5);
	json_close_object(json);
	json_close_array(json);
	json_open_object(json, "f");
	json_close_object(json);
	json_add_string(json, "g", "h");
	json_close_object(json);
	end(output, "{\n"
		    "  \"a\": 18446744073709551615,\n"
		    "  \"b\": -9223372036854775808,\n"
		    "  \"c\": [],\n"
		    "  \"d\": [\n"
		    "    null,\n"
		    "    {\n"
		    "      \"e\": 1.500000\n"
		    "    }\n"
		    "  ],\n"
		    "  \"f\": {},\n"
		    "  \"g\": \"h\"\n"
		    "}");
}

static void strings(void **state)
{
	static const struct {
		const char *string;
		const char *wanted;
	} cases[] = {
		{ NULL, "null" },
		{ "", "\"\"" },
		{ "\", \"x\": \"", "\"\\\", \\\"x\\\": \\\"\"" },
		{ "back\\slash", "\"back\\\\slash\"" },
		{ "a\nb\tc\001\177", "\"a\\u000ab\\u0009c\\u0001\\u007f\"" },
		{ "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80",
		  "\"\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80\"" },
		/* not UTF-8: a lone byte, a cut one, long spellings, a surrogate, too high */
		{ "x\xff", "\"x\\ufffd\"" },
		{ "x\xc3", "\"x\\ufffd\"" },
		{ "\xe2\x82\"", "\"\\ufffd\\ufffd\\\"\"" },
		{ "\xc0\xa2", "\"\\ufffd\\ufffd\"" },
		{ "\xe0\x80\xa2", "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct output *output = begin();

		json_add_string(&output->json, NULL, cases[i].string);
		end(output, cases[i].wanted);
	}
}

static void names_are_strings_too(void **state)
{
	struct output *output = begin();

	(void)state;
	json_open_object(&output->json, NULL);
	json_add_null(&output->json, "a\"b");
	json_close_object(&output->json);
	end(output, "{\n  \"a\\\"b\": null\n}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nesting),
		cmocka_unit_test(strings),
		cmocka_unit_test(names_are_strings_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
