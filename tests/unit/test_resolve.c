/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What path_resolve() says of a place besides its handle (mount, route, name, kind of last
 * component), the inside of MOUNT_PROC, host mounts, long paths, and the way back from a
 * handle to its place. That errors and objects are the kernel's is tested elsewhere,
 * against the kernel. Every test runs with and without openat2.
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
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/resolve.h"
#include "util/compiler.h"
#include "util/fd.h"

#define START_FD 42

/*
 *   TREE/root        /            TREE/src     /home/user
 *     d/e/f (file)                  sub/x (directory)
 *     l -> d/e                      up -> ..
 *   TREE/plain       /home/file   TREE/spool   /proc, /opt
 */
struct fixture {
	char tree[64];
	char path[8][PATH_MAX];
	unsigned int used;
	int spool, pipe[2], magic_directory;
	struct stat pid_directory, fd_directory;
	TALLOC_CTX *ctx;
	struct mount_table *table;
	struct node_ops nodes;
	struct path_view view;
	struct path_place place;
};

static bool without_openat2;

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

/* --- a small /proc: self -> 7, 7/{status,cwd,fd/{0,3}}, cpuinfo, secret ---------------------- */

static int fake_lookup(void *user, const struct caller *caller, const char *dir, const char *name,
		       enum node_kind *ret_kind)
{
	static const struct {
		const char *dir, *name;
		enum node_kind kind;
	} rows[] = {
		{ "", "self", NODE_LINK },     { "", "7", NODE_DIRECTORY },
		{ "", "cpuinfo", NODE_FILE },  { "", "secret", NODE_DIRECTORY },
		{ "7", "status", NODE_FILE },  { "7", "cwd", NODE_MAGIC },
		{ "7", "fd", NODE_DIRECTORY }, { "7/fd", "0", NODE_MAGIC },
		{ "7/fd", "3", NODE_MAGIC },   { "", "mounts", NODE_LINK },
		{ "7", "self", NODE_MAGIC },
	};

	(void)user;
	assert_int_equal(caller->tgid, 7);
	if (!strcmp(dir, "secret"))
		return -EACCES;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].dir, dir) != 0 || strcmp(rows[i].name, name) != 0)
			continue;
		*ret_kind = rows[i].kind;
		return 0;
	}
	return -ENOENT;
}

static int fake_readlink(TALLOC_CTX *ctx, void *user, const struct caller *caller, const char *node,
			 char **ret_text)
{
	(void)user;
	(void)caller;
	*ret_text = talloc_strdup(ctx, !strcmp(node, "self") ? "7" : "/d/e/../e/f");
	return *ret_text ? 0 : -ENOMEM;
}

static int fake_handle(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	struct fixture *fixture = user;
	const struct mount *proc = NULL;

	(void)caller;
	for (size_t i = 0; i < fixture->table->count; i++) {
		if (fixture->table->mounts[i]->kind == MOUNT_PROC)
			proc = fixture->table->mounts[i];
	}
	assert_non_null(proc);
	*ret_handle = openat(proc->handle, *node ? node : ".", O_PATH | O_CLOEXEC);
	return *ret_handle < 0 ? -errno : 0;
}

static int fake_follow(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	struct fixture *fixture = user;

	if (!strcmp(node, "7/fd/0"))
		*ret_handle = fcntl(fixture->pipe[0], F_DUPFD_CLOEXEC, 0);
	else if (!strcmp(node, "7/self"))
		return fake_handle(user, caller, "7", ret_handle);
	else
		*ret_handle = fcntl(fixture->magic_directory, F_DUPFD_CLOEXEC, 0);
	return *ret_handle < 0 ? -errno : 0;
}

static bool same_file(const struct stat *st, dev_t dev, ino_t ino)
{
	return st->st_dev == dev && st->st_ino == ino;
}

static const char *fake_by_identity(void *user, dev_t dev, ino_t ino)
{
	const struct fixture *fixture = user;

	if (same_file(&fixture->pid_directory, dev, ino))
		return "7";
	return same_file(&fixture->fd_directory, dev, ino) ? "7/fd" : NULL;
}

/* --- set up -------------------------------------------------------------------------------- */

static void make_tree(struct fixture *fixture)
{
	(void)strcpy(fixture->tree, "/tmp/ptjail-resolve-XXXXXX");
	assert_non_null(mkdtemp(fixture->tree));
	make_dir(fixture, "root");
	make_dir(fixture, "root/home");
	make_dir(fixture, "root/home/user");
	make_dir(fixture, "root/d");
	make_dir(fixture, "root/d/e");
	make_file(fixture, "root/d/e/f");
	assert_int_equal(symlink("d/e", at(fixture, "root/l")), 0);
	assert_int_equal(symlink("/proc/self/cwd", at(fixture, "root/tocwd")), 0);
	make_dir(fixture, "src");
	make_dir(fixture, "src/sub");
	make_dir(fixture, "src/sub/x");
	assert_int_equal(symlink("..", at(fixture, "src/up")), 0);
	make_file(fixture, "plain");
	make_dir(fixture, "spool");
}

