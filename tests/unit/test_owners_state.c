/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* State files: both formats, faulty ones, several users at once, a million entries. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fakeroot/owners_state.h"
#include "util/compiler.h"

struct fixture {
	TALLOC_CTX *ctx;
	char directory[32];
	char *path;
};

static int begin(void **state)
{
	struct fixture *f = talloc_zero(NULL, struct fixture);

	f->ctx = talloc_new(NULL);
	strcpy(f->directory, "/tmp/owners-XXXXXX");
	if (mkdtemp(f->directory) == NULL)
		return -1;
	f->path = talloc_asprintf(f, "%s/state", f->directory);
	*state = f;
	return 0;
}

/* Nothing but the file itself is left in its directory: rmdir says so. */
static int end(void **state)
{
	struct fixture *f = *state;

	(void)unlink(f->path);
	assert_int_equal(rmdir(f->directory), 0);
	talloc_free(f->ctx);
	talloc_free(f);
	return 0;
}

static struct owners *new_owners(struct fixture *f)
{
	struct owners_identity identity = { .host_uid = 12345, .host_gid = 12345 };
	struct owners *owners = owners_new(f->ctx, &identity);

	assert_non_null(owners);
	return owners;
}

static struct statx file(uint64_t ino, uint16_t mode)
{
	return (struct statx){ .stx_mask = STATX_BASIC_STATS | STATX_BTIME,
			       .stx_dev_major = 254,
			       .stx_ino = ino,
			       .stx_mode = mode,
			       .stx_uid = 12345,
			       .stx_gid = 12345,
			       .stx_nlink = 1,
			       .stx_btime = { .tv_sec = 1700000000, .tv_nsec = 7 } };
}

static void set_uid(struct owners *owners, uint64_t ino, uid_t uid)
{
	struct statx info = file(ino, S_IFREG | 0644);
	struct owner owner = { .known = OWNER_IDS, .uid = uid, .gid = uid };

	assert_int_equal(owners_set(owners, &info, &owner), 0);
}

static uid_t uid_of(struct owners *owners, uint64_t ino)
{
	struct statx info = file(ino, S_IFREG | 0644);

	owners_show(owners, &info);
	return info.stx_uid;
}

static char *text_of(struct fixture *f, struct owners *owners, enum owners_format format)
{
	char *text, *copy;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	assert_int_equal(owners_write(stream, format, owners), 0);
	assert_int_equal(fclose(stream), 0);
	copy = talloc_strdup(f->ctx, text);
	free(text);
	return copy;
}

static struct owners_state *open_state(struct fixture *f, enum owners_format format)
{
	struct owners_state *state;
	char *fault;

	assert_int_equal(owners_state_open(f->ctx, f->path, format, &state, &fault), 0);
	return state;
}

static struct owners *load(struct fixture *f, struct owners_state *state)
{
	struct owners *owners = new_owners(f);
	char *fault;

	assert_int_equal(owners_state_load(f->ctx, state, owners, &fault), 0);
	return owners;
}

static void save(struct fixture *f, struct owners_state *state, struct owners *owners)
{
	char *fault;

	assert_int_equal(owners_state_save(f->ctx, state, owners, &fault), 0);
	assert_false(owners_dirty(owners));
}

