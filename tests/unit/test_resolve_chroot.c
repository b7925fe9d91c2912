/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Differential test: path_resolve() against the kernel in a real chroot with real bind
 * mounts. One tree, the same questions, asked by two processes of the same ordinary uid:
 * the oracle calls the kernel, the other walks. Errno, identity and, for creations, the
 * directory and the name must be equal, with and without openat2, and however much is
 * known of the directory that the path starts from. Needs root, to chroot.
 *
 *   TREE/root       the guest's root        /m/one, /m/one/deep/two, /m/file: mount points
 *   TREE/one        seen at /m/one
 *   TREE/two        seen at /m/one/deep/two
 *   TREE/plain      seen at /m/file
 *   TREE/outside    must never be reached
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "path/resolve.h"
#include "util/compiler.h"
#include "util/fd.h"

#define GUEST_ID 12345
#define PATHS_COUNT 3000
#define NAME_255 255
#define ASK_TRIES 2000 /* EAGAIN is no answer */
#define LOOP_TRIES 8 /* a true ELOOP need not be asked for often */

static char tree[64];

/* --- the tree ------------------------------------------------------------------------------ */

enum entry_kind { ENTRY_DIR, ENTRY_FILE, ENTRY_LINK, ENTRY_FIFO };

static const struct entry {
	enum entry_kind kind;
	const char *path; /* below TREE */
	const char *text; /* of a link */
	mode_t mode;
} entries[] = {
	{ ENTRY_DIR, "root", NULL, 0755 },
	{ ENTRY_DIR, "one", NULL, 0755 },
	{ ENTRY_DIR, "two", NULL, 0755 },
	{ ENTRY_FILE, "plain", NULL, 0644 },
	{ ENTRY_DIR, "outside", NULL, 0755 },
	{ ENTRY_FILE, "outside/secret", NULL, 0644 },
	{ ENTRY_DIR, "root/m", NULL, 0755 },
	{ ENTRY_DIR, "root/m/one", NULL, 0755 },
	{ ENTRY_FILE, "root/m/file", NULL, 0644 },
	{ ENTRY_DIR, "one/deep", NULL, 0755 },
	{ ENTRY_DIR, "one/deep/two", NULL, 0755 },
	{ ENTRY_FILE, "one/f", NULL, 0644 },
	{ ENTRY_LINK, "one/up", "..", 0 },
	{ ENTRY_LINK, "one/abs", "/d/e", 0 },
	{ ENTRY_LINK, "one/totwo", "deep/two", 0 },
	{ ENTRY_DIR, "two/x", NULL, 0755 },
	{ ENTRY_DIR, "two/x/y", NULL, 0755 },
	{ ENTRY_FILE, "two/f", NULL, 0644 },
	{ ENTRY_LINK, "two/upup", "../..", 0 },
	{ ENTRY_LINK, "two/root", "/", 0 },
	{ ENTRY_DIR, "root/d", NULL, 0755 },
	{ ENTRY_DIR, "root/d/e", NULL, 0755 },
	{ ENTRY_DIR, "root/d/e/f", NULL, 0755 },
	{ ENTRY_FILE, "root/d/e/f/g", NULL, 0644 },
	{ ENTRY_FILE, "root/d/file", NULL, 0600 },
	{ ENTRY_FIFO, "root/d/fifo", NULL, 0644 },
	{ ENTRY_DIR, "root/noexec", NULL, 0644 },
	{ ENTRY_FILE, "root/noexec/in", NULL, 0644 },
	{ ENTRY_DIR, "root/noexec/dir", NULL, 0755 },
	{ ENTRY_DIR, "root/noread", NULL, 0311 },
	{ ENTRY_FILE, "root/noread/in", NULL, 0644 },
	{ ENTRY_DIR, "root/nothing", NULL, 0 },
	{ ENTRY_DIR, "root/nowrite", NULL, 0555 },
	{ ENTRY_LINK, "root/nowrite/new", "../d/newfile", 0 },
	{ ENTRY_LINK, "root/lib", "usr/lib", 0 },
	{ ENTRY_DIR, "root/usr", NULL, 0755 },
	{ ENTRY_DIR, "root/usr/lib", NULL, 0755 },
	{ ENTRY_FILE, "root/usr/lib/libx.so.1.2", NULL, 0755 },
	{ ENTRY_LINK, "root/usr/lib/libx.so.1", "libx.so.1.2", 0 },
	{ ENTRY_LINK, "root/usr/lib/libx.so", "libx.so.1", 0 },
	{ ENTRY_LINK, "root/usr/lib/slash", "../lib/", 0 },
	{ ENTRY_DIR, "root/l", NULL, 0755 },
	{ ENTRY_LINK, "root/l/abs", "/d/e", 0 },
	{ ENTRY_LINK, "root/l/rel", "../d/e", 0 },
	{ ENTRY_LINK, "root/l/dot", ".", 0 },
	{ ENTRY_LINK, "root/l/dotdot", "..", 0 },
	{ ENTRY_LINK, "root/l/rootlink", "/", 0 },
	{ ENTRY_LINK, "root/l/escape", "../../../../../../outside/secret", 0 },
	{ ENTRY_LINK, "root/l/loop", "loop", 0 },
	{ ENTRY_LINK, "root/l/ping", "pong", 0 },
	{ ENTRY_LINK, "root/l/pong", "ping", 0 },
	{ ENTRY_LINK, "root/l/dangling", "../d/missing", 0 },
	{ ENTRY_LINK, "root/l/dangledir", "../nodir/missing", 0 },
	{ ENTRY_LINK, "root/l/danglechain", "dangling", 0 },
	{ ENTRY_LINK, "root/l/danglemount", "/m/one/missing", 0 },
	{ ENTRY_LINK, "root/l/dangleslash", "../d/missing/", 0 },
	{ ENTRY_LINK, "root/l/file", "../d/file", 0 },
	{ ENTRY_LINK, "root/l/fileslash", "../d/file/", 0 },
	{ ENTRY_LINK, "root/l/filedot", "../d/file/.", 0 },
	{ ENTRY_LINK, "root/l/dirslash", "../d/", 0 },
	{ ENTRY_LINK, "root/l/dirdot", "../d/.", 0 },
	{ ENTRY_LINK, "root/l/mount", "/m/one", 0 },
	{ ENTRY_LINK, "root/l/mountrel", "../m/one/deep/two", 0 },
	{ ENTRY_LINK, "root/l/mountfile", "../m/file", 0 },
	{ ENTRY_LINK, "root/l/twice", "../l/../l//abs/../e", 0 },
	{ ENTRY_LINK, "root/l/noexec", "../noexec/in", 0 },
	{ ENTRY_LINK, "root/m/side", "one/deep", 0 },
	{ ENTRY_DIR, "root/sticky", NULL, 01777 },
	{ ENTRY_LINK, "root/sticky/mine", "../d", 0 },
};