static void add_mounts(struct fixture *fixture)
{
	const struct mount_request requests[] = {
		{ .host = at(fixture, "src"), .guest = "/home/user" },
		{ .host = at(fixture, "plain"), .guest = "/home/file" },
		{ .host = at(fixture, "src/sub"), .guest = "/opt/sub" },
		{ .guest = "/proc", .kind = MOUNT_PROC },
		{ .host = at(fixture, "plain"), .guest = "/proc/version" },
	};
	int proc;
	size_t culprit;

	assert_int_equal(
		mount_table_new(fixture->ctx, at(fixture, "root"), fixture->spool, &fixture->table),
		0);
	assert_int_equal(mount_table_add(fixture->table, requests, ARRAY_SIZE(requests), &culprit),
			 0);
	assert_int_equal(fake_handle(fixture, NULL, "", &proc), 0);
	assert_int_equal(mkdirat(proc, "7", 0755), 0);
	assert_int_equal(mkdirat(proc, "7/fd", 0755), 0);
	assert_int_equal(fstatat(proc, "7", &fixture->pid_directory, 0), 0);
	assert_int_equal(fstatat(proc, "7/fd", &fixture->fd_directory, 0), 0);
	(void)close(proc);
	for (size_t i = 0; i < fixture->table->count; i++) {
		if (fixture->table->mounts[i]->kind != MOUNT_PROC)
			fixture->table->mounts[i]->guest_fd = 100 + (int)i;
	}
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	assert_non_null(fixture);
	(void)umask(022);
	make_tree(fixture);
	fixture->spool = open(at(fixture, "spool"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fixture->magic_directory = open(at(fixture, "src/sub"), O_PATH | O_CLOEXEC);
	assert_int_equal(pipe2(fixture->pipe, O_CLOEXEC), 0);
	fixture->ctx = talloc_new(NULL);
	add_mounts(fixture);
	fixture->nodes = (struct node_ops){ fixture,     fake_lookup, fake_readlink,
					    fake_follow, fake_handle, fake_by_identity };
	fixture->view = (struct path_view){
		.mounts = fixture->table,
		.nodes = &fixture->nodes,
		.root = { fixture->table->mounts[0]->handle, fixture->table->mounts[0], "",
			  fixture->table->mounts[0]->guest_fd },
		.caller = { 7, 7 },
		.without_openat2 = without_openat2,
	};
	fixture->place = (struct path_place)PATH_PLACE_INIT;
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

	place_release(&fixture->place);
	talloc_free(fixture->ctx);
	(void)close(fixture->spool);
	(void)close(fixture->magic_directory);
	(void)close(fixture->pipe[0]);
	(void)close(fixture->pipe[1]);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", fixture->tree);
	free(fixture);
	assert_int_equal(count_fds(), fds_before);
	return system(command);
}

static struct mount *mount_at(const struct fixture *fixture, const char *guest)
{
	for (size_t i = 0; i < fixture->table->count; i++) {
		if (!strcmp(fixture->table->mounts[i]->guest, guest))
			return fixture->table->mounts[i];
	}
	fail_msg("no mount at %s", guest);
	return NULL;
}

static int resolve_from(struct fixture *fixture, const struct path_start *start, const char *path,
			unsigned int flags)
{
	place_release(&fixture->place);
	return path_resolve(fixture->ctx, &fixture->view, start, path, flags, &fixture->place);
}

static int resolve(struct fixture *fixture, const char *path, unsigned int flags)
{
	return resolve_from(fixture, &fixture->view.root, path, flags);
}

static void assert_is(int handle, const char *path)
{
	struct stat a, b;

	assert_true(handle >= 0);
	assert_int_equal(fstat(handle, &a), 0);
	assert_int_equal(lstat(path, &b), 0);
	assert_int_equal(a.st_ino, b.st_ino);
	assert_int_equal(a.st_dev, b.st_dev);
}

static struct path_start open_start(struct fixture *fixture, const char *name)
{
	struct path_start start = { .handle = open(at(fixture, name), O_PATH | O_CLOEXEC),
				    .guest_fd = START_FD };

	assert_true(start.handle >= 0);
	return start;
}

/* --- routes: mount, base, rel, name ---------------------------------------------------------- */

static void test_absolute(void **state)
{
	struct fixture *fixture = *state;
	const struct path_place *place = &fixture->place;

	assert_int_equal(resolve(fixture, "/l//f", PATH_FOLLOW), 0);
	assert_is(place->handle, at(fixture, "root/d/e/f"));
	assert_ptr_equal(place->mount, fixture->table->mounts[0]);
	assert_int_equal(place->base_guest_fd, place->mount->guest_fd);
	assert_string_equal(place->rel, "d/e/f");
	assert_string_equal(place->name, "f");
	assert_int_equal(place->last, LAST_NAME);
	assert_int_equal(place->parent, -1);
	assert_false(place->trailing_slash || place->is_mount_root || place->has_mount_below ||
		     place->magic || place->crossed_host_mount);
	assert_null(place->node);
}

static void test_root(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "/", "///", "/..", "/../..", "/.", "/l/../../.." };
	static const enum last_kind last[] = { LAST_ROOT,   LAST_ROOT, LAST_DOTDOT,
					       LAST_DOTDOT, LAST_DOT,  LAST_DOTDOT };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(resolve(fixture, names[i], PATH_FOLLOW), 0);
		assert_is(fixture->place.handle, at(fixture, "root"));
		assert_int_equal(fixture->place.last, last[i]);
		assert_string_equal(fixture->place.rel, "");
		assert_null(fixture->place.name);
		assert_true(fixture->place.is_mount_root);
		assert_int_equal(fixture->place.type, S_IFDIR);
	}
}