/* What is written is what is meant, and what is read back writes the same. */
static void formats(void **state)
{
	static const char ours[] =
		"ptjail owners 1\n"
		"dev=fe00,ino=1,birth=1700000000.000000007,type=100000,uid=33,gid=33\n"
		"dev=fe00,ino=2,birth=1700000000.000000007,mode=100755,"
		"xattr=security.capability:0100ff,xattr=trusted.%2cb::2\n"
		"dev=fe00,ino=3,birth=1700000000.000000007,mode=20620,uid=0,gid=5,rdev=1048876\n";
	static const char theirs[] = "dev=fe00,ino=1,mode=100644,uid=33,gid=33,nlink=1,rdev=0\n"
				     "dev=fe00,ino=2,mode=100755,uid=0,gid=0,nlink=1,rdev=0\n"
				     "dev=fe00,ino=3,mode=20620,uid=0,gid=5,nlink=1,rdev=1048876\n";
	struct fixture *f = *state;
	struct owners *owners = new_owners(f);
	struct statx program = file(2, S_IFREG | 0700), device = file(3, S_IFREG | 0600);
	struct owner owner = { .known = OWNER_MODE, .mode = 0755 };
	char *fault;

	set_uid(owners, 1, 33);
	assert_int_equal(owners_set(owners, &program, &owner), 0);
	assert_int_equal(
		owners_set_xattr(owners, &program, "security.capability", "\1\0\377", 3, 0), 0);
	assert_int_equal(owners_set_xattr(owners, &program, "trusted.,b", "", 0, 0), 0);
	owners_place_xattr(owners, &program, "trusted.,b", 2);
	owner = (struct owner){ .known = OWNER_IDS | OWNER_MODE | OWNER_DEVICE,
				.gid = 5,
				.mode = S_IFCHR | 0620,
				.rdev = 1048876 };
	assert_int_equal(owners_set(owners, &device, &owner), 0);
	assert_string_equal(text_of(f, owners, OWNERS_FORMAT_PTJAIL), ours);
	assert_string_equal(text_of(f, owners, OWNERS_FORMAT_FAKEROOT), theirs);

	owners = new_owners(f);
	assert_int_equal(
		owners_parse(f->ctx, ours, strlen(ours), OWNERS_FORMAT_PTJAIL, owners, &fault), 0);
	assert_string_equal(text_of(f, owners, OWNERS_FORMAT_PTJAIL), ours);
	owners = new_owners(f);
	assert_int_equal(owners_parse(f->ctx, theirs, strlen(theirs), OWNERS_FORMAT_FAKEROOT,
				      owners, &fault),
			 0);
	assert_true(owners_lack_births(owners));
	assert_true(owners_have_devices(owners));
	assert_string_equal(text_of(f, owners, OWNERS_FORMAT_FAKEROOT), theirs);
	/* The first look at the file itself gives the entry its birth time. */
	assert_int_equal(uid_of(owners, 1), 33);
	assert_non_null(strstr(text_of(f, owners, OWNERS_FORMAT_PTJAIL),
			       "ino=1,birth=1700000000.000000007,"));
}

static void faults(void **state)
{
#define OUR "ptjail owners 1\n"
	static const struct {
		enum owners_format format;
		const char *text, *fault;
	} bad[] = {
		{ OWNERS_FORMAT_PTJAIL, "dev=1,ino=1,mode=100644,uid=0,gid=0,nlink=1,rdev=0\n",
		  "line 1: \"dev=1,ino=1,mode=100644,uid=0,gid=0,nlink=1,rdev=0\": expected "
		  "\"ptjail owners 1\"; files of fakeroot(1) are read with "
		  "--state-format=fakeroot" },
		{ OWNERS_FORMAT_PTJAIL, "ptjail owners 2\n",
		  "line 1: \"ptjail owners 2\": expected \"ptjail owners 1\"" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644",
		  "its last line is cut off: expected its end" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644\ndev=1,ino=x,mode=100644\n",
		  "line 3: \"ino=x\": expected a number" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=g,ino=1,mode=100644\n",
		  "line 2: \"dev=g\": expected a hexadecimal number" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=18446744073709551616,mode=100644\n",
		  "line 2: \"ino=18446744073709551616\": expected a number" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=644\n",
		  "line 2: \"dev=1,ino=1,mode=644\": expected a mode or type that begins with a "
		  "file's type" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=1000644\n",
		  "line 2: \"mode=1000644\": expected an octal number up to 177777" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1\n",
		  "line 2: \"dev=1,ino=1\": expected either mode= or type=" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,uid=4294967296,gid=0\n",
		  "line 2: \"uid=4294967296\": expected a number up to 4294967295" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,uid=1\n",
		  "line 2: \"dev=1,ino=1,mode=100644,uid=1\": expected uid= and gid= together" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,ino=2,mode=100644\n",
		  "line 2: \"ino=2\": expected this once a line" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,owner=1\n",
		  "line 2: \"owner=1\": expected dev=, ino=, birth=, mode= or type=, uid=, gid=, "
		  "rdev=, xattr=" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,birth=12,mode=100644\n",
		  "line 2: \"birth=12\": expected SECONDS.NANOSECONDS with nine digits behind the "
		  "point" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,xattr=a:0\n",
		  "line 2: \"xattr=a:0\": expected NAME:HEX-BYTES or NAME:HEX-BYTES:PLACE" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,xattr=a:00:\n",
		  "line 2: \"xattr=a:00:\": expected NAME:HEX-BYTES or NAME:HEX-BYTES:PLACE" },
		{ OWNERS_FORMAT_PTJAIL, OUR "dev=1,ino=1,mode=100644,xattr=a%00:00\n",
		  "line 2: \"xattr=a%00:00\": expected NAME:HEX-BYTES or NAME:HEX-BYTES:PLACE" },
		{ OWNERS_FORMAT_PTJAIL, OUR "\n", "line 2: \"\": expected dev= and ino=" },
		{ OWNERS_FORMAT_PTJAIL, OUR "\033[31m\n",
		  "line 2: \"?[31m\": expected dev=, ino=, birth=, mode= or type=, uid=, gid=, "
		  "rdev=, xattr=" },
		{ OWNERS_FORMAT_FAKEROOT, "dev=1,ino=1,mode=100644,uid=0,gid=0\n",
		  "line 1: \"dev=1,ino=1,mode=100644,uid=0,gid=0\": expected dev=, ino=, mode=, "
		  "uid=, gid=, nlink= and rdev=" },
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		char *fault;

		assert_int_equal(owners_parse(f->ctx, bad[i].text, strlen(bad[i].text),
					      bad[i].format, new_owners(f), &fault),
				 -EINVAL);
		assert_string_equal(fault, bad[i].fault);
	}
}