static void below_tree(char *buffer, size_t size, const char *path)
{
	assert_true((size_t)snprintf(buffer, size, "%s/%s", tree, path) < size);
}

static void make_entry(const struct entry *entry)
{
	char path[PATH_MAX];
	int fd;

	below_tree(path, sizeof(path), entry->path);
	switch (entry->kind) {
	case ENTRY_DIR:
		assert_int_equal(mkdir(path, 0755), 0);
		break;
	case ENTRY_FILE:
		fd = open(path, O_CREAT | O_WRONLY, 0644);
		assert_true(fd >= 0);
		(void)close(fd);
		break;
	case ENTRY_LINK:
		assert_int_equal(symlink(entry->text, path), 0);
		break;
	case ENTRY_FIFO:
		assert_int_equal(mkfifo(path, 0644), 0);
		break;
	}
	assert_int_equal(lchown(path, GUEST_ID, GUEST_ID), 0);
}

/* c0 -> d, c1 -> c0, ... c41 -> c40; and a name of 255 bytes with something in it. */
static void make_long_things(void)
{
	char path[PATH_MAX], text[16], name[NAME_255 + 1];

	for (int i = 0; i <= 41; i++) {
		(void)snprintf(text, sizeof(text), "c%d", i - 1);
		(void)snprintf(path, sizeof(path), "%s/root/l/c%d", tree, i);
		assert_int_equal(symlink(i ? text : "../d", path), 0);
	}
	memset(name, 'n', NAME_255);
	name[NAME_255] = '\0';
	(void)snprintf(path, sizeof(path), "%s/root/%s", tree, name);
	assert_int_equal(mkdir(path, 0755), 0);
	(void)strcat(path, "/in");
	assert_int_equal(mkdir(path, 0755), 0);
}

