/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Renames while paths are being walked (SECURITY.md E9, E10): two processes exchange
 * directories with links to the outside and move directories up and down, all inside the
 * root, as members could. Whatever the walk ends with must be one of the objects that were
 * inside from the start. The attackers are calibrated: a naive open loses to them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "path/resolve.h"
#include "util/compiler.h"
#include "util/fd.h"

#define ROUNDS_WANTED 100000
#define ROUNDS_LEAST 1000 /* fewer would prove nothing */
#define SECONDS_MAX 6
#define INSIDE_MAX 64

/*
 *   TREE/outside/secret, TREE/outside/deep/secret
 *   TREE/root/a/x/secret         x <-> y: a link to ../../outside
 *   TREE/root/a/z/deep/secret    z <-> w: a link to TREE/outside (of the host)
 *   TREE/root/m/n/o/p/secret     o moves between m/n and the root
 */
static char tree[64];
static ino_t inside[INSIDE_MAX];
static size_t inside_count;
static pid_t attackers[2];

static const char *at(const char *name)
{
	static char path[8][PATH_MAX];
	static unsigned int used;
	char *text = path[used++ % ARRAY_SIZE(path)];

	(void)strcpy(stpcpy(stpcpy(text, tree), "/"), name);
	return text;
}

static int note_inside(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)path;
	(void)type;
	(void)walk;
	if (inside_count == INSIDE_MAX)
		return 1;
	inside[inside_count++] = st->st_ino;
	return 0;
}

static void make_file(const char *name)
{
	int fd = open(at(name), O_CREAT | O_EXCL | O_WRONLY, 0644);

	assert_true(fd >= 0);
	(void)close(fd);
}

static int make_tree(void **state)
{
	static const char *const directories[] = { "outside",	"outside/deep", "root",
						   "root/a",	"root/a/x",	"root/a/z",
						   "root/a/z/deep", "root/m",	"root/m/n",
						   "root/m/n/o", "root/m/n/o/p", "spool" };

	(void)state;
	(void)umask(022);
	(void)strcpy(tree, "/tmp/ptjail-race-XXXXXX");
	assert_non_null(mkdtemp(tree));
	for (size_t i = 0; i < ARRAY_SIZE(directories); i++)
		assert_int_equal(mkdir(at(directories[i]), 0755), 0);
	make_file("outside/secret");
	make_file("outside/deep/secret");
	make_file("root/a/x/secret");
	make_file("root/a/z/deep/secret");
	make_file("root/m/n/o/p/secret");
	assert_int_equal(symlink("../../outside", at("root/a/y")), 0);
	assert_int_equal(symlink(at("outside"), at("root/a/w")), 0);
	inside_count = 0;
	assert_int_equal(nftw(at("root"), note_inside, 8, FTW_PHYS), 0);
	return 0;
}

static int remove_tree(void **state)
{
	char command[192];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", tree);
	return system(command);
}

static void exchange(const char *a, const char *b)
{
	(void)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 2 /* RENAME_EXCHANGE */);
}

static void attack(int which)
{
	char x[PATH_MAX], y[PATH_MAX], z[PATH_MAX], w[PATH_MAX], deep[PATH_MAX], high[PATH_MAX];

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)strcpy(x, at("root/a/x"));
	(void)strcpy(y, at("root/a/y"));
	(void)strcpy(z, at("root/a/z"));
	(void)strcpy(w, at("root/a/w"));
	(void)strcpy(deep, at("root/m/n/o"));
	(void)strcpy(high, at("root/o"));
	for (;;) {
		if (which == 0) {
			exchange(x, y);
			exchange(z, w);
		} else {
			(void)rename(deep, high);
			exchange(z, w);
			(void)rename(high, deep);
		}
	}
}

static void start_attackers(void)
{
	for (int i = 0; i < 2; i++) {
		attackers[i] = fork();
		assert_true(attackers[i] >= 0);
		if (attackers[i] == 0)
			attack(i);
	}
}

static void stop_attackers(void)
{
	for (int i = 0; i < 2; i++) {
		(void)kill(attackers[i], SIGKILL);
		(void)waitpid(attackers[i], NULL, 0);
	}
}

static bool is_inside(int handle)
{
	struct stat st;

	assert_int_equal(fstat(handle, &st), 0);
	for (size_t i = 0; i < inside_count; i++) {
		if (inside[i] == st.st_ino)
			return true;
	}
	return false;
}

static double seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static const char *const paths[] = {
	"/a/x/secret",
	"/a/y/secret",
	"/a/z/deep/secret",
	"/a/w/deep/../secret",
	"/a/x/../x/../../a/x/secret",
	"/a/z/deep/../../../outside/secret",
	"/m/n/o/p/../../../../outside/secret",
	"/m/n/o/../../../../outside",
	"/o/p/../../../outside/secret",
};

