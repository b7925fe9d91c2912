/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The database of faked owners: what is shown, for which file, and for how long. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include "fakeroot/owners.h"

#define ME    12345
#define OTHER 77

struct fixture {
	TALLOC_CTX *ctx;
	struct owners *owners;
};

static int begin(void **state)
{
	struct fixture *fixture = talloc_zero(NULL, struct fixture);
	struct owners_identity identity = { .host_uid = ME, .host_gid = ME };

	fixture->ctx = talloc_new(NULL);
	fixture->owners = owners_new(fixture->ctx, &identity);
	*state = fixture;
	return fixture->owners == NULL;
}

static int end(void **state)
{
	struct fixture *fixture = *state;

	talloc_free(fixture->owners);
	assert_int_equal(talloc_total_blocks(fixture->ctx), 1);
	talloc_free(fixture->ctx);
	talloc_free(fixture);
	return 0;
}

static struct statx file(uint64_t ino, uint16_t mode, int64_t birth)
{
	return (struct statx){ .stx_mask = STATX_BASIC_STATS | STATX_BTIME,
			       .stx_dev_major = 254,
			       .stx_ino = ino,
			       .stx_mode = mode,
			       .stx_uid = ME,
			       .stx_gid = ME,
			       .stx_nlink = 1,
			       .stx_btime = { .tv_sec = birth } };
}

static void check(struct fixture *f, struct statx info, uid_t uid, gid_t gid, unsigned int mode)
{
	owners_show(f->owners, &info);
	assert_int_equal(info.stx_uid, uid);
	assert_int_equal(info.stx_gid, gid);
	assert_int_equal(info.stx_mode, mode);
}

static void unknown_files(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0644, 10);

	check(f, info, 0, 0, S_IFREG | 0644);
	info.stx_gid = OTHER;
	check(f, info, 0, 0, S_IFREG | 0644);
	info.stx_uid = OTHER;
	check(f, info, OTHER, OTHER, S_IFREG | 0644);
	info.stx_gid = ME;
	check(f, info, OTHER, 0, S_IFREG | 0644);
	assert_int_equal(owners_count(f->owners), 0);
	assert_false(owners_dirty(f->owners));
}

static void ids_and_modes_apart(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0644, 10);
	struct owner owner = { .known = OWNER_IDS, .uid = 33, .gid = 44 };

	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	check(f, info, 33, 44, S_IFREG | 0644);
	/* The real mode goes on counting. */
	info.stx_mode = S_IFREG | 0600;
	check(f, info, 33, 44, S_IFREG | 0600);
	owner = (struct owner){ .known = OWNER_MODE, .mode = 04755 };
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	check(f, info, 0, 0, S_IFREG | 04755);
	assert_true(owners_dirty(f->owners));
	assert_int_equal(owners_count(f->owners), 1);
}

static void devices(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0644, 10);
	struct owner owner = { .known = OWNER_DEVICE | OWNER_MODE,
			       .mode = S_IFBLK | 0660,
			       .rdev = 0x10300 };

	info.stx_size = 5;
	assert_false(owners_have_devices(f->owners));
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	assert_true(owners_have_devices(f->owners));
	owners_show(f->owners, &info);
	assert_int_equal(info.stx_mode, S_IFBLK | 0660);
	assert_int_equal(info.stx_rdev_major, 0x103);
	assert_int_equal(info.stx_rdev_minor, 0);
	assert_int_equal(info.stx_size, 0);
	/* A directory with this number is another file. */
	check(f, file(1, S_IFDIR | 0755, 10), 0, 0, S_IFDIR | 0755);
	assert_false(owners_have_devices(f->owners));
}

static void recycled_inodes(void **state)
{
	struct fixture *f = *state;
	struct statx old = file(1, S_IFREG | 0644, 10), new = file(1, S_IFREG | 0644, 11);
	struct owner owner = { .known = OWNER_IDS, .uid = 33, .gid = 44 };

	assert_int_equal(owners_set(f->owners, &old, &owner), 0);
	check(f, new, 0, 0, S_IFREG | 0644);
	check(f, old, 0, 0, S_IFREG | 0644);
	assert_int_equal(owners_count(f->owners), 0);
	/* Of another type: not the file, whatever its times say. */
	old.stx_mask = new.stx_mask = STATX_BASIC_STATS;
	assert_int_equal(owners_set(f->owners, &old, &owner), 0);
	assert_true(owners_lack_births(f->owners));
	check(f, new, 33, 44, S_IFREG | 0644);
	new.stx_mode = S_IFIFO | 0644;
	check(f, new, 0, 0, S_IFIFO | 0644);
	assert_false(owners_lack_births(f->owners));
}