static int make_tree(void **state)
{
	char path[PATH_MAX];

	(void)state;
	(void)umask(022);
	(void)snprintf(tree, sizeof(tree), "/tmp/ptjail-chroot-XXXXXX");
	assert_non_null(mkdtemp(tree));
	assert_int_equal(chmod(tree, 0755), 0);
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++)
		make_entry(&entries[i]);
	make_long_things();
	for (size_t i = 0; i < ARRAY_SIZE(entries); i++) {
		below_tree(path, sizeof(path), entries[i].path);
		if (entries[i].kind != ENTRY_LINK)
			assert_int_equal(chmod(path, entries[i].mode), 0);
	}
	return 0;
}

static int remove_tree(void **state)
{
	char command[128];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", tree);
	return system(command);
}

/* --- the questions ------------------------------------------------------------------------- */

/* Directories that relative paths start from: guest path, and where it lies in TREE. */
static const struct {
	const char *guest;
	const char *host;
} starts[] = {
	{ "/", "root" },
	{ "/d/e", "root/d/e" },
	{ "/l", "root/l" },
	{ "/m", "root/m" },
	{ "/m/one", "one" },
	{ "/m/one/deep", "one/deep" },
	{ "/m/one/deep/two", "two" },
	{ "/m/one/deep/two/x", "two/x" },
	{ "/usr/lib", "root/usr/lib" },
	{ "/noexec", "root/noexec" },
	{ "/noexec/dir", "root/noexec/dir" },
	{ "/d/file", "root/d/file" },
};

enum question_kind {
	ASK_STAT,
	ASK_LSTAT,
	ASK_MKDIR,
	ASK_CREATE,
	ASK_OPENAT2, /* `resolve` says which bits */
	ASK_KINDS,
};

struct question {
	enum question_kind kind;
	unsigned int start;
	uint64_t resolve;
	char path[640];
};

/* Identity is the object's; of something new: its directory's, and its name. */
struct answer {
	int error;
	bool created;
	dev_t dev;
	ino_t ino;
	mode_t type;
	char name[NAME_255 + 1];
};

static struct question *questions;
static size_t question_count;
static unsigned int seed;

static unsigned int pick(unsigned int below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % below;
}

static const char *const odd_names[] = {
	"..", "..", "..", ".", ".", "nope", "c0", "c38", "c39", "c40", "c41", "...", "..x", "new",
};

static void append(char *path, size_t size, const char *text)
{
	size_t length = strlen(path);

	if (length + strlen(text) + 1 < size)
		(void)strcpy(path + length, text);
}

/* A component from somewhere in the tree, or an odd one. */
static void append_name(char *path, size_t size)
{
	char long_name[NAME_255 + 2];
	const char *entry;
	unsigned int choice = pick(100);

	if (choice < 45) {
		append(path, size, odd_names[pick(ARRAY_SIZE(odd_names))]);
	} else if (choice < 48) {
		size_t length = NAME_255 + pick(2);

		memset(long_name, 'n', length);
		long_name[length] = '\0';
		append(path, size, long_name);
	} else {
		entry = strrchr(entries[pick(ARRAY_SIZE(entries))].path, '/');
		append(path, size, entry ? entry + 1 : "d");
	}
}

/* A place of the tree as the guest sees it, with its leading slash. */
static void append_place(char *path, size_t size)
{
	const char *place = entries[pick(ARRAY_SIZE(entries))].path;

	if (!strncmp(place, "root/", 5)) {
		append(path, size, "/");
		append(path, size, place + 5);
	} else if (!strncmp(place, "one/", 4)) {
		append(path, size, "/m/one/");
		append(path, size, place + 4);
	} else if (!strncmp(place, "two/", 4)) {
		append(path, size, "/m/one/deep/two/");
		append(path, size, place + 4);
	} else {
		append(path, size, "/");
	}
}

