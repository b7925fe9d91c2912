/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The mount table: where requests land, what is made in the spool and never in the user's
 * tree, what is refused, and what lookups are told of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "path/mount.h"
#include "path/resolve.h"
#include "util/compiler.h"
#include "util/fd.h"

/* One fresh tree per test: TREE/root, TREE/src (a host directory), TREE/spool. */
struct fixture {
	char tree[64];
	char path[8][PATH_MAX];
	unsigned int used;
	int spool;
	TALLOC_CTX *ctx;
	struct mount_table *table;
	size_t culprit;
};

/* "TREE/NAME"; good for the eight last calls. */
static const char *at(struct fixture *fixture, const char *name)
{
	char *path = fixture->path[fixture->used++ % ARRAY_SIZE(fixture->path)];

	(void)strcpy(stpcpy(stpcpy(path, fixture->tree), "/"), name);
	return path;
}

static void make_dir(struct fixture *fixture, const char *name)
{
	assert_int_equal(mkdir(at(fixture, name), 0755), 0);
}

static void make_file(struct fixture *fixture, const char *name)
{
	int fd = open(at(fixture, name), O_CREAT | O_EXCL | O_WRONLY, 0644);

	assert_true(fd >= 0);
	(void)close(fd);
}

static void make_link(struct fixture *fixture, const char *text, const char *name)
{
	assert_int_equal(symlink(text, at(fixture, name)), 0);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	(void)umask(077);
	(void)strcpy(fixture->tree, "/tmp/ptjail-mount-XXXXXX");
	assert_non_null(mkdtemp(fixture->tree));
	make_dir(fixture, "root");
	make_dir(fixture, "root/home");
	make_dir(fixture, "root/run");
	make_dir(fixture, "root/var");
	make_link(fixture, "../run", "root/var/run");
	make_file(fixture, "root/file");
	make_dir(fixture, "src");
	make_dir(fixture, "src/sub");
	make_file(fixture, "src/file");
	make_dir(fixture, "other");
	make_dir(fixture, "spool");
	fixture->spool = open(at(fixture, "spool"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fixture->spool >= 0);
	fixture->ctx = talloc_new(NULL);
	assert_int_equal(mount_table_new(fixture->ctx, at(fixture, "root"), fixture->spool,
					 &fixture->table),
			 0);
	*state = fixture;
	return 0;
}

static size_t count_fds(void)
{
	DIR *directory = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	(void)closedir(directory);
	return count;
}

static size_t fds_before;

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	char command[192];

	talloc_free(fixture->ctx);
	(void)close(fixture->spool);
	(void)snprintf(command, sizeof(command), "chmod -R u+rwx '%s'; rm -rf '%s'", fixture->tree,
		       fixture->tree);
	free(fixture);
	assert_int_equal(count_fds(), fds_before);
	return system(command);
}

static int add_all(struct fixture *fixture, const struct mount_request *requests, size_t count)
{
	return mount_table_add(fixture->table, requests, count, &fixture->culprit);
}

static int add(struct fixture *fixture, struct mount_request request)
{
	return add_all(fixture, &request, 1);
}

static struct mount *find_guest(const struct fixture *fixture, const char *guest)
{
	for (size_t i = 0; i < fixture->table->count; i++) {
		if (!strcmp(fixture->table->mounts[i]->guest, guest))
			return fixture->table->mounts[i];
	}
	return NULL;
}

static struct mount *root_of(const struct fixture *fixture)
{
	return fixture->table->mounts[0];
}

static ino_t inode(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_ino;
}

static size_t count_entries(const char *path)
{
	DIR *directory = opendir(path);
	size_t count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	(void)closedir(directory);
	return count - 2;
}

static void test_root(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *root = root_of(fixture);
	struct mount_table *table;

	assert_int_equal(fixture->table->count, 1);
	assert_null(root->parent);
	assert_string_equal(root->place, "");
	assert_string_equal(root->guest, "/");
	assert_int_equal(root->kind, MOUNT_DIRECTORY);
	assert_int_equal(root->guest_fd, -1);
	assert_int_equal(root->ino, inode(at(fixture, "root")));
	assert_false(fixture->table->any_read_only);
	assert_int_equal(mount_table_new(fixture->ctx, at(fixture, "nowhere"), fixture->spool,
					 &table),
			 -ENOENT);
	assert_int_equal(mount_table_new(fixture->ctx, at(fixture, "src/file"), fixture->spool,
					 &table),
			 -ENOTDIR);
	assert_int_equal(mount_table_new(fixture->ctx, "/proc", fixture->spool, &table), -EACCES);
}

