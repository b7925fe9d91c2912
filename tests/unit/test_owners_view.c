/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What in-process code reads (gate/owners_view.h) is what the database says, after any changes. */
#include "fakeroot/owners.h"

#include <linux/stat.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "gate/owners_view.h"

enum { FILES = 60000, CHANGES = 400000 };

struct fixture {
	struct gate_owners *view;
	struct owners *owners;
};

static int set_up(void **state)
{
	static struct fixture fixture;
	const struct owners_identity identity = { 1000, 1001, 0, 5 };

	fixture.view = mmap(NULL, sizeof(*fixture.view), PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	fixture.owners = owners_new(NULL, &identity);
	if (fixture.view == MAP_FAILED || fixture.owners == NULL)
		return -1;
	owners_show_in(fixture.owners, fixture.view);
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	talloc_free(fixture->owners);
	return munmap(fixture->view, sizeof(*fixture->view));
}

static struct statx file(unsigned int number)
{
	return (struct statx){
		.stx_mask = STATX_BASIC_STATS | (number % 16 == 0 ? 0 : STATX_BTIME),
		.stx_mode = S_IFREG | 0644,
		.stx_uid = 1000,
		.stx_gid = 1001,
		.stx_nlink = 1,
		.stx_ino = 1000 + number,
		.stx_dev_major = 8,
		.stx_dev_minor = number % 3,
		.stx_btime = { number, 5, 0 },
	};
}

/* NULL: none; *ret_unsure: there may be one all the same. */
static const struct gate_owner *find(const struct gate_owners *view, const struct statx *host,
				     bool *ret_unsure)
{
	uint64_t dev = (uint64_t)host->stx_dev_major << 32 | host->stx_dev_minor;
	uint32_t number = gate_owners_bucket(dev, host->stx_ino);
	const struct gate_owners_bucket *bucket = &view->buckets[number];

	*ret_unsure = false;
	if (!gate_owners_is_filled(view, number)) {
		assert_int_equal(bucket->used + bucket->overflow, 0);
		return NULL;
	}
	for (uint32_t i = 0; i < bucket->used; i++) {
		if (bucket->owners[i].ino == host->stx_ino && bucket->owners[i].dev == dev)
			return &bucket->owners[i];
	}
	*ret_unsure = bucket->overflow != 0;
	return NULL;
}

static void check(const struct fixture *f, unsigned int number)
{
	struct statx host = file(number);
	struct owner owner;
	const struct gate_owner *seen;
	bool unsure;

	owner = owners_get(f->owners, &host);
	owners_settle(f->owners);
	seen = find(f->view, &host, &unsure);
	if (seen == NULL) {
		assert_true(unsure || owner.known == 0);
		return;
	}
	assert_int_not_equal(seen->known, 0);
	assert_int_not_equal(owner.known, 0);
	if (number % 16 == 0 || (owner.known & OWNER_DEVICE) != 0)
		assert_true(seen->known & GATE_OWNER_ASK);
	if ((seen->known & GATE_OWNER_ASK) != 0)
		return;
	assert_int_equal(seen->birth, number * 1000000000LL + 5);
	assert_int_equal((seen->known & GATE_OWNER_IDS) != 0, (owner.known & OWNER_IDS) != 0);
	assert_int_equal((seen->known & GATE_OWNER_MODE) != 0, (owner.known & OWNER_MODE) != 0);
	if ((owner.known & OWNER_IDS) != 0) {
		assert_int_equal(seen->uid, owner.uid);
		assert_int_equal(seen->gid, owner.gid);
	}
	if ((owner.known & OWNER_MODE) != 0)
		assert_int_equal(seen->mode, owner.mode);
}

static void change(const struct fixture *f, unsigned int number, unsigned int kind)
{
	struct statx host = file(number);
	struct owner owner = { .known = kind % 8,
			       .uid = number,
			       .gid = kind,
			       .mode = ((kind & OWNER_DEVICE) != 0 ? S_IFCHR : S_IFREG) | 04755 };

	switch (kind / 8 % 8) {
	case 0:
		owners_forget(f->owners, &host);
		break;
	case 1:
		owners_unlinked(f->owners, &host);
		break;
	case 2:
		owners_linked(f->owners, &host);
		break;
	case 3:
		owners_may_be_written(f->owners, &host, (kind & 1) != 0 ? 0 : OWNER_TAKES_IDS);
		break;
	case 4:
		owners_written(f->owners, &host, OWNER_TAKES_IDS);
		break;
	default:
		assert_int_equal(owners_set(f->owners, &host, &owner), 0);
		break;
	}
}

static void test_is_what_the_database_says(void **state)
{
	struct fixture *f = *state;
	unsigned int seed = 20;
	uint32_t before;

	for (unsigned int i = 0; i < CHANGES; i++) {
		unsigned int number = (unsigned int)rand_r(&seed) % FILES;

		change(f, number, (unsigned int)rand_r(&seed) >> 3);
		check(f, number);
		check(f, (unsigned int)rand_r(&seed) % FILES);
	}
	for (unsigned int number = 0; number < FILES; number++)
		check(f, number);
	before = f->view->sequence;
	for (unsigned int number = 0; number < FILES; number++) {
		struct statx host = file(number);

		owners_forget(f->owners, &host);
	}
	owners_settle(f->owners);
	assert_int_equal(f->view->sequence, before + 2);
	for (unsigned int i = 0; i < GATE_OWNERS_BUCKETS; i++) {
		assert_false(gate_owners_is_filled(f->view, i));
		assert_int_equal(f->view->buckets[i].used + f->view->buckets[i].overflow, 0);
	}
}

/* Whoever looks while something changes is told so, from before the change until it is settled. */
static void test_changes_are_announced(void **state)
{
	struct fixture *f = *state;
	struct statx host = file(1);
	struct owner owner = { .known = OWNER_IDS, .uid = 7, .gid = 7 };
	uint32_t before = f->view->sequence;

	assert_int_equal(before % 2, 0);
	assert_int_equal(owners_set(f->owners, &host, &owner), 0);
	assert_int_equal(f->view->sequence, before + 1);
	owners_begin(f->owners);
	assert_int_equal(f->view->sequence, before + 1);
	owners_settle(f->owners);
	assert_int_equal(f->view->sequence, before + 2);
	owners_settle(f->owners);
	assert_int_equal(f->view->sequence, before + 2);
	assert_int_equal(owners_get(f->owners, &host).uid, 7);
	assert_int_equal(f->view->sequence, before + 2);
	assert_int_equal(f->view->host_uid, 1000);
	assert_int_equal(f->view->shown_gid, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_is_what_the_database_says, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_changes_are_announced, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