static void make_path(char *path, size_t size)
{
	static const char *const separators[] = { "/", "/", "/", "/", "//", "/./", "/../" };
	unsigned int parts = pick(4);

	path[0] = '\0';
	if (pick(3)) {
		append_place(path, size);
		if (pick(4) == 0)
			memmove(path, path + 1, strlen(path));
	} else {
		if (pick(3) == 0)
			append(path, size, "/");
		append_name(path, size);
	}
	for (unsigned int i = 0; i < parts; i++) {
		append(path, size, separators[pick(ARRAY_SIZE(separators))]);
		append_name(path, size);
	}
	if (pick(6) == 0)
		append(path, size, pick(2) ? "/" : "//");
	if (pick(200) == 0)
		path[0] = '\0';
}

static void make_questions(void)
{
	static const uint64_t bits[] = {
		RESOLVE_NO_XDEV,
		RESOLVE_NO_SYMLINKS,
		RESOLVE_BENEATH,
		RESOLVE_IN_ROOT,
		RESOLVE_BENEATH | RESOLVE_NO_XDEV,
		RESOLVE_IN_ROOT | RESOLVE_NO_XDEV,
		RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};

	seed = 20240607;
	question_count = 0;
	for (size_t i = 0; i < PATHS_COUNT; i++) {
		struct question question = { .start = pick(ARRAY_SIZE(starts)) };

		make_path(question.path, sizeof(question.path));
		for (int kind = 0; kind < ASK_KINDS; kind++) {
			question.kind = (enum question_kind)kind;
			question.resolve = bits[i % ARRAY_SIZE(bits)];
			questions[question_count++] = question;
		}
	}
}

/* --- the oracle ---------------------------------------------------------------------------- */

struct oracle {
	int proc_fd;   /* /proc/self/fd, from before the chroot */
	int host_root;
};

static void answer_handle(struct answer *answer, int fd)
{
	struct stat st;

	if (fd < 0) {
		answer->error = errno;
		return;
	}
	if (fstat(fd, &st) < 0)
		abort();
	answer->dev = st.st_dev;
	answer->ino = st.st_ino;
	answer->type = st.st_mode & S_IFMT;
	(void)close(fd);
}

/*
 * The directory of something new, by the kernel's own name for it: below our root, or, for
 * what was reached by a descriptor from above a chroot, below the host's.
 */
static int open_directory_of(char *path, int host_root, const struct stat *created)
{
	char *slash = strrchr(path, '/');
	const int roots[] = { AT_FDCWD, host_root };

	*slash = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(roots); i++) {
		const char *name = slash == path ? (i ? "." : "/") : path + i;
		int fd = openat(roots[i], name, O_PATH | O_DIRECTORY);
		struct stat st;

		if (fd >= 0 && fstatat(fd, slash + 1, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    st.st_ino == created->st_ino && st.st_dev == created->st_dev)
			return fd;
		fd_close(&fd);
	}
	abort();
}

static void answer_created(struct answer *answer, int fd, const struct oracle *oracle)
{
	char link[16], path[PATH_MAX + NAME_255];
	struct stat st;
	ssize_t length;
	int directory;

	(void)snprintf(link, sizeof(link), "%d", fd);
	length = readlinkat(oracle->proc_fd, link, path, sizeof(path) - 1);
	if (length <= 0 || fstat(fd, &st) < 0 || seteuid(0) < 0)
		abort();
	path[length] = '\0';
	directory = open_directory_of(path, oracle->host_root, &st);
	(void)snprintf(answer->name, sizeof(answer->name), "%s", path + strlen(path) + 1);
	if (unlinkat(directory, answer->name, 0) < 0 || fstat(directory, &st) < 0 ||
	    seteuid(GUEST_ID) < 0)
		abort();
	answer->created = true;
	answer->dev = st.st_dev;
	answer->ino = st.st_ino;
	(void)close(directory);
	(void)close(fd);
}