static void test_existing_place(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *mount;
	bool below;

	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "//home/./" }),
			 0);
	mount = find_guest(fixture, "/home");
	assert_non_null(mount);
	assert_string_equal(mount->place, "home");
	assert_ptr_equal(mount->parent, root_of(fixture));
	assert_int_equal(mount->ino, inode(at(fixture, "src")));
	assert_ptr_equal(mount_table_at(fixture->table, root_of(fixture), "home", &below), mount);
	assert_false(below);
	assert_null(mount_table_at(fixture->table, root_of(fixture), "", &below));
	assert_true(below);
	assert_null(mount_table_at(fixture->table, root_of(fixture), "hom", &below));
	assert_false(below);
	assert_null(mount_table_at(fixture->table, mount, "home", &below));
	assert_true(mount_table_uses_name(fixture->table, "home", 4));
	assert_false(fixture->table->any_merged);
	assert_null(mount_table_merged_names(fixture->table, root_of(fixture)->dev,
					     root_of(fixture)->ino));
}

/* The parents of a place are special, the place itself and its neighbours are not. */
static void test_special(void **state)
{
	struct fixture *fixture = *state;
	struct mount *root = root_of(fixture), *mount;
	const char *rel;

	make_dir(fixture, "root/home/a");
	make_dir(fixture, "root/home/a/b");
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/home/a/b" }),
			 0);
	assert_true(mount_table_special(fixture->table, root->dev, root->ino, &mount, &rel));
	assert_string_equal(rel, "");
	assert_true(mount_table_special(fixture->table, root->dev,
					inode(at(fixture, "root/home/a")), &mount, &rel));
	assert_ptr_equal(mount, root);
	assert_string_equal(rel, "home/a");
	assert_false(mount_table_special(fixture->table, root->dev,
					 inode(at(fixture, "root/home/a/b")), &mount, &rel));
	assert_false(mount_table_special(fixture->table, root->dev, inode(at(fixture, "root/run")),
					 &mount, &rel));
	assert_false(mount_table_special_in(fixture->table, root->dev, root->ino,
					    find_guest(fixture, "/home/a/b"), &mount, &rel));
}

static void test_children_before_parents(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "other"), .guest = "/home/sub" },
		{ .host = at(fixture, "src"), .guest = "/home" },
	};
	const struct mount *outer, *inner;

	assert_int_equal(add_all(fixture, requests, ARRAY_SIZE(requests)), 0);
	outer = find_guest(fixture, "/home");
	inner = find_guest(fixture, "/home/sub");
	assert_non_null(inner);
	assert_ptr_equal(inner->parent, outer);
	assert_string_equal(inner->place, "sub");
}

/* The place lies behind a link: what counts is where the link leads, in the guest. */
static void test_link_at_guest_end(void **state)
{
	struct fixture *fixture = *state;

	make_link(fixture, "/run/y", "root/absolute");
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/var/run/y" }),
			 0);
	assert_non_null(find_guest(fixture, "/run/y"));
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "other"),
							      .guest = "/absolute" }),
			 0);
	assert_int_equal(find_guest(fixture, "/run/y")->ino, inode(at(fixture, "other")));
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/absolute",
							      .no_follow = true }),
			 0);
	assert_non_null(find_guest(fixture, "/absolute"));
}

static void test_link_out_of_the_root(void **state)
{
	struct fixture *fixture = *state;

	make_link(fixture, "../../../../../../../other", "root/out");
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/out/in" }),
			 0);
	assert_int_equal(count_entries(at(fixture, "other")), 0);
	assert_non_null(find_guest(fixture, "/other/in"));
}

static void test_last_request_wins(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "src"), .guest = "/home", .read_only = true },
		{ .host = at(fixture, "other"), .guest = "/home" },
	};

	assert_int_equal(add_all(fixture, requests, ARRAY_SIZE(requests)), 0);
	assert_int_equal(fixture->table->count, 2);
	assert_int_equal(find_guest(fixture, "/home")->ino, inode(at(fixture, "other")));
	assert_false(find_guest(fixture, "/home")->read_only);
	assert_false(fixture->table->any_read_only);
}

static void test_missing_place(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *root = root_of(fixture);
	const char *const *names;

	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/new" }),
			 0);
	assert_int_equal(fixture->table->count, 2);
	assert_ptr_equal(find_guest(fixture, "/new")->parent, root);
	assert_true(fixture->table->any_merged);
	names = mount_table_merged_names(fixture->table, root->dev, root->ino);
	assert_non_null(names);
	assert_string_equal(names[0], "new");
	assert_null(names[1]);
	assert_int_equal(access(at(fixture, "root/new"), F_OK), -1);
}

