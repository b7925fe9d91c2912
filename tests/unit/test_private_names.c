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

static int setup(void **state)
{
	struct private_names *names;
	int status = private_names_new(NULL, &names);

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

	assert_int_equal(private_names_new(NULL, &other), 0);
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

static void test_too_many(void **state)
{
	char name[ROOM], host[ROOM];
	size_t length;
	int status = 0;
	unsigned int made = 0;

	memset(name, 'm', sizeof(name));
	while (status == 0 && made < 70000) {
		(void)snprintf(name, sizeof(name), "%u", made++);
		name[strlen(name)] = 'm';
		status = private_name_to_host(*state, name, ROOM, host, ROOM, &length);
	}
	assert_int_equal(status, -ENOSPC);
	assert_int_equal(private_name_to_host(*state, "short", 5, host, ROOM, &length), 0);
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