static void test_relative(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start = open_start(fixture, "root/d");

	assert_int_equal(resolve_from(fixture, &start, "e/./f", PATH_PARENT), 0);
	assert_int_equal(fixture->place.base_guest_fd, START_FD);
	assert_string_equal(fixture->place.rel, "e/f");
	assert_is(fixture->place.parent, at(fixture, "root/d/e"));
	/* Above the start it counts from the mount. */
	assert_int_equal(resolve_from(fixture, &start, "../d/e/f", 0), 0);
	assert_ptr_equal(fixture->place.mount, fixture->table->mounts[0]);
	assert_int_equal(fixture->place.base_guest_fd, fixture->place.mount->guest_fd);
	assert_string_equal(fixture->place.rel, "d/e/f");
	/* And a link to an absolute path leads away from it, too. */
	assert_int_equal(symlink("/d/e", at(fixture, "root/d/abs")), 0);
	assert_int_equal(resolve_from(fixture, &start, "abs/f", 0), 0);
	assert_int_equal(fixture->place.base_guest_fd, fixture->place.mount->guest_fd);
	start.guest_fd = AT_FDCWD;
	assert_int_equal(resolve_from(fixture, &start, "e", 0), 0);
	assert_int_equal(fixture->place.base_guest_fd, AT_FDCWD);
	(void)close(start.handle);
}