/* "/opt/a/b": opt is synthetic, a and b are in it; the root lists opt. */
static void test_missing_parents(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *root = root_of(fixture), *opt;
	const char *const *names;
	struct stat st;

	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src"),
							      .guest = "/opt/a//b/" }),
			 0);
	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "src/file"),
							      .guest = "/opt/a/f" }),
			 0);
	opt = find_guest(fixture, "/opt");
	assert_non_null(opt);
	assert_true(opt->synthetic);
	assert_ptr_equal(find_guest(fixture, "/opt/a/b")->parent, opt);
	assert_string_equal(find_guest(fixture, "/opt/a/b")->place, "a/b");
	assert_int_equal(find_guest(fixture, "/opt/a/f")->kind, MOUNT_FILE);
	assert_int_equal(fstatat(opt->handle, "a/b", &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(fstatat(opt->handle, "a/f", &st, AT_SYMLINK_NOFOLLOW), 0);
	assert_true(S_ISREG(st.st_mode));
	names = mount_table_merged_names(fixture->table, root->dev, root->ino);
	assert_non_null(names);
	assert_string_equal(names[0], "opt");
	assert_null(names[1]);
	assert_null(mount_table_merged_names(fixture->table, opt->dev, opt->ino));
	assert_int_equal(count_entries(at(fixture, "root")), 4);
}

/* /dev as the integrator makes it: empty, with mounts in it and links put there later. */
static void test_empty_with_mounts(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = "/dev/null", .guest = "/dev/null" },
		{ .host = at(fixture, "other"), .guest = "/dev/shm" },
		{ .guest = "/dev", .empty = true },
	};
	const struct mount *dev;
	struct stat st;

	assert_int_equal(add_all(fixture, requests, ARRAY_SIZE(requests)), 0);
	dev = find_guest(fixture, "/dev");
	assert_non_null(dev);
	assert_true(dev->synthetic);
	assert_ptr_equal(find_guest(fixture, "/dev/null")->parent, dev);
	assert_int_equal(find_guest(fixture, "/dev/null")->kind, MOUNT_FILE);
	assert_int_equal(symlinkat("/proc/self/fd", dev->handle, "fd"), 0);
	assert_int_equal(fstatat(dev->handle, "shm", &st, 0), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(fstat(dev->handle, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0755);
	assert_int_equal(access(at(fixture, "root/dev"), F_OK), -1);
}

static void test_proc_and_files_in_it(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "src/file"), .guest = "/proc/sys/kernel/version" },
		{ .guest = "/proc", .kind = MOUNT_PROC },
	};
	const struct mount *proc, *file;

	assert_int_equal(add_all(fixture, requests, ARRAY_SIZE(requests)), 0);
	proc = find_guest(fixture, "/proc");
	file = find_guest(fixture, "/proc/sys/kernel/version");
	assert_non_null(file);
	assert_int_equal(proc->kind, MOUNT_PROC);
	assert_ptr_equal(file->parent, proc);
	assert_string_equal(file->place, "sys/kernel/version");
}

static void test_refused_requests(void **state)
{
	struct fixture *fixture = *state;
	const struct {
		struct mount_request request;
		int error;
	} cases[] = {
		{ { .host = at(fixture, "none"), .guest = "/x" }, -ENOENT },
		{ { .host = at(fixture, "src"), .guest = "x" }, -EINVAL },
		{ { .host = at(fixture, "src"), .guest = "/file/x" }, -ENOTDIR },
		{ { .host = at(fixture, "src"), .guest = "/none/../x" }, -ENOENT },
		{ { .host = "/proc/self", .guest = "/x" }, -EOPNOTSUPP },
		{ { .host = "/proc/cpuinfo", .guest = "/x" }, -EOPNOTSUPP },
		{ { .guest = "/x" }, -EINVAL },
		{ { .host = at(fixture, "src"), .guest = "/x", .kind = MOUNT_FILE }, -EISDIR },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct mount_request requests[2] = {
			{ .host = at(fixture, "other"), .guest = "/home" },
			cases[i].request,
		};

		assert_int_equal(add_all(fixture, requests, 2), cases[i].error);
		assert_int_equal(fixture->culprit, 1);
	}
	assert_null(find_guest(fixture, "/x"));
}