static void ask_kernel(const struct question *question, int start,
		       const struct oracle *oracle, struct answer *answer)
{
	struct open_how how = { .flags = O_PATH, .resolve = question->resolve };
	int fd;

	switch (question->kind) {
	case ASK_STAT:
		answer_handle(answer, openat(start, question->path, O_PATH));
		return;
	case ASK_LSTAT:
		answer_handle(answer, openat(start, question->path, O_PATH | O_NOFOLLOW));
		return;
	case ASK_MKDIR:
		answer->error = mkdirat(start, question->path, 0700) < 0 ? errno : 0;
		if (!answer->error && unlinkat(start, question->path, AT_REMOVEDIR) < 0)
			abort();
		return;
	case ASK_CREATE:
		/* Only what is made now is of mode 0700 and empty: nothing in the tree is. */
		fd = openat(start, question->path, O_CREAT | O_RDONLY | O_NONBLOCK, 0700);
		if (fd >= 0) {
			struct stat st;

			if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
			    (st.st_mode & 07777) == 0700) {
				answer_created(answer, fd, oracle);
				return;
			}
		}
		answer_handle(answer, fd);
		return;
	case ASK_OPENAT2:
		answer_handle(answer,
			      (int)syscall(SYS_openat2, start, question->path, &how, sizeof(how)));
		return;
	case ASK_KINDS:
		break;
	}
	abort();
}

/*
 * KERNEL: renames anywhere on the machine make a scoped lookup with ".." fail with EAGAIN,
 * and any lookup begin again without RCU, its links counted twice: too many, sometimes.
 */
static void ask_until_settled(const struct question *question, int start,
			      const struct oracle *oracle, struct answer *answer)
{
	int loops = 0;

	for (int tries = 0; tries < ASK_TRIES; tries++) {
		memset(answer, 0, sizeof(*answer));
		ask_kernel(question, start, oracle, answer);
		if (answer->error == ELOOP && ++loops == LOOP_TRIES)
			return;
		if (answer->error != EAGAIN && answer->error != ELOOP)
			return;
		/* Somebody renames all the time: other moments are tried. */
		if (answer->error == EAGAIN && tries >= LOOP_TRIES)
			(void)usleep(500);
	}
}

/* The saved uid stays 0: what the oracle creates, root takes away again. */
static void become_guest(void)
{
	if (setgroups(0, NULL) < 0 || setresgid(GUEST_ID, GUEST_ID, GUEST_ID) < 0 ||
	    setresuid(GUEST_ID, GUEST_ID, 0) < 0)
		abort();
}

static void bind_in(const char *source, const char *target)
{
	char from[PATH_MAX], to[PATH_MAX];

	(void)snprintf(from, sizeof(from), "%s/%s", tree, source);
	(void)snprintf(to, sizeof(to), "%s/%s", tree, target);
	if (mount(from, to, NULL, MS_BIND, NULL) < 0) {
		perror("bind mount");
		_exit(77);
	}
}

/* Runs as a child: chroot, drop, ask. `new_root`: a second chroot, NULL: none. */
/*
 * Names of what lies above a second chroot begin at the mount namespace's root: not the root here
 * when this test is itself run in a chroot.
 */
static bool is_named_from_root(const struct oracle *oracle)
{
	char link[16], path[4];

	(void)snprintf(link, sizeof(link), "%d", oracle->host_root);
	return readlinkat(oracle->proc_fd, link, path, sizeof(path)) == 1 && path[0] == '/';
}

static void run_oracle(struct answer *answers, const char *new_root)
{
	int start_fds[ARRAY_SIZE(starts)];
	char root[PATH_MAX];
	struct oracle oracle;

	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) {
		perror("mount namespace");
		_exit(77);
	}
	bind_in("root", "root");
	bind_in("one", "root/m/one");
	bind_in("two", "root/m/one/deep/two");
	bind_in("plain", "root/m/file");
	oracle.proc_fd = open("/proc/self/fd", O_RDONLY | O_DIRECTORY);
	(void)snprintf(root, sizeof(root), "%s/root", tree);
	/* Not only chroot: who starts above a second chroot must not get to the host. */
	if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 ||
	    umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		abort();
	oracle.host_root = open("/", O_PATH | O_DIRECTORY);
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		start_fds[i] = open(starts[i].guest, O_PATH);
		if (start_fds[i] < 0)
			abort();
	}
	if (new_root && (chroot(new_root) < 0 || chdir("/") < 0))
		abort();
	if (!is_named_from_root(&oracle)) {
		(void)fprintf(stderr, "in a chroot the kernel tells other names\n");
		_exit(77);
	}
	become_guest();
	for (size_t i = 0; i < question_count; i++)
		ask_until_settled(&questions[i], start_fds[questions[i].start], &oracle,
				  &answers[i]);
	_exit(0);
}