static void test_empty(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start = open_start(fixture, "root/d/e/f");

	assert_int_equal(resolve_from(fixture, &start, "", PATH_FOLLOW), -ENOENT);
	assert_int_equal(resolve_from(fixture, &start, "", PATH_EMPTY), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d/e/f"));
	assert_int_equal(fixture->place.base_guest_fd, START_FD);
	assert_string_equal(fixture->place.rel, "");
	assert_int_equal(resolve_from(fixture, &start, ".", PATH_EMPTY), -ENOTDIR);
	assert_int_equal(resolve_from(fixture, &start, "..", PATH_EMPTY), -ENOTDIR);
	(void)close(start.handle);
}

static void test_mounts(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *user = mount_at(fixture, "/home/user");

	assert_int_equal(resolve(fixture, "/home/user", PATH_PARENT), 0);
	assert_ptr_equal(fixture->place.mount, user);
	assert_true(fixture->place.is_mount_root);
	assert_string_equal(fixture->place.name, "user");
	assert_string_equal(fixture->place.rel, "");
	assert_int_equal(fixture->place.base_guest_fd, user->guest_fd);
	assert_is(fixture->place.handle, at(fixture, "src"));
	assert_is(fixture->place.parent, at(fixture, "root/home"));

	assert_int_equal(resolve(fixture, "/home/user/up/user/up/../home/user/sub", 0), 0);
	assert_ptr_equal(fixture->place.mount, user);
	assert_string_equal(fixture->place.rel, "sub");

	assert_int_equal(resolve(fixture, "/home", 0), 0);
	assert_true(fixture->place.has_mount_below);
	assert_false(fixture->place.is_mount_root);

	assert_int_equal(resolve(fixture, "/home/file", 0), 0);
	assert_int_equal(fixture->place.mount->kind, MOUNT_FILE);
	assert_true(fixture->place.is_mount_root);
	assert_string_equal(fixture->place.rel, "");
	assert_int_equal(resolve(fixture, "/home/file/", 0), -ENOTDIR);
	assert_int_equal(resolve(fixture, "/home/file/x", 0), -ENOTDIR);
}

/* A place that exists nowhere but in the spool: its parents are walked like any directory. */
static void test_synthetic_parents(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(resolve(fixture, "/opt/sub/x/../../sub/x", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "src/sub/x"));
	assert_int_equal(resolve(fixture, "/opt/sub/..", 0), 0);
	assert_ptr_equal(fixture->place.mount, mount_at(fixture, "/opt"));
	assert_int_equal(resolve(fixture, "/opt/..", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root"));
	assert_int_equal(resolve(fixture, "/opt/none", 0), -ENOENT);
}

static void test_no_last(void **state)
{
	struct fixture *fixture = *state;
	const unsigned int flags = PATH_NO_LAST | PATH_PARENT;

	assert_int_equal(resolve(fixture, "/d/new/", flags), 0);
	assert_int_equal(fixture->place.handle, -1);
	assert_is(fixture->place.parent, at(fixture, "root/d"));
	assert_string_equal(fixture->place.name, "new");
	assert_true(fixture->place.trailing_slash);
	/* A link in the last place stays where it is. */
	assert_int_equal(resolve(fixture, "/l", flags), 0);
	assert_is(fixture->place.parent, at(fixture, "root"));
	assert_int_equal(resolve(fixture, "/home/user", flags), 0);
	assert_true(fixture->place.is_mount_root);
	assert_is(fixture->place.parent, at(fixture, "root/home"));
	assert_ptr_equal(fixture->place.mount, fixture->table->mounts[0]);
	assert_int_equal(resolve(fixture, "/home", flags), 0);
	assert_true(fixture->place.has_mount_below);
	assert_int_equal(resolve(fixture, "/d/.", flags), 0);
	assert_int_equal(fixture->place.last, LAST_DOT);
	assert_int_equal(resolve(fixture, "/d/..", flags), 0);
	assert_int_equal(fixture->place.last, LAST_DOTDOT);
	assert_int_equal(resolve(fixture, "/", flags), 0);
	assert_int_equal(fixture->place.last, LAST_ROOT);
	assert_int_equal(resolve(fixture, "/d/e/f/.", flags), -ENOTDIR);
	assert_int_equal(resolve(fixture, "/none/.", flags), -ENOENT);
	assert_int_equal(resolve(fixture, "/none/x", flags), -ENOENT);
}

static void test_missing(void **state)
{
	struct fixture *fixture = *state;
	const unsigned int flags = PATH_FOLLOW | PATH_MAY_MISS;

	assert_int_equal(symlink("/home/user/new", at(fixture, "root/d/dangling")), 0);
	assert_int_equal(resolve(fixture, "/d/dangling", flags), 0);
	assert_int_equal(fixture->place.handle, -1);
	assert_is(fixture->place.parent, at(fixture, "src"));
	assert_string_equal(fixture->place.name, "new");
	assert_string_equal(fixture->place.rel, "new");
	assert_ptr_equal(fixture->place.mount, mount_at(fixture, "/home/user"));
	assert_int_equal(resolve(fixture, "/d/none/new", flags), -ENOENT);
	assert_int_equal(resolve(fixture, "/d/new/", flags), 0);
	assert_true(fixture->place.trailing_slash);
	assert_int_equal(resolve(fixture, "/d/e/f", flags), 0);
	assert_true(fixture->place.handle >= 0);
}

/* --- names that are much, deep or many ------------------------------------------------------- */

static void test_long_paths(void **state)
{
	struct fixture *fixture = *state;
	char path[2 * PATH_MAX] = "";
	size_t length = 0;

	while (length + 6 < PATH_MAX)
		length += (size_t)sprintf(path + length, "/d/..");
	assert_int_equal(resolve(fixture, path, PATH_FOLLOW), 0);
	assert_is(fixture->place.handle, at(fixture, "root"));
	memset(path, '/', PATH_MAX);
	(void)strcpy(path + PATH_MAX - 3, "d");
	assert_int_equal(resolve(fixture, path, PATH_FOLLOW), 0);
	memset(path + 1, 'x', PATH_MAX - 2);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(resolve(fixture, path, PATH_FOLLOW), -ENAMETOOLONG);
}

/* A directory far deeper than PATH_MAX: links and ".." lead there and back. */
static void test_deep_directories(void **state)
{
	struct fixture *fixture = *state;
	char name[201], path[PATH_MAX];
	struct path_start start = open_start(fixture, "root/d");
	struct mount *mount;
	char *rel, *guest;

	memset(name, 'n', 200);
	name[200] = '\0';
	for (int depth = 0; depth < 60; depth++) {
		int next;

		assert_int_equal(mkdirat(start.handle, name, 0755), 0);
		next = openat(start.handle, name, O_PATH | O_CLOEXEC);
		assert_int_equal(symlinkat(name, start.handle, "s"), 0);
		(void)close(start.handle);
		start.handle = next;
	}
	assert_int_equal(
		path_locate(fixture->ctx, &fixture->view, start.handle, NULL, &mount, &rel), 0);
	assert_ptr_equal(mount, fixture->table->mounts[0]);
	assert_int_equal(strlen(rel), 1 + 60 * 201);
	talloc_free(rel);
	assert_int_equal(path_of_handle(fixture->ctx, &fixture->view, start.handle, NULL, &guest),
			 0);
	assert_int_equal(strlen(guest), 2 + 60 * 201);
	talloc_free(guest);
	assert_int_equal(resolve_from(fixture, &start, "../../..", 0), 0);
	path[0] = '\0';
	for (int depth = 0; depth < 60; depth++)
		(void)strcat(path, depth ? "/.." : "..");
	assert_int_equal(resolve_from(fixture, &start, path, 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d"));
	/* "d/s/s/...": 40 links of 200 bytes, more than PATH_MAX of names. */
	(void)strcpy(path, "/d");
	for (int depth = 0; depth < PATH_LINKS_MAX; depth++)
		(void)strcat(path, "/s");
	assert_int_equal(resolve(fixture, path, PATH_FOLLOW), 0);
	assert_int_equal(strlen(fixture->place.rel), 1 + PATH_LINKS_MAX * 201);
	(void)strcat(path, "/s");
	assert_int_equal(resolve(fixture, path, PATH_FOLLOW), -ELOOP);
	(void)close(start.handle);
}

static void test_hints_are_only_hints(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(resolve(fixture, "/l/f", 0), 0);
		assert_is(fixture->place.handle, at(fixture, "root/d/e/f"));
	}
	assert_int_equal(unlink(at(fixture, "root/l")), 0);
	assert_int_equal(resolve(fixture, "/l/f", 0), -ENOENT);
	make_dir(fixture, "root/l");
	make_file(fixture, "root/l/f");
	assert_int_equal(resolve(fixture, "/l/f", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/l/f"));
	assert_int_equal(rename(at(fixture, "root/l"), at(fixture, "root/away")), 0);
	assert_int_equal(symlink("home/user", at(fixture, "root/l")), 0);
	assert_int_equal(resolve(fixture, "/l/sub", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "src/sub"));
}

static void assert_located(struct fixture *fixture, int handle, const struct path_child *child,
			   const char *expected)
{
	struct mount *mount;
	char *rel;
	bool barred;

	for (int times = 0; times < 2; times++) {
		assert_int_equal(path_locate_way(fixture->ctx, &fixture->view, handle, child, NULL,
						 &mount, &rel, &barred),
				 0);
		assert_false(barred);
		assert_ptr_equal(mount, fixture->table->mounts[0]);
		assert_string_equal(rel, expected);
		talloc_free(rel);
	}
}

/* A place longer than PATH_MAX is remembered, and looked at before it is believed. */
static void test_long_hints_are_only_hints(void **state)
{
	struct fixture *fixture = *state;
	char name[201], expected[40 * 201 + 8] = "d";
	int handles[40], at_handle = open(at(fixture, "root/d"), O_PATH | O_CLOEXEC);
	struct path_child child;
	struct mount *mount;
	bool barred;
	struct stat st;
	char *rel, *slash;

	memset(name, 'n', 200);
	name[200] = '\0';
	for (int depth = 0; depth < 40; depth++) {
		assert_int_equal(mkdirat(at_handle, name, 0755), 0);
		handles[depth] = openat(at_handle, name, O_PATH | O_CLOEXEC);
		(void)strcat(strcat(expected, "/"), name);
		(void)close(depth ? -1 : at_handle);
		at_handle = handles[depth];
	}
	assert_located(fixture, handles[39], NULL, expected);
	/* By the child's place, which tells the parent's. */
	assert_int_equal(fstat(handles[39], &st), 0);
	child = (struct path_child){ st.st_dev, st.st_ino };
	slash = strrchr(expected, '/');
	*slash = '\0';
	assert_located(fixture, handles[38], &child, expected);
	/* A child that lies elsewhere, or a place that holds something else: not believed. */
	*strrchr(expected, '/') = '\0';
	assert_located(fixture, handles[37], &child, expected);
	assert_int_equal(renameat(handles[9], name, handles[9], "m"), 0);
	assert_int_equal(mkdirat(handles[9], name, 0755), 0);
	expected[1 + 10 * 201 + 1] = 'm';
	memmove(expected + 1 + 10 * 201 + 2, expected + 1 + 11 * 201,
		strlen(expected + 1 + 11 * 201) + 1);
	assert_located(fixture, handles[37], NULL, expected);
	/* Moved out of every mount: no place, whatever is remembered. */
	assert_int_equal(renameat(handles[0], name, AT_FDCWD, at(fixture, "plain-moved")), 0);
	for (int depth = 36; depth < 40; depth++)
		assert_int_equal(path_locate_way(fixture->ctx, &fixture->view, handles[depth],
						 &child, NULL, &mount, &rel, &barred),
				 -EXDEV);
	for (int depth = 0; depth < 40; depth++)
		(void)close(handles[depth]);
}

/* What fs.protected_symlinks forbids the kernel to follow, the walk does not follow either. */
static void test_protected_links(void **state)
{
	struct fixture *fixture = *state;
	static const struct {
		uid_t directory, link;
		mode_t mode;
		int error;
	} cases[] = {
		{ 0, 12345, 01777, -EACCES }, { 0, 0, 01777, 0 },
		{ 12345, 12345, 01777, 0 },   { 0, 12345, 0777, 0 },
		{ 0, 12345, 01775, 0 },       { 54321, 12345, 01777, -EACCES },
	};

	if (geteuid() != 0)
		skip();
	make_dir(fixture, "root/sticky");
	assert_int_equal(symlink("../d/e", at(fixture, "root/sticky/l")), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		assert_int_equal(chown(at(fixture, "root/sticky"), cases[i].directory, 0), 0);
		assert_int_equal(chmod(at(fixture, "root/sticky"), cases[i].mode), 0);
		assert_int_equal(lchown(at(fixture, "root/sticky/l"), cases[i].link, 0), 0);
		fixture->table->protected_symlinks = true;
		/* Twice: the second time by a hint. */
		assert_int_equal(resolve(fixture, "/sticky/l", PATH_FOLLOW), cases[i].error);
		assert_int_equal(resolve(fixture, "/sticky/l/", 0), cases[i].error);
		/* Only in the last place, and only when it is followed. */
		assert_int_equal(resolve(fixture, "/sticky/l", 0), 0);
		assert_int_equal(resolve(fixture, "/sticky/l/f", PATH_FOLLOW), 0);
		fixture->table->protected_symlinks = false;
		assert_int_equal(resolve(fixture, "/sticky/l", PATH_FOLLOW), 0);
	}
}

/* --- directories that were moved or removed -------------------------------------------------- */

static void test_start_moved(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start = open_start(fixture, "root/d/e");

	assert_int_equal(rename(at(fixture, "root/d/e"), at(fixture, "root/home/e")), 0);
	assert_int_equal(resolve_from(fixture, &start, "../user/sub", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "src/sub"));
	/* By an outsider, out of every mount: nothing above it is to be seen. */
	assert_int_equal(rename(at(fixture, "root/home/e"), at(fixture, "e")), 0);
	assert_int_equal(resolve_from(fixture, &start, "f", 0), 0);
	assert_int_equal(resolve_from(fixture, &start, "..", 0), -EXDEV);
	assert_int_equal(resolve_from(fixture, &start, "../root", 0), -EXDEV);
	assert_null(path_place_mount(fixture->ctx, &fixture->view,
				     &(struct path_place){ .handle = start.handle, .parent = -1 }));
	(void)close(start.handle);
}

static void test_start_removed(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start;
	struct mount *mount;
	char *rel;

	make_dir(fixture, "root/d/a");
	make_dir(fixture, "root/d/a/b");
	start = open_start(fixture, "root/d/a/b");
	assert_int_equal(rmdir(at(fixture, "root/d/a/b")), 0);
	assert_int_equal(resolve_from(fixture, &start, "..", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d/a"));
	assert_int_equal(rmdir(at(fixture, "root/d/a")), 0);
	assert_int_equal(resolve_from(fixture, &start, "../..", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d"));
	assert_int_equal(resolve_from(fixture, &start, "x", 0), -ENOENT);
	assert_int_equal(
		path_locate(fixture->ctx, &fixture->view, start.handle, NULL, &mount, &rel),
		-ENOENT);
	/* Another one has its name now: the name does not make it that one. */
	make_dir(fixture, "root/d/a");
	make_dir(fixture, "root/d/a/b");
	assert_int_equal(
		path_locate(fixture->ctx, &fixture->view, start.handle, NULL, &mount, &rel),
		-ENOENT);
	(void)close(start.handle);
}

/* --- the inside of MOUNT_PROC ----------------------------------------------------------------- */

static void assert_node(struct fixture *fixture, const char *path, unsigned int flags,
			const char *node, enum node_kind kind)
{
	assert_int_equal(resolve(fixture, path, flags), 0);
	assert_non_null(fixture->place.node);
	assert_string_equal(fixture->place.node, node);
	assert_int_equal(fixture->place.node_kind, kind);
	assert_int_equal(fixture->place.mount->kind, MOUNT_PROC);
	assert_int_equal(fixture->place.handle, -1);
	assert_false(fixture->place.magic);
}

static void test_nodes(void **state)
{
	struct fixture *fixture = *state;

	assert_node(fixture, "/proc", 0, "", NODE_DIRECTORY);
	assert_true(fixture->place.is_mount_root);
	assert_node(fixture, "/proc/.", 0, "", NODE_DIRECTORY);
	assert_node(fixture, "/proc/self", 0, "self", NODE_LINK);
	assert_node(fixture, "/proc/self/", 0, "7", NODE_DIRECTORY);
	assert_node(fixture, "/proc/self", PATH_FOLLOW, "7", NODE_DIRECTORY);
	assert_node(fixture, "/proc/self/status", PATH_FOLLOW, "7/status", NODE_FILE);
	assert_node(fixture, "/proc/7/fd/../status", 0, "7/status", NODE_FILE);
	assert_node(fixture, "/proc/self/fd/0", 0, "7/fd/0", NODE_MAGIC);
	assert_node(fixture, "/d/../proc/../proc/cpuinfo", 0, "cpuinfo", NODE_FILE);
	/* A magic link to a directory of /proc ends in the node, not in the spool. */
	assert_node(fixture, "/proc/7/self", PATH_FOLLOW, "7", NODE_DIRECTORY);
	assert_node(fixture, "/proc/7/self/fd", PATH_FOLLOW, "7/fd", NODE_DIRECTORY);

	assert_int_equal(resolve(fixture, "/proc/none", 0), -ENOENT);
	assert_int_equal(resolve(fixture, "/proc/none", PATH_MAY_MISS), -ENOENT);
	assert_int_equal(resolve(fixture, "/proc/cpuinfo/", 0), -ENOTDIR);
	assert_int_equal(resolve(fixture, "/proc/cpuinfo/x", 0), -ENOTDIR);
	assert_int_equal(resolve(fixture, "/proc/secret/x", 0), -EACCES);

	assert_int_equal(resolve(fixture, "/proc/..", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root"));
	assert_int_equal(resolve(fixture, "/proc/mounts", PATH_FOLLOW), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d/e/f"));
	assert_int_equal(resolve(fixture, "/proc/version", PATH_FOLLOW), 0);
	assert_is(fixture->place.handle, at(fixture, "plain"));
}

static void test_magic_links(void **state)
{
	struct fixture *fixture = *state;
	struct stat st;

	assert_int_equal(resolve(fixture, "/proc/self/fd/0", PATH_FOLLOW), 0);
	assert_true(fixture->place.magic);
	assert_string_equal(fixture->place.node, "7/fd/0");
	assert_null(fixture->place.mount);
	assert_null(fixture->place.rel);
	assert_int_equal(fstat(fixture->place.handle, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_null(path_place_mount(fixture->ctx, &fixture->view, &fixture->place));
	assert_int_equal(resolve(fixture, "/proc/self/fd/0/", PATH_FOLLOW), -ENOTDIR);
	assert_int_equal(resolve(fixture, "/proc/self/fd/0/x", PATH_FOLLOW), -ENOTDIR);

	assert_int_equal(resolve(fixture, "/tocwd", PATH_FOLLOW), 0);
	assert_true(fixture->place.magic);
	assert_is(fixture->place.handle, at(fixture, "src/sub"));
	/* Only now is it asked where that is. */
	assert_non_null(path_place_mount(fixture->ctx, &fixture->view, &fixture->place));
	assert_string_equal(fixture->place.rel, "");
	assert_int_equal(fixture->place.base_guest_fd, fixture->place.mount->guest_fd);

	assert_int_equal(resolve(fixture, "/tocwd/x", PATH_FOLLOW), 0);
	assert_false(fixture->place.magic);
	assert_is(fixture->place.handle, at(fixture, "src/sub/x"));
	assert_int_equal(resolve(fixture, "/tocwd", PATH_FOLLOW | PATH_NO_MAGICLINKS), -ELOOP);
	assert_int_equal(resolve(fixture, "/tocwd", PATH_FOLLOW | PATH_NO_SYMLINKS), -ELOOP);
	assert_int_equal(resolve(fixture, "/tocwd", PATH_FOLLOW | PATH_IN_ROOT), -EXDEV);
}

/* A descriptor of the tracee's may be a directory of the spool: it is the node. */
static void test_start_in_nodes(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start = { .guest_fd = START_FD };

	assert_int_equal(fake_handle(fixture, NULL, "7/fd", &start.handle), 0);
	assert_int_equal(resolve_from(fixture, &start, "../status", 0), 0);
	assert_string_equal(fixture->place.node, "7/status");
	assert_int_equal(resolve_from(fixture, &start, "", PATH_EMPTY), 0);
	assert_string_equal(fixture->place.node, "7/fd");
	assert_int_equal(resolve_from(fixture, &start, "../../../d/e", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d/e"));
	assert_int_equal(resolve_from(fixture, &start, "new", PATH_NO_LAST), 0);
	assert_true(fixture->place.parent >= 0);
	assert_int_equal(fixture->place.mount->kind, MOUNT_PROC);
	(void)close(start.handle);
}

/* --- host mounts ----------------------------------------------------------------------------- */

static void test_host_mounts(void **state)
{
	struct fixture *fixture = *state;
	struct mount_table *table;
	struct path_view view = fixture->view;
	struct stat root, sys;

	if (stat("/", &root) < 0 || stat("/sys/kernel", &sys) < 0 || root.st_dev == sys.st_dev)
		skip();
	assert_int_equal(mount_table_new(fixture->ctx, "/", fixture->spool, &table), 0);
	view.mounts = table;
	view.nodes = NULL;
	view.root = (struct path_start){ table->mounts[0]->handle, table->mounts[0], "",
					 PATH_NO_GUEST_FD };
	/* Twice: the second time there is a hint. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(path_resolve(fixture->ctx, &view, &view.root, "/sys/kernel", 0,
					      &fixture->place),
				 0);
		assert_is(fixture->place.handle, "/sys/kernel");
		assert_true(fixture->place.crossed_host_mount);
		place_release(&fixture->place);
		assert_int_equal(path_resolve(fixture->ctx, &view, &view.root, "/sys/../tmp",
					      PATH_FOLLOW, &fixture->place),
				 0);
		assert_is(fixture->place.handle, "/tmp");
		place_release(&fixture->place);
		assert_int_equal(path_resolve(fixture->ctx, &view, &view.root, "/proc/self/status",
					      0, &fixture->place),
				 -EACCES);
		assert_int_equal(
			path_resolve(fixture->ctx, &view, &view.root, "/proc", 0, &fixture->place),
			-EACCES);
		assert_int_equal(path_resolve(fixture->ctx, &view, &view.root, "/sys/kernel",
					      PATH_NO_XDEV, &fixture->place),
				 -EXDEV);
	}
}

/* --- from handles back to places -------------------------------------------------------------- */

static void assert_guest_path(struct fixture *fixture, const char *name, const struct mount *prefer,
			      const char *expected)
{
	int handle = open(at(fixture, name), O_PATH | O_NOFOLLOW | O_CLOEXEC);
	char *guest;

	assert_true(handle >= 0);
	assert_int_equal(path_of_handle(fixture->ctx, &fixture->view, handle, prefer, &guest), 0);
	assert_string_equal(guest, expected);
	talloc_free(guest);
	(void)close(handle);
}

static int locate(struct fixture *fixture, const char *name)
{
	int handle = open(at(fixture, name), O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct mount *mount;
	char *rel = NULL;
	int status;

	assert_true(handle >= 0);
	status = path_locate(fixture->ctx, &fixture->view, handle, NULL, &mount, &rel);
	talloc_free(rel);
	(void)close(handle);
	return status;
}

static void test_guest_paths(void **state)
{
	struct fixture *fixture = *state;
	const struct mount *user;
	int node;
	char *guest;

	assert_guest_path(fixture, "root", NULL, "/");
	assert_guest_path(fixture, "root/d/e/f", NULL, "/d/e/f");
	assert_guest_path(fixture, "root/l", NULL, "/l");
	assert_guest_path(fixture, "src", NULL, "/home/user");
	assert_guest_path(fixture, "plain", NULL, "/proc/version");
	assert_guest_path(fixture, "plain", mount_at(fixture, "/home/file"), "/home/file");
	/* Two mounts hold it: the nearest, unless it is known by which one it was reached. */
	assert_guest_path(fixture, "src/sub/x", NULL, "/opt/sub/x");
	user = mount_at(fixture, "/home/user");
	assert_guest_path(fixture, "src/sub/x", user, "/home/user/sub/x");
	assert_guest_path(fixture, "src/sub", user, "/home/user/sub");
	make_dir(fixture, "root/d/new\nline (deleted)");
	assert_guest_path(fixture, "root/d/new\nline (deleted)", NULL, "/d/new\nline (deleted)");

	assert_int_equal(fake_handle(fixture, NULL, "7/fd", &node), 0);
	assert_int_equal(path_of_handle(fixture->ctx, &fixture->view, node, NULL, &guest), 0);
	assert_string_equal(guest, "/proc/7/fd");
	talloc_free(guest);
	(void)close(node);
}

static void test_outside_is_nowhere(void **state)
{
	struct fixture *fixture = *state;

	make_dir(fixture, "root2");
	make_dir(fixture, "root2/d");
	assert_int_equal(locate(fixture, "root2/d"), -EXDEV);
	assert_int_equal(locate(fixture, "root2"), -EXDEV);
	assert_int_equal(locate(fixture, "spool"), -EXDEV);
	/* What a mount covers is not to be seen. */
	make_dir(fixture, "root/home/user/hidden");
	assert_int_equal(locate(fixture, "root/home/user/hidden"), -EXDEV);
	assert_int_equal(locate(fixture, "root/home/user"), -EXDEV);
}

static void test_root_renamed_on_host(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(rename(at(fixture, "root"), at(fixture, "moved")), 0);
	make_dir(fixture, "root");
	make_dir(fixture, "root/d");
	assert_int_equal(resolve(fixture, "/l/f", PATH_FOLLOW), 0);
	assert_is(fixture->place.handle, at(fixture, "moved/d/e/f"));
	assert_guest_path(fixture, "moved/d/e", NULL, "/d/e");
	assert_int_equal(locate(fixture, "root/d"), -EXDEV);
}

static void test_chroot_view(void **state)
{
	struct fixture *fixture = *state;
	struct path_start start = open_start(fixture, "root/d");
	struct path_start above = fixture->view.root;
	char *guest;

	fixture->view.root = (struct path_start){ start.handle, fixture->table->mounts[0], "d",
						  PATH_NO_GUEST_FD };
	assert_guest_path(fixture, "root/d", NULL, "/");
	assert_guest_path(fixture, "root/d/e/f", NULL, "/e/f");
	assert_int_equal(path_of_handle(fixture->ctx, &fixture->view, above.handle, NULL, &guest),
			 -EXDEV);
	assert_int_equal(resolve(fixture, "/../../e/../../e/f", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/d/e/f"));
	assert_string_equal(fixture->place.rel, "d/e/f");
	/* Moved, it is still the root. */
	assert_int_equal(rename(at(fixture, "root/d"), at(fixture, "root/home/d")), 0);
	assert_int_equal(resolve(fixture, "/../../e/../..", 0), 0);
	assert_is(fixture->place.handle, at(fixture, "root/home/d"));
	(void)close(start.handle);
}

#define BOTH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH(test_absolute),
		BOTH(test_root),
		BOTH(test_relative),
		BOTH(test_empty),
		BOTH(test_mounts),
		BOTH(test_synthetic_parents),
		BOTH(test_no_last),
		BOTH(test_missing),
		BOTH(test_long_paths),
		BOTH(test_long_hints_are_only_hints),
		BOTH(test_deep_directories),
		BOTH(test_hints_are_only_hints),
		BOTH(test_protected_links),
		BOTH(test_start_moved),
		BOTH(test_start_removed),
		BOTH(test_nodes),
		BOTH(test_magic_links),
		BOTH(test_start_in_nodes),
		BOTH(test_host_mounts),
		BOTH(test_guest_paths),
		BOTH(test_outside_is_nowhere),
		BOTH(test_root_renamed_on_host),
		BOTH(test_chroot_view),
	};
	int failed;

	fds_before = count_fds();
	failed = cmocka_run_group_tests_name("with openat2", tests, NULL, NULL);
	without_openat2 = true;
	return failed + cmocka_run_group_tests_name("without openat2", tests, NULL, NULL);
}