static void unlinked_files(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0644, 10);
	struct owner owner = { .known = OWNER_IDS, .uid = 33, .gid = 44 };

	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	owners_unlinked(f->owners, &info);
	assert_int_equal(owners_count(f->owners), 0);
	/* Still open. */
	info.stx_nlink = 0;
	check(f, info, 33, 44, S_IFREG | 0644);
	info.stx_nlink = 1;
	owners_linked(f->owners, &info);
	assert_int_equal(owners_count(f->owners), 1);
	check(f, info, 33, 44, S_IFREG | 0644);
	/* Another with its number, born in the same tick of the clock. */
	owners_unlinked(f->owners, &info);
	check(f, info, 0, 0, S_IFREG | 0644);
	info.stx_nlink = 0;
	check(f, info, 0, 0, S_IFREG | 0644);
	info.stx_nlink = 1;
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	owners_forget(f->owners, &info);
	check(f, info, 0, 0, S_IFREG | 0644);
	/* Nothing could tell the next file with this number apart. */
	info.stx_mask = STATX_BASIC_STATS;
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	owners_unlinked(f->owners, &info);
	check(f, info, 0, 0, S_IFREG | 0644);
}

/* What is gone does not pile up. */
static void many_unlinked(void **state)
{
	struct fixture *f = *state;
	struct owner owner = { .known = OWNER_IDS, .uid = 33, .gid = 44 };
	size_t before;

	for (uint64_t i = 0; i < 20000; i++) {
		struct statx info = file(i, S_IFREG | 0644, 10);

		assert_int_equal(owners_set(f->owners, &info, &owner), 0);
		owners_unlinked(f->owners, &info);
	}
	before = talloc_total_size(f->owners);
	for (uint64_t i = 20000; i < 200000; i++) {
		struct statx info = file(i, S_IFREG | 0644, 10);

		assert_int_equal(owners_set(f->owners, &info, &owner), 0);
		owners_unlinked(f->owners, &info);
	}
	assert_true(talloc_total_size(f->owners) < before + before / 2);
	assert_int_equal(owners_count(f->owners), 0);
}

/* Nor does what never had a name: who made it may link it, and else it ends unseen. */
static void many_nameless(void **state)
{
	struct fixture *f = *state;
	struct owner owner = { .known = OWNER_IDS, .uid = 33, .gid = 44 };
	struct statx linked = file(1, S_IFREG | 0644, 10);
	size_t before = 0;

	owners_leave_out(f->owners, makedev(0, 9));
	for (uint64_t i = 0; i < 200000; i++) {
		struct statx info = file(i, i % 2 == 0 ? S_IFREG | 0644 : S_IFIFO | 0600, 10);

		if (i % 2 == 0)
			info.stx_nlink = 0;
		else
			info.stx_dev_major = 0, info.stx_dev_minor = 9;
		assert_int_equal(owners_set(f->owners, &info, &owner), 0);
		check(f, info, 33, 44, info.stx_mode);
		if (i == 20000)
			before = talloc_total_size(f->owners);
	}
	assert_true(talloc_total_size(f->owners) < before + before / 2);
	assert_int_equal(owners_count(f->owners), 0);
	assert_true(owners_any(f->owners));
	linked.stx_nlink = 0;
	assert_int_equal(owners_set(f->owners, &linked, &owner), 0);
	linked.stx_nlink = 1;
	owners_linked(f->owners, &linked);
	assert_int_equal(owners_count(f->owners), 1);
	check(f, linked, 33, 44, S_IFREG | 0644);
}