/* From inside the directory that moves. */
static const char *const relative_paths[] = {
	"..", "../..", "../../..", "../../../..", "../../../../outside/secret",
	"../../../outside", "../p/secret", "../../outside/secret",
};

static void test_attackers_are_strong(void **state)
{
	double end = seconds() + SECONDS_MAX;
	size_t escapes = 0, rounds = 0;
	int root = open(at("root"), O_PATH | O_CLOEXEC);

	(void)state;
	start_attackers();
	while (escapes < 10 && seconds() < end) {
		const char *path = paths[rounds++ % ARRAY_SIZE(paths)];
		int fd = openat(root, path + 1, O_PATH | O_CLOEXEC);

		if (fd < 0)
			continue;
		escapes += !is_inside(fd);
		(void)close(fd);
	}
	stop_attackers();
	(void)close(root);
	assert_true(escapes >= 10);
}

struct tally {
	size_t rounds, found, errors[256];
};

static void one_round(TALLOC_CTX *ctx, const struct path_view *view, const struct path_start *start,
		      const char *path, unsigned int flags, struct tally *tally)
{
	struct path_place place;
	int status = path_resolve(ctx, view, start, path, flags, &place);

	tally->rounds++;
	if (status < 0) {
		tally->errors[-status & 255]++;
		return;
	}
	tally->found++;
	if ((place.handle >= 0 && !is_inside(place.handle)) ||
	    (place.parent >= 0 && !is_inside(place.parent))) {
		stop_attackers();
		fail_msg("\"%s\" led out", path);
	}
	place_release(&place);
}

static void run_rounds(const struct path_view *view, struct tally *tally)
{
	static const unsigned int flags[] = { PATH_FOLLOW, 0, PATH_FOLLOW | PATH_PARENT,
					      PATH_NO_LAST | PATH_PARENT };
	/* An emulated machine needs longer for as many as prove something. */
	double end = seconds() + SECONDS_MAX, latest = end + 9 * SECONDS_MAX;
	struct path_start start = { .handle = -1, .guest_fd = PATH_NO_GUEST_FD };
	TALLOC_CTX *ctx = talloc_new(NULL);

	/* Before anything moves. */
	start.handle = open(at("root/m/n/o/p"), O_PATH | O_CLOEXEC);
	assert_true(start.handle >= 0);
	start_attackers();
	while (tally->rounds < ROUNDS_WANTED &&
	       (tally->rounds % 64 ||
		seconds() < (tally->rounds < ROUNDS_WANTED / 10 ? latest : end))) {
		size_t i = tally->rounds;
		unsigned int flag = flags[i / 3 % ARRAY_SIZE(flags)];

		if (i % 2)
			one_round(ctx, view, &start,
				  relative_paths[i % ARRAY_SIZE(relative_paths)], flag, tally);
		else
			one_round(ctx, view, &view->root, paths[i % ARRAY_SIZE(paths)], flag,
				  tally);
	}
	stop_attackers();
	(void)close(start.handle);
	talloc_free(ctx);
}

static void race(bool without_openat2)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	int spool = open(at("spool"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct mount_table *table;
	struct path_view view = { .without_openat2 = without_openat2 };
	struct tally tally = { 0 };

	assert_int_equal(mount_table_new(ctx, at("root"), spool, &table), 0);
	view.mounts = table;
	view.root = (struct path_start){ table->mounts[0]->handle, table->mounts[0], "",
					 PATH_NO_GUEST_FD };
	run_rounds(&view, &tally);
	print_message("%zu rounds, %zu found, %zu missing, %zu EXDEV, %zu EAGAIN\n", tally.rounds,
		      tally.found, tally.errors[ENOENT], tally.errors[EXDEV],
		      tally.errors[EAGAIN]);
	assert_true(tally.rounds >= ROUNDS_LEAST);
	assert_true(tally.found >= tally.rounds / 20);
	assert_true(tally.errors[ENOENT] > 0);
	/* The race may cost an answer now and then, not as a rule. */
	assert_true(tally.errors[EAGAIN] < tally.rounds / 100);
	(void)close(spool);
	talloc_free(ctx);
}

static void test_race(void **state)
{
	(void)state;
	race(false);
}

static void test_race_without_openat2(void **state)
{
	(void)state;
	race(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_attackers_are_strong, make_tree, remove_tree),
		cmocka_unit_test_setup_teardown(test_race, make_tree, remove_tree),
		cmocka_unit_test_setup_teardown(test_race_without_openat2, make_tree, remove_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