/* A faulty file is not half loaded, nor written over. */
static void faulty_file(void **state)
{
	struct fixture *f = *state;
	struct owners_state *s = open_state(f, OWNERS_FORMAT_PTJAIL);
	struct owners *owners = new_owners(f);
	char *fault, text[64] = { 0 };
	FILE *stream = fopen(f->path, "w");

	fputs("ptjail owners 1\ndev=fe00,ino=1,type=100000,uid=1,gid=1\nx\n", stream);
	fclose(stream);
	assert_int_equal(owners_state_load(f->ctx, s, owners, &fault), -EINVAL);
	assert_int_equal(strncmp(fault, "line 3: ", 8), 0);
	assert_int_equal(owners_count(owners), 0);
	set_uid(owners, 2, 2);
	assert_int_equal(owners_state_save(f->ctx, s, owners, &fault), -EINVAL);
	stream = fopen(f->path, "r");
	assert_non_null(fgets(text, sizeof(text), stream));
	assert_non_null(fgets(text, sizeof(text), stream));
	assert_string_equal(text, "dev=fe00,ino=1,type=100000,uid=1,gid=1\n");
	fclose(stream);
}

static void no_plain_file(void **state)
{
	struct fixture *f = *state;
	struct owners_state *s = open_state(f, OWNERS_FORMAT_PTJAIL);
	struct owners *owners = new_owners(f);
	char *fault;

	assert_int_equal(symlink("/etc/passwd", f->path), 0);
	assert_int_equal(owners_state_load(f->ctx, s, owners, &fault), -ELOOP);
	assert_int_equal(owners_state_save(f->ctx, s, owners, &fault), -ELOOP);
	assert_int_equal(unlink(f->path), 0);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	assert_int_equal(owners_state_load(f->ctx, s, owners, &fault), -EINVAL);
	assert_string_equal(fault, "it is no plain file: expected a state file");
}

/* Two at once: what one changed stays, what the other did not touch is taken over. */
static void two_users(void **state, enum owners_format format)
{
	struct fixture *f = *state;
	struct owners_state *first = open_state(f, format), *second = open_state(f, format);
	struct owners *a = load(f, first), *b;
	struct statx info = file(4, S_IFREG | 0644);

	for (uint64_t ino = 1; ino <= 5; ino++)
		set_uid(a, ino, 10);
	save(f, first, a);
	b = load(f, second);
	assert_int_equal(owners_count(b), 5);
	set_uid(a, 1, 11);
	set_uid(b, 2, 22);
	set_uid(a, 3, 13);
	set_uid(b, 3, 23);
	set_uid(b, 6, 26);
	owners_unlinked(b, &info);
	save(f, second, b);
	save(f, first, a);
	assert_int_equal(uid_of(a, 1), 11);
	assert_int_equal(uid_of(a, 2), 22);
	assert_int_equal(uid_of(a, 3), 13);
	assert_int_equal(uid_of(a, 4), 0);
	assert_int_equal(uid_of(a, 5), 10);
	assert_int_equal(uid_of(a, 6), 26);
	assert_int_equal(owners_count(a), 5);
	/* The other sees it with its next saving; it has nothing of its own to say any more. */
	save(f, second, b);
	assert_int_equal(uid_of(b, 1), 11);
	assert_int_equal(uid_of(b, 3), 13);
	assert_string_equal(text_of(f, load(f, second), format), text_of(f, b, format));
}