/* --- the walker ---------------------------------------------------------------------------- */

/* How much is told to path_resolve() about the start. */
enum knowledge { KNOW_NOTHING, KNOW_MOUNT, KNOW_PLACE };

struct walker {
	struct path_view view;
	struct path_start starts[ARRAY_SIZE(starts)];
	enum knowledge knowledge;
};

static unsigned int flags_of(const struct question *question)
{
	unsigned int flags = 0;

	switch (question->kind) {
	case ASK_STAT:
		return PATH_FOLLOW;
	case ASK_LSTAT:
		return 0;
	case ASK_MKDIR:
		return PATH_NO_LAST | PATH_PARENT;
	case ASK_CREATE:
		return PATH_FOLLOW | PATH_MAY_MISS | PATH_PARENT;
	case ASK_OPENAT2:
		flags = PATH_FOLLOW;
		flags |= question->resolve & RESOLVE_NO_XDEV ? PATH_NO_XDEV : 0;
		flags |= question->resolve & RESOLVE_NO_SYMLINKS ? PATH_NO_SYMLINKS : 0;
		flags |= question->resolve & RESOLVE_BENEATH ? PATH_BENEATH : 0;
		flags |= question->resolve & RESOLVE_IN_ROOT ? PATH_IN_ROOT : 0;
		return flags;
	case ASK_KINDS:
		break;
	}
	abort();
}

static void make_directory(const struct path_place *place, struct answer *answer)
{
	char name[PATH_MAX];

	if (place->last != LAST_NAME || place->is_mount_root || place->has_mount_below) {
		answer->error = EEXIST;
		return;
	}
	(void)snprintf(name, sizeof(name), "%s%s", place->name, place->trailing_slash ? "/" : "");
	answer->error = mkdirat(place->parent, name, 0700) < 0 ? errno : 0;
	if (!answer->error && unlinkat(place->parent, name, AT_REMOVEDIR) < 0)
		abort();
}

/* What open(O_CREAT) makes of the place. */
static void create_file(const struct path_place *place, struct answer *answer)
{
	struct stat st;
	char link[32];
	int fd;

	if (place->last != LAST_NAME || place->trailing_slash) {
		answer->error = EISDIR;
		return;
	}
	if (place->handle < 0) {
		fd = openat(place->parent, place->name, O_CREAT | O_EXCL | O_NOFOLLOW, 0700);
		if (fd < 0) {
			answer->error = errno;
			return;
		}
		if (fstat(place->parent, &st) < 0 || unlinkat(place->parent, place->name, 0) < 0)
			abort();
		(void)close(fd);
		answer->created = true;
		answer->dev = st.st_dev;
		answer->ino = st.st_ino;
		(void)snprintf(answer->name, sizeof(answer->name), "%s", place->name);
		return;
	}
	if (fstat(place->handle, &st) < 0)
		abort();
	if (S_ISDIR(st.st_mode)) {
		answer->error = EISDIR;
		return;
	}
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", place->handle);
	answer_handle(answer, open(link, O_RDONLY | O_NONBLOCK));
}

static void check_confined(const struct walker *walker, const struct path_place *place)
{
	char path[PATH_MAX], link[32];
	ssize_t length;

	if (place->handle < 0)
		return;
	(void)walker;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", place->handle);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		abort();
	path[length] = '\0';
	if (strstr(path, "outside") || strncmp(path, tree, strlen(tree)) != 0 ||
	    path[strlen(tree)] != '/') {
		(void)fprintf(stderr, "ESCAPED to %s\n", path);
		abort();
	}
}