static void writes_take_privileges(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0755, 10);
	struct owner owner = { .known = OWNER_MODE, .mode = 06755 };
	const void *value;
	size_t size;

	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	assert_int_equal(owners_set_xattr(f->owners, &info, "security.capability", "x", 1, 0), 0);
	owners_may_be_written(f->owners, &info, OWNER_TAKES_IDS);
	check(f, info, 0, 0, S_IFREG | 06755);
	info.stx_mtime.tv_nsec = 1;
	check(f, info, 0, 0, S_IFREG | 0755);
	assert_int_equal(owners_get_xattr(f->owners, &info, "security.capability", &value, &size),
			 -ENODATA);
	/* Somebody who keeps the bits takes the capability. */
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	assert_int_equal(owners_set_xattr(f->owners, &info, "security.capability", "x", 1, 0), 0);
	owners_may_be_written(f->owners, &info, 0);
	info.stx_mtime.tv_nsec = 2;
	check(f, info, 0, 0, S_IFREG | 06755);
	assert_int_equal(owners_get_xattr(f->owners, &info, "security.capability", &value, &size),
			 -ENODATA);
	/* Once more, at once; without execution for the group, its bit means something else. */
	owner.mode = 06745;
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	owners_written(f->owners, &info, OWNER_TAKES_IDS);
	check(f, info, 0, 0, S_IFREG | 02745);
	owners_written(f->owners, &info, OWNER_TAKES_IDS | OWNER_TAKES_SGID);
	check(f, info, 0, 0, S_IFREG | 0745);
	owner.mode = 02745;
	assert_int_equal(owners_set(f->owners, &info, &owner), 0);
	/* Nobody was watched: a faked root may. */
	info.stx_mtime.tv_nsec = 3;
	check(f, info, 0, 0, S_IFREG | 02745);
}

static void attributes(void **state)
{
	struct fixture *f = *state;
	struct statx info = file(1, S_IFREG | 0644, 10);
	const void *value;
	size_t size;
	char *names;

	assert_int_equal(owners_set_xattr(f->owners, &info, "trusted.a", "1", 1, XATTR_REPLACE),
			 -ENODATA);
	assert_int_equal(owners_set_xattr(f->owners, &info, "trusted.a", "1", 1, XATTR_CREATE), 0);
	assert_int_equal(owners_set_xattr(f->owners, &info, "trusted.b", "", 0, 0), 0);
	assert_int_equal(owners_set_xattr(f->owners, &info, "trusted.a", "22", 2, XATTR_CREATE),
			 -EEXIST);
	assert_int_equal(owners_set_xattr(f->owners, &info, "trusted.a", "22", 2, XATTR_REPLACE),
			 0);
	assert_int_equal(owners_get_xattr(f->owners, &info, "trusted.a", &value, &size), 0);
	assert_int_equal(size, 2);
	assert_memory_equal(value, "22", 2);
	assert_int_equal(owners_list_xattrs(f->ctx, f->owners, &info, &names, &size), 0);
	assert_int_equal(size, 20);
	assert_memory_equal(names, "trusted.a\0trusted.b", 20);
	talloc_free(names);
	/* They say nothing of owner and mode. */
	check(f, info, 0, 0, S_IFREG | 0644);
	assert_int_equal(owners_remove_xattr(f->owners, &info, "trusted.a"), 0);
	assert_int_equal(owners_remove_xattr(f->owners, &info, "trusted.a"), -ENODATA);
	assert_int_equal(owners_remove_xattr(f->owners, &info, "trusted.b"), 0);
	assert_int_equal(owners_list_xattrs(f->ctx, f->owners, &info, &names, &size), 0);
	assert_int_equal(size, 0);
}

/* Against a plain array: adding and removing in any order loses and mixes up nothing. */
static void as_an_array(void **state)
{
	enum { KEYS = 3000 };
	static uid_t expected[KEYS];
	struct fixture *f = *state;
	uint32_t random = 1;

	memset(expected, 0, sizeof(expected));
	for (int round = 0; round < 100000; round++) {
		uint64_t key;
		struct statx info;
		struct owner owner = { .known = OWNER_IDS };

		random = random * 1664525 + 1013904223;
		key = (random >> 8) % KEYS;
		info = file(key * 4096, S_IFREG | 0644, 10);
		assert_int_equal(owners_get(f->owners, &info).uid, expected[key]);
		if (random >> 31) {
			owner.uid = owner.gid = expected[key] = 1 + (random & 0xffff);
			assert_int_equal(owners_set(f->owners, &info, &owner), 0);
		} else {
			owners_forget(f->owners, &info);
			expected[key] = 0;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(unknown_files, begin, end),
		cmocka_unit_test_setup_teardown(ids_and_modes_apart, begin, end),
		cmocka_unit_test_setup_teardown(devices, begin, end),
		cmocka_unit_test_setup_teardown(recycled_inodes, begin, end),
		cmocka_unit_test_setup_teardown(unlinked_files, begin, end),
		cmocka_unit_test_setup_teardown(many_unlinked, begin, end),
		cmocka_unit_test_setup_teardown(many_nameless, begin, end),
		cmocka_unit_test_setup_teardown(writes_take_privileges, begin, end),
		cmocka_unit_test_setup_teardown(attributes, begin, end),
		cmocka_unit_test_setup_teardown(as_an_array, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
