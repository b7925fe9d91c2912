/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Addresses of the unix domain as net/unix/af_unix.c reads and writes them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "syscall/unix.h"

static struct unix_name decode(const char *path, size_t length)
{
	struct sock_address address = { .length = UNIX_PATH_OFFSET + length };
	struct unix_name name;

	address.family = AF_UNIX;
	memcpy(address.bytes + UNIX_PATH_OFFSET, path, length);
	unix_decode(&address, &name);
	return name;
}

static void test_paths(void **state)
{
	char full[UNIX_PATH_ROOM];
	struct unix_name name = decode("/a/b\0garbage", 12);

	(void)state;
	assert_int_equal(name.kind, UNIX_PATH);
	assert_string_equal(name.text, "/a/b");
	assert_int_equal(name.length, 4);
	/* Without its NUL: the length ends it. */
	name = decode("/a/b/c", 4);
	assert_string_equal(name.text, "/a/b");
	memset(full, 'x', sizeof(full));
	name = decode(full, sizeof(full));
	assert_int_equal(name.kind, UNIX_PATH);
	assert_int_equal(name.length, UNIX_PATH_ROOM);
	assert_int_equal(name.text[UNIX_PATH_ROOM], '\0');
}

static void test_abstract(void **state)
{
	struct unix_name name = decode("\0a\0b", 4);

	(void)state;
	assert_int_equal(name.kind, UNIX_ABSTRACT);
	assert_int_equal(name.length, 3);
	assert_memory_equal(name.text, "a\0b", 3);
	/* One NUL is the empty abstract name, nothing at all is no name. */
	assert_int_equal(decode("", 1).kind, UNIX_ABSTRACT);
	assert_int_equal(decode("", 1).length, 0);
	assert_int_equal(decode("", 0).kind, UNIX_UNNAMED);
}

static void test_others(void **state)
{
	struct sock_address address = { .length = 1 };
	struct unix_name name;

	(void)state;
	address.family = AF_UNIX;
	unix_decode(&address, &name);
	assert_int_equal(name.kind, UNIX_NOT);
	address.length = sizeof(struct sockaddr_un) + 2;
	memset(address.bytes + UNIX_PATH_OFFSET, 'x', UNIX_PATH_ROOM);
	unix_decode(&address, &name);
	assert_int_equal(name.kind, UNIX_NOT);
	address.length = 16;
	address.family = AF_INET;
	unix_decode(&address, &name);
	assert_int_equal(name.kind, UNIX_NOT);
}

static void test_round_trip(void **state)
{
	static const struct {
		const char *bytes;
		size_t length, told;
	} cases[] = {
		{ "sock", 4, 5 }, /* a path is told with its NUL */
		{ "sock", 5, 5 }, { "\0abc", 4, 4 }, { "", 0, 0 }, { "", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct unix_name name = decode(cases[i].bytes, cases[i].length);
		struct unix_name again;
		struct sock_address address;

		unix_encode(&name, &address);
		assert_int_equal(address.length, UNIX_PATH_OFFSET + cases[i].told);
		assert_int_equal(address.family, AF_UNIX);
		unix_decode(&address, &again);
		assert_memory_equal(&again, &name, sizeof(name));
	}
}

/* The 108 bytes of a longest path are told as 111: with a NUL behind sun_path. */
static void test_longest(void **state)
{
	struct sock_address address;
	struct unix_name name = { .kind = UNIX_PATH, .length = UNIX_PATH_ROOM };
	struct unix_name again;

	(void)state;
	memset(name.text, 'y', UNIX_PATH_ROOM);
	unix_encode(&name, &address);
	assert_int_equal(address.length, UNIX_PATH_OFFSET + UNIX_PATH_ROOM + 1);
	assert_int_equal(address.bytes[address.length - 1], '\0');
	unix_decode(&address, &again);
	assert_memory_equal(&again, &name, sizeof(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),   cmocka_unit_test(test_abstract),
		cmocka_unit_test(test_others),  cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_longest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