/* rel and base must lead to the handle too: what an open in the tracee is built on. */
static void check_route(const struct walker *walker, const struct question *question,
			const struct path_place *place)
{
	struct open_how how = { .flags = O_PATH | O_NOFOLLOW,
				.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	struct stat there, here;
	int base = -1, fd;

	if (!place->rel || place->handle < 0)
		return;
	if (place->base_guest_fd == PATH_NO_GUEST_FD)
		base = place->mount->handle;
	else if (place->base_guest_fd == 77)
		base = walker->starts[question->start].handle;
	else
		abort();
	if (!place->rel[0])
		fd = fcntl(base, F_DUPFD_CLOEXEC, 0);
	else
		fd = (int)syscall(SYS_openat2, base, place->rel, &how, sizeof(how));
	/* From the mount's root it may need rights that were not asked for on the way. */
	if (fd < 0 && errno == EACCES)
		return;
	if (fd < 0 || fstat(fd, &there) < 0 || fstat(place->handle, &here) < 0 ||
	    there.st_ino != here.st_ino || there.st_dev != here.st_dev) {
		(void)fprintf(stderr, "route of \"%s\" is wrong: %s\n", question->path, place->rel);
		abort();
	}
	(void)close(fd);
}

static void ask_walker(const struct walker *walker, TALLOC_CTX *ctx,
		       const struct question *question, struct answer *answer)
{
	struct path_start start = walker->starts[question->start];
	struct path_place place;
	int status;

	if (walker->knowledge < KNOW_MOUNT)
		start.mount = NULL;
	if (walker->knowledge < KNOW_PLACE)
		start.rel = NULL;
	status = path_resolve(ctx, &walker->view, &start, question->path, flags_of(question),
			      &place);
	answer->error = -status;
	if (status < 0)
		return;
	check_confined(walker, &place);
	check_route(walker, question, &place);
	if (question->kind == ASK_MKDIR)
		make_directory(&place, answer);
	else if (question->kind == ASK_CREATE)
		create_file(&place, answer);
	else
		answer_handle(answer, fd_steal(&place.handle));
	place_release(&place);
}

static struct mount_table *make_table(TALLOC_CTX *ctx, int *ret_spool)
{
	static char hosts[3][PATH_MAX];
	struct mount_request requests[] = {
		{ .host = hosts[1], .guest = "/m/one/deep/two" },
		{ .host = hosts[2], .guest = "/m/file" },
		{ .host = hosts[0], .guest = "/l/mount" },
	};
	char root[PATH_MAX], spool[PATH_MAX];
	struct mount_table *table;
	size_t culprit;

	below_tree(root, sizeof(root), "root");
	below_tree(hosts[0], sizeof(hosts[0]), "one");
	below_tree(hosts[1], sizeof(hosts[1]), "two");
	below_tree(hosts[2], sizeof(hosts[2]), "plain");
	below_tree(spool, sizeof(spool), "spool");
	(void)mkdir(spool, 0700);
	*ret_spool = open(spool, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (mount_table_new(ctx, root, *ret_spool, &table) < 0 ||
	    mount_table_add(table, requests, ARRAY_SIZE(requests), &culprit) < 0)
		abort();
	return table;
}

static void set_up_walker(struct walker *walker, const struct mount_table *table,
			  const char *new_root)
{
	static const char *const hosts[] = { "root", "one", "two" };
	char path[PATH_MAX];

	walker->view = (struct path_view){
		.mounts = table,
		.root = { table->mounts[0]->handle, table->mounts[0], "", PATH_NO_GUEST_FD },
	};
	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		struct path_start *start = &walker->starts[i];

		below_tree(path, sizeof(path), starts[i].host);
		start->handle = open(path, O_PATH | O_CLOEXEC);
		start->guest_fd = 77;
		for (size_t h = 0; h < ARRAY_SIZE(hosts); h++) {
			size_t length = strlen(hosts[h]);
			struct stat st;

			if (strncmp(starts[i].host, hosts[h], length) != 0)
				continue;
			below_tree(path, sizeof(path), hosts[h]);
			if (start->handle < 0 || stat(path, &st) < 0)
				abort();
			start->mount = mount_table_by_identity(table, st.st_dev, st.st_ino);
			start->rel = starts[i].host + length + (starts[i].host[length] == '/');
		}
		if (!start->mount || !start->rel)
			abort();
		if (new_root && !strcmp(new_root, starts[i].guest))
			walker->view.root = *start;
	}
	if (new_root)
		walker->view.root.guest_fd = PATH_NO_GUEST_FD;
}

static void run_walker(struct answer *answers, const char *new_root, bool without_openat2,
		       enum knowledge knowledge)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct walker walker = { .knowledge = knowledge };
	int spool;

	set_up_walker(&walker, make_table(ctx, &spool), new_root);
	walker.view.without_openat2 = without_openat2;
	become_guest();
	for (size_t i = 0; i < question_count; i++) {
		TALLOC_CTX *call = talloc_new(ctx);

		ask_walker(&walker, call, &questions[i], &answers[i]);
		if (talloc_total_blocks(call) != 1) {
			(void)fprintf(stderr, "\"%s\" leaks\n", questions[i].path);
			abort();
		}
		talloc_free(call);
	}
	_exit(0);
}