static void two_users_ours(void **state)
{
	two_users(state, OWNERS_FORMAT_PTJAIL);
}

static void two_users_fakeroot(void **state)
{
	two_users(state, OWNERS_FORMAT_FAKEROOT);
}

static struct statx born(uint64_t ino, int64_t second)
{
	struct statx info = file(ino, S_IFREG | 0644);

	info.stx_mask |= STATX_BTIME;
	info.stx_btime.tv_sec = second;
	return info;
}

static void give(struct owners *owners, struct statx info, uid_t uid)
{
	struct owner owner = { .known = OWNER_IDS, .uid = uid };

	assert_int_equal(owners_set(owners, &info, &owner), 0);
}

static uid_t shown(struct owners *owners, struct statx info)
{
	owners_show(owners, &info);
	return info.stx_uid;
}

/* One knows files that are gone, another the new ones that have their numbers: these count. */
static void numbers_again(void **state, enum owners_format format)
{
	struct fixture *f = *state;
	struct owners_state *first = open_state(f, format), *second = open_state(f, format);
	struct owners *a = load(f, first), *b, *c;
	struct statx left = born(3, 100), gone = born(1, 100);

	give(a, born(1, 100), 10);
	give(a, born(2, 100), 10);
	save(f, first, a);
	b = load(f, second);
	give(a, left, 10);
	left.stx_nlink = 0;
	owners_unlinked(a, &left);
	give(b, born(3, 200), 23);
	if (format == OWNERS_FORMAT_PTJAIL) {
		owners_forget(a, &gone);
		give(a, born(2, 100), 12);
		give(b, born(1, 200), 21);
		give(b, born(2, 200), 22);
	}
	save(f, second, b);
	save(f, first, a);
	c = load(f, first);
	assert_int_equal(shown(a, born(3, 200)), 23);
	assert_int_equal(shown(c, born(3, 200)), 23);
	if (format == OWNERS_FORMAT_FAKEROOT)
		return;
	assert_int_equal(shown(c, born(1, 200)), 21);
	assert_int_equal(shown(c, born(2, 200)), 22);
	/* The older one's word does not count later either. */
	give(b, born(2, 200), 32);
	give(a, born(2, 100), 42);
	save(f, second, b);
	save(f, first, a);
	assert_int_equal(shown(load(f, first), born(2, 200)), 32);
}

static void numbers_again_ours(void **state)
{
	numbers_again(state, OWNERS_FORMAT_PTJAIL);
}

static void numbers_again_fakeroot(void **state)
{
	numbers_again(state, OWNERS_FORMAT_FAKEROOT);
}

/* What fakeroot's files cannot hold is not lost for the run that knows it. */
static void attributes_beside_fakeroot(void **state)
{
	struct fixture *f = *state;
	struct owners_state *first = open_state(f, OWNERS_FORMAT_FAKEROOT);
	struct owners_state *second = open_state(f, OWNERS_FORMAT_FAKEROOT);
	struct owners *a = load(f, first), *b = load(f, second);
	struct statx info = file(1, S_IFREG | 0644), bare = file(3, S_IFREG | 0644);
	const void *value;
	size_t size;

	set_uid(a, 1, 10);
	assert_int_equal(owners_set_xattr(a, &info, "trusted.a", "1", 1, 0), 0);
	assert_int_equal(owners_set_xattr(a, &bare, "trusted.b", "2", 1, 0), 0);
	save(f, first, a);
	set_uid(b, 2, 20);
	save(f, second, b);
	save(f, first, a);
	assert_int_equal(uid_of(a, 2), 20);
	assert_int_equal(owners_get_xattr(a, &info, "trusted.a", &value, &size), 0);
	assert_int_equal(owners_get_xattr(a, &bare, "trusted.b", &value, &size), 0);
}

