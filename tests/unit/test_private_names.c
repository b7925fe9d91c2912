/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names with a jail's own prefix: there and back, too long ones, other jails' and strangers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "syscall/private_names.h"

#define ROOM 107U

#define LONG_MOST 65536U

static bool all_used;

static bool is_used(void *data, const char *host, size_t length)
{
	assert_memory_equal(host, "ptj", 3);
	assert_in_range(length, 4, ROOM);
	return data == NULL && all_used;
}

static int setup(void **state)
{
	struct private_names *names;
	int status = private_names_new(NULL, is_used, NULL, &names);

	all_used = false;

	*state = names;
	return status;
}

static int teardown(void **state)
{
	return talloc_free(*state);
}

static void assert_round_trip(struct private_names *names, const char *name, size_t length)
{
	char host[ROOM];
	size_t host_length, guest_length;
	const char *guest;

	assert_int_equal(private_name_to_host(names, name, length, host, ROOM, &host_length), 0);
	assert_in_range(host_length, 1, ROOM);
	guest = private_name_to_guest(names, host, host_length, &guest_length);
	assert_non_null(guest);
	assert_int_equal(guest_length, length);
	assert_memory_equal(guest, name, length);
}

static void test_round_trips(void **state)
{
	char name[ROOM];

	memset(name, 'n', sizeof(name));
	for (size_t length = 0; length <= sizeof(name); length++)
		assert_round_trip(*state, name, length);
	assert_round_trip(*state, "a\0b", 3);
	/* Long names that differ in the last byte only. */
	for (int last = 'a'; last <= 'z'; last++) {
		name[ROOM - 1] = (char)last;
		assert_round_trip(*state, name, ROOM);
	}
}

static void test_same_name_same_host(void **state)
{
	char long_name[ROOM], first[ROOM], second[ROOM];
	size_t first_length, second_length;

	memset(long_name, 'l', sizeof(long_name));
	for (size_t length = 1; length <= ROOM; length += ROOM - 1) {
		assert_int_equal(
			private_name_to_host(*state, long_name, length, first, ROOM, &first_length),
			0);
		assert_int_equal(private_name_to_host(*state, long_name, length, second, ROOM,
						      &second_length),
				 0);
		assert_int_equal(first_length, second_length);
		assert_memory_equal(first, second, first_length);
	}
}

static void test_strangers(void **state)
{
	struct private_names *other;
	char host[ROOM];
	size_t length, guest_length;

	assert_int_equal(private_names_new(NULL, is_used, NULL, &other), 0);
	assert_int_equal(private_name_to_host(other, "name", 4, host, ROOM, &length), 0);
	assert_null(private_name_to_guest(*state, host, length, &guest_length));
	assert_null(private_name_to_guest(*state, "", 0, &guest_length));
	assert_null(private_name_to_guest(*state, "/tmp/.X11-unix/X0", 17, &guest_length));
	talloc_free(other);
}

/* A long name's number that was never given out. */
static void test_forged_number(void **state)
{
	char host[ROOM], name[ROOM];
	size_t length, guest_length;

	memset(name, 'l', sizeof(name));
	assert_int_equal(private_name_to_host(*state, name, ROOM, host, ROOM, &length), 0);
	memcpy(host + length - 8, "00000001", 8);
	assert_null(private_name_to_guest(*state, host, length, &guest_length));
	memcpy(host + length - 8, "ffffffff", 8);
	assert_null(private_name_to_guest(*state, host, length, &guest_length));
	assert_null(private_name_to_guest(*state, host, length - 1, &guest_length));
}

static int add_long(struct private_names *names, unsigned int number, char host[ROOM],
		    size_t *ret_length)
{
	char name[ROOM];

	memset(name, 'm', sizeof(name));
	(void)snprintf(name, sizeof(name), "%u", number);
	name[strlen(name)] = 'm';
	return private_name_to_host(names, name, ROOM, host, ROOM, ret_length);
}

/* Those that are used stay; nothing else keeps others from having new ones. */
static void test_too_many(void **state)
{
	char first[ROOM], second[ROOM], host[ROOM];
	size_t first_length, second_length, length, guest_length;

	all_used = true;
	assert_int_equal(add_long(*state, 0, first, &first_length), 0);
	assert_int_equal(add_long(*state, 1, second, &second_length), 0);
	for (unsigned int i = 2; i < LONG_MOST; i++)
		assert_int_equal(add_long(*state, i, host, &length), 0);
	assert_int_equal(add_long(*state, LONG_MOST, host, &length), -ENOSPC);
	assert_int_equal(private_name_to_host(*state, "short", 5, host, ROOM, &length), 0);
	assert_non_null(private_name_to_guest(*state, first, first_length, &guest_length));
	all_used = false;
	/* Asked for again, it is not the oldest any more. */
	assert_int_equal(add_long(*state, 0, host, &length), 0);
	assert_memory_equal(host, first, first_length);
	for (unsigned int i = LONG_MOST; i < 2 * LONG_MOST - 1; i++)
		assert_int_equal(add_long(*state, i, host, &length), 0);
	assert_non_null(private_name_to_guest(*state, first, first_length, &guest_length));
	assert_null(private_name_to_guest(*state, second, second_length, &guest_length));
	assert_int_equal(add_long(*state, 2 * LONG_MOST, host, &length), 0);
	assert_null(private_name_to_guest(*state, first, first_length, &guest_length));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_round_trips), TEST(test_same_name_same_host),
		TEST(test_strangers),   TEST(test_forged_number),
		TEST(test_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