/* --- comparing ----------------------------------------------------------------------------- */

static bool same_answer(const struct question *question, const struct answer *a,
			const struct answer *b)
{
	/*
	 * KERNEL: a scoped lookup that leaves its root is begun again without RCU, and the
	 * links of the first try stay counted: 20 of them are ELOOP then, before EXDEV.
	 */
	if (question->kind == ASK_OPENAT2 && (question->resolve & RESOLVE_BENEATH) &&
	    a->error == ELOOP && b->error == EXDEV)
		return true;
	return a->error == b->error && a->created == b->created && a->dev == b->dev &&
	       a->ino == b->ino && a->type == b->type && !strcmp(a->name, b->name);
}

static void print_difference(const struct question *question, const struct answer *kernel,
			     const struct answer *walker)
{
	(void)fprintf(stderr,
		      "kind %d resolve %llx from %s \"%s\": kernel %s %lu %o, walker %s %lu %o\n",
		      (int)question->kind, (unsigned long long)question->resolve,
		      starts[question->start].guest, question->path,
		      strerrorname_np(kernel->error), (unsigned long)kernel->ino, kernel->type,
		      strerrorname_np(walker->error), (unsigned long)walker->ino, walker->type);
}

static int wait_for(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void *shared(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(memory, MAP_FAILED);
	return memory;
}

static size_t compare(const struct answer *kernel, const char *new_root, bool without_openat2,
		      enum knowledge knowledge)
{
	struct answer *answers = shared(question_count * sizeof(*answers));
	size_t differences = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		run_walker(answers, new_root, without_openat2, knowledge);
	assert_int_equal(wait_for(pid), 0);
	for (size_t i = 0; i < question_count; i++) {
		if (same_answer(&questions[i], &kernel[i], &answers[i]))
			continue;
		if (differences++ < 20)
			print_difference(&questions[i], &kernel[i], &answers[i]);
	}
	(void)munmap(answers, question_count * sizeof(*answers));
	return differences;
}

/* The oracle must have seen something of everything, or equality says nothing. */
static void check_variety(const struct answer *kernel)
{
	static const int errors[] = { 0,      ENOENT, ENOTDIR,	    EACCES, ELOOP,
				      EEXIST, EISDIR, ENAMETOOLONG, EXDEV };

	for (size_t e = 0; e < ARRAY_SIZE(errors); e++) {
		size_t seen = 0;

		for (size_t i = 0; i < question_count; i++)
			seen += kernel[i].error == errors[e];
		if (seen < 10)
			fail_msg("%s came up only %zu times", strerrorname_np(errors[e]), seen);
	}
}

static void run_all(const char *new_root)
{
	struct answer *kernel = shared(question_count * sizeof(*kernel));
	size_t differences = 0;
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		run_oracle(kernel, new_root);
	status = wait_for(pid);
	if (status == 77)
		skip();
	assert_int_equal(status, 0);
	check_variety(kernel);
	for (int knowledge = KNOW_NOTHING; knowledge <= KNOW_PLACE; knowledge++) {
		differences += compare(kernel, new_root, false, (enum knowledge)knowledge);
		differences += compare(kernel, new_root, true, (enum knowledge)knowledge);
	}
	assert_int_equal(differences, 0);
}

static void test_as_in_chroot(void **state)
{
	(void)state;
	run_all(NULL);
}

static void test_as_in_chroot_inside(void **state)
{
	(void)state;
	run_all("/m");
}

static void test_as_in_chroot_inside_mount(void **state)
{
	(void)state;
	run_all("/m/one/deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_in_chroot),
		cmocka_unit_test(test_as_in_chroot_inside),
		cmocka_unit_test(test_as_in_chroot_inside_mount),
	};

	if (geteuid() != 0) {
		puts("only root can chroot and mount");
		return 77;
	}
	questions = calloc((size_t)PATHS_COUNT * ASK_KINDS, sizeof(*questions));
	if (!questions)
		return 1;
	make_questions();
	return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