static void test_quiet_default(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(add(fixture, (struct mount_request){ .host = at(fixture, "none"),
							      .guest = "/x",
							      .placeholder_quiet = true }),
			 0);
	assert_int_equal(fixture->table->count, 1);
}

static void test_overlap(void **state)
{
	struct fixture *fixture = *state;
	const struct {
		const char *host;
		bool read_only;
		int error;
	} cases[] = {
		{ "src", false, 0 },          /* apart from the root */
		{ "src/sub", true, -EINVAL },  /* inside a writable one */
		{ "src/file", true, -EINVAL },
		{ "src", true, -EINVAL },
		{ "root/home", true, -EINVAL },
		{ "root/file", true, -EINVAL },
		{ "", true, -EINVAL },        /* around writable ones */
		{ "other", true, 0 },
		{ "src/sub", false, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct mount_table *table;
		struct mount_request requests[] = {
			{ .host = at(fixture, "src"), .guest = "/a" },
			{ .host = at(fixture, cases[i].host),
			  .guest = "/b",
			  .read_only = cases[i].read_only },
		};

		assert_int_equal(mount_table_new(fixture->ctx, at(fixture, "root"),
						 fixture->spool, &table),
				 0);
		assert_int_equal(mount_table_add(table, requests, 2, &fixture->culprit),
				 cases[i].error);
		if (cases[i].error)
			assert_int_equal(fixture->culprit, 1);
		else
			assert_int_equal(table->any_read_only, cases[i].read_only);
		talloc_free(table);
	}
}

/* What covers its own source is the only way to it, unless that is shown elsewhere too. */
static void test_overlap_of_itself(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "root/home"), .guest = "/home", .read_only = true },
		{ .host = at(fixture, "root/file"), .guest = "/file", .read_only = true },
		{ .host = at(fixture, "root"), .guest = "/copy" },
	};

	assert_int_equal(add_all(fixture, requests, 2), 0);
	assert_true(fixture->table->any_read_only);
	assert_int_equal(add_all(fixture, requests, 3), -EINVAL);
}

/* A hard link gives a read-only file a second, writable name. */
static void test_overlap_by_hard_link(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "src/file"), .guest = "/file", .read_only = true },
		{ .host = at(fixture, "src/twin"), .guest = "/home/twin" },
	};

	assert_int_equal(link(at(fixture, "src/file"), at(fixture, "src/twin")), 0);
	assert_int_equal(add_all(fixture, requests, 2), -EINVAL);
}

/* Devices can be written through any mount: no overlap to speak of. */
static void test_devices_do_not_overlap(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = "/dev/null", .guest = "/null" },
		{ .host = "/dev", .guest = "/hostdev", .read_only = true },
	};

	assert_int_equal(add_all(fixture, requests, 2), 0);
}

static void test_one_source_twice(void **state)
{
	struct fixture *fixture = *state;
	const struct mount_request requests[] = {
		{ .host = at(fixture, "src"), .guest = "/a" },
		{ .host = at(fixture, "src"), .guest = "/b" },
	};
	struct mount *a, *b;

	assert_int_equal(add_all(fixture, requests, 2), 0);
	a = find_guest(fixture, "/a");
	b = find_guest(fixture, "/b");
	assert_ptr_equal(mount_table_root_of(fixture->table, a->dev, a->ino, a), a);
	assert_ptr_equal(mount_table_root_of(fixture->table, a->dev, a->ino, b), b);
	assert_ptr_equal(mount_table_by_identity(fixture->table, a->dev, a->ino), b);
	assert_null(mount_table_by_identity(fixture->table, a->dev, a->ino + 1000000));
}

static void test_file_systems(void **state)
{
	int proc = open("/proc/self", O_PATH | O_CLOEXEC), tmp = open("/tmp", O_PATH | O_CLOEXEC);

	(void)state;
	assert_int_equal(host_fs_check(proc), -EACCES);
	assert_int_equal(host_fs_check(tmp), 0);
	(void)close(proc);
	(void)close(tmp);
	assert_int_equal(host_fs_check(-1), -EBADF);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_root, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_existing_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_special, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_children_before_parents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_link_at_guest_end, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_link_out_of_the_root, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_last_request_wins, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_missing_place, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_missing_parents, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_empty_with_mounts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_proc_and_files_in_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused_requests, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_quiet_default, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_overlap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_overlap_of_itself, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_overlap_by_hard_link, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_devices_do_not_overlap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_source_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_file_systems, set_up, tear_down),
	};

	fds_before = count_fds();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