/* Attributes that were read are bytes like those that were set: taken away, they leave room. */
static void attributes_read(void **state)
{
	struct fixture *f = *state;
	struct owners_state *s = open_state(f, OWNERS_FORMAT_PTJAIL);
	struct owners *owners = load(f, s);
	struct statx info = file(1, S_IFREG | 0644), other = file(2, S_IFREG | 0644);

	assert_int_equal(owners_set_xattr(owners, &info, "trusted.a", "1", 1, 0), 0);
	save(f, s, owners);
	owners = load(f, s);
	assert_int_equal(owners_remove_xattr(owners, &info, "trusted.a"), 0);
	assert_int_equal(owners_set_xattr(owners, &other, "trusted.a", "1", 1, 0), 0);
}

/* What the jail makes of a file in its own tree costs its next start little: a hole, long lists. */
static void costly_file(void **state)
{
	struct fixture *f = *state;
	struct owners_state *s = open_state(f, OWNERS_FORMAT_PTJAIL);
	char *fault;
	FILE *stream = fopen(f->path, "w");

	fputs("ptjail owners 1\ndev=fe00,ino=1,type=100000,uid=1,gid=1\n", stream);
	assert_int_equal(fflush(stream), 0);
	assert_int_equal(ftruncate(fileno(stream), 1LL << 40), 0);
	assert_int_equal(owners_state_load(f->ctx, s, new_owners(f), &fault), -EINVAL);
	assert_non_null(strstr(fault, "NUL byte"));
	assert_int_equal(ftruncate(fileno(stream), 0), 0);
	rewind(stream);
	fputs("ptjail owners 1\ndev=fe00,ino=1,type=100000", stream);
	for (unsigned int i = 0; i < 100000; i++)
		fprintf(stream, ",xattr=trusted.%u:", i);
	fputs("\n", stream);
	fclose(stream);
	assert_int_equal(owners_state_load(f->ctx, s, new_owners(f), &fault), -EINVAL);
	assert_string_equal(fault, "line 2: \"xattr=trusted.1345:\": expected fewer attributes of "
				   "a file");
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A disk that is full is said to be full. */
static void no_room(void **state)
{
	struct fixture *f = *state;
	struct owners *owners = new_owners(f);
	FILE *full = fopen("/dev/full", "we");

	assert_non_null(full);
	for (uint64_t ino = 1; ino < 2000; ino++)
		set_uid(owners, ino, 7);
	assert_int_equal(owners_write(full, OWNERS_FORMAT_PTJAIL, owners), -ENOSPC);
	(void)fclose(full);
}

/* A second or so each on a slow machine; this test must stand a sanitizer and company. */
static void a_million(void **state)
{
	enum { COUNT = 1000000 };
	struct fixture *f = *state;
	struct owners_state *s = open_state(f, OWNERS_FORMAT_PTJAIL);
	struct owners *owners = load(f, s);
	double start = now(), made, saved, loaded;
	size_t size;

	for (uint64_t i = 0; i < COUNT; i++)
		set_uid(owners, i * 7, (uid_t)(i % 60000 + 1));
	made = now();
	save(f, s, owners);
	saved = now();
	talloc_free(owners);
	owners = load(f, s);
	loaded = now();
	assert_int_equal(owners_count(owners), COUNT);
	for (uint64_t i = 0; i < COUNT; i++)
		assert_int_equal(uid_of(owners, i * 7), i % 60000 + 1);
	size = talloc_total_size(owners);
	print_message(
		"made %.2f s, saved %.2f s, loaded %.2f s, looked up %.2f s, %zu bytes each\n",
		made - start, saved - made, loaded - saved, now() - loaded, size / COUNT);
	assert_true(size < 120UL * COUNT);
	assert_true(loaded - saved < 15);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(formats, begin, end),
		cmocka_unit_test_setup_teardown(faults, begin, end),
		cmocka_unit_test_setup_teardown(faulty_file, begin, end),
		cmocka_unit_test_setup_teardown(costly_file, begin, end),
		cmocka_unit_test_setup_teardown(no_plain_file, begin, end),
		cmocka_unit_test_setup_teardown(two_users_ours, begin, end),
		cmocka_unit_test_setup_teardown(two_users_fakeroot, begin, end),
		cmocka_unit_test_setup_teardown(numbers_again_ours, begin, end),
		cmocka_unit_test_setup_teardown(numbers_again_fakeroot, begin, end),
		cmocka_unit_test_setup_teardown(attributes_beside_fakeroot, begin, end),
		cmocka_unit_test_setup_teardown(attributes_read, begin, end),
		cmocka_unit_test_setup_teardown(no_room, begin, end),
		cmocka_unit_test_setup_teardown(a_million, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
