/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any path, from anywhere, with any flags, while two others move what it leads through:
 * whatever the lookup ends with lies in the mount that it says, and keeps no descriptor.
 * Must run as somebody whose mistakes do not matter: root becomes nobody.
 *
 * Every object is made at start and only moved afterwards, within its mount: so identity
 * says which mount an object belongs to, and a directory's ".." must lead up to its root.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

#include "fuzz.h"
#include "path/resolve.h"
#include "util/fd.h"

#define OBJECTS_MAX 96
#define DEPTH_MAX 64
#define ATTACKERS 2

/*
 *   outside/secret, outside/deep/secret
 *   root/a/x/secret         x <-> y: a link to ../../outside
 *   root/a/z/deep/secret    z <-> w: a link to TREE/outside (of the host)
 *   root/m/n/o/p/secret     o moves between m/n and the root
 *   root/home/user          where src is mounted; root/home/user is an empty directory
 *   src/sub/x/file          x <-> up: a link to ..          sub moves to src/sub2 and back
 *   root/l -> /home/user/sub   root/loop -> loop   root/r -> /   src/r -> /../outside
 */
static char tree[64];
static struct mount_table *table;
static struct node_ops nodes;
static int moving = -1;      /* root/m/n/o/p, opened before anything moved */
static int in_source = -1;   /* src/sub/x */

struct objects {
	struct object {
		dev_t dev;
		ino_t ino;
	} known[OBJECTS_MAX];
	size_t count;
};
static struct objects inside[16]; /* by index of the mount */
static struct objects *noting;

static const char *at(const char *name)
{
	static char path[8][PATH_MAX];
	static unsigned int used;
	char *text = path[used++ % ARRAY_SIZE(path)];

	(void)strcpy(stpcpy(stpcpy(text, tree), "/"), name);
	return text;
}

static void make_tree(void)
{
	static const char *const directories[] = {
		"outside",     "outside/deep",  "root",      "root/a",	   "root/a/x",
		"root/a/z",    "root/a/z/deep", "root/m",    "root/m/n",   "root/m/n/o",
		"root/m/n/o/p", "root/home",	"root/home/user", "src",   "src/sub",
		"src/sub/x",   "spool",
	};
	static const char *const files[] = {
		"outside/secret",      "outside/deep/secret", "root/a/x/secret",
		"root/a/z/deep/secret", "root/m/n/o/p/secret", "src/sub/x/file", "plain",
	};
	static const char *const links[][2] = {
		{ "../../outside", "root/a/y" }, { "..", "src/sub/up" },
		{ "/home/user/sub", "root/l" },	 { "loop", "root/loop" },
		{ "/", "root/r" },		 { "/../outside", "src/r" },
		{ "../../../../../../proc/self/root/outside", "root/a/x/far" },
		{ "proc/self/cwd", "root/c" },
	};

	(void)umask(022);
	(void)strcpy(tree, "/tmp/ptjail-fuzz-XXXXXX");
	INSIST(mkdtemp(tree) != NULL);
	for (size_t i = 0; i < ARRAY_SIZE(directories); i++)
		INSIST(mkdir(at(directories[i]), 0755) == 0);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		INSIST(mknod(at(files[i]), S_IFREG | 0644, 0) == 0);
	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		INSIST(symlink(links[i][0], at(links[i][1])) == 0);
	INSIST(symlink(at("outside"), at("root/a/w")) == 0);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

/* --- a /proc of three links: self -> 7, 7/cwd and 7/root lead to directories inside --------- */

static int fake_lookup(void *user, const struct caller *caller, const char *dir, const char *name,
		       enum node_kind *ret_kind)
{
	(void)user;
	(void)caller;
	if (strcmp(dir, "") == 0 && strcmp(name, "self") == 0)
		*ret_kind = NODE_LINK;
	else if (strcmp(dir, "") == 0 && strcmp(name, "7") == 0)
		*ret_kind = NODE_DIRECTORY;
	else if (strcmp(dir, "7") == 0 && (!strcmp(name, "cwd") || !strcmp(name, "root")))
		*ret_kind = NODE_MAGIC;
	else if (strcmp(dir, "7") == 0 && strcmp(name, "status") == 0)
		*ret_kind = NODE_FILE;
	else
		return -ENOENT;
	return 0;
}

static int fake_readlink(TALLOC_CTX *ctx, void *user, const struct caller *caller, const char *node,
			 char **ret_text)
{
	(void)user;
	(void)caller;
	*ret_text = talloc_strdup(ctx, strcmp(node, "self") == 0 ? "7" : "/m/n/o/p");
	return *ret_text == NULL ? -ENOMEM : 0;
}

static int fake_follow(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	(void)user;
	(void)caller;
	*ret_handle = fcntl(strcmp(node, "7/root") == 0 ? table->mounts[0]->handle : moving,
			    F_DUPFD_CLOEXEC, 0);
	return *ret_handle < 0 ? -errno : 0;
}

static int fake_handle(void *user, const struct caller *caller, const char *node, int *ret_handle)
{
	(void)user;
	(void)caller;
	(void)node;
	for (size_t i = 0; i < table->count; i++) {
		if (table->mounts[i]->kind == MOUNT_PROC)
			*ret_handle = fcntl(table->mounts[i]->handle, F_DUPFD_CLOEXEC, 0);
	}
	return *ret_handle < 0 ? -errno : 0;
}

static const char *fake_by_identity(void *user, dev_t dev, ino_t ino)
{
	(void)user;
	for (size_t i = 0; i < table->count; i++) {
		const struct mount *mount = table->mounts[i];

		if (mount->kind == MOUNT_PROC && mount->dev == dev && mount->ino == ino)
			return "";
	}
	return NULL;
}

static void make_mounts(void)
{
	const struct mount_request requests[] = {
		{ .host = at("src"), .guest = "/home/user" },
		{ .host = at("plain"), .guest = "/home/user/sub/file", .read_only = true },
		{ .host = at("src/sub/x"), .guest = "/far/away" },
		{ .guest = "/proc", .kind = MOUNT_PROC },
	};
	int spool = open(at("spool"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t culprit;

	INSIST(mount_table_new(NULL, at("root"), spool, &table) == 0);
	INSIST(mount_table_add(table, requests, ARRAY_SIZE(requests), &culprit) == 0);
	nodes = (struct node_ops){ NULL,	   fake_lookup, fake_readlink,
				   fake_follow, fake_handle, fake_by_identity };
	moving = open(at("root/m/n/o/p"), O_PATH | O_CLOEXEC);
	in_source = open(at("src/sub/x"), O_PATH | O_CLOEXEC);
	INSIST(moving >= 0 && in_source >= 0);
}

static int note_object(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)path;
	(void)type;
	(void)walk;
	INSIST(noting->count < OBJECTS_MAX);
	noting->known[noting->count++] = (struct object){ st->st_dev, st->st_ino };
	return 0;
}

static void note_objects(void)
{
	INSIST(table->count <= ARRAY_SIZE(inside));
	for (size_t i = 0; i < table->count; i++) {
		char path[32];
		char name[PATH_MAX] = "";

		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", table->mounts[i]->handle);
		INSIST(readlink(path, name, sizeof(name) - 1) > 0);
		noting = &inside[i];
		INSIST(nftw(name, note_object, 8, FTW_PHYS) == 0);
	}
}

/* --- those who move things ------------------------------------------------------------------ */

static void exchange(const char *a, const char *b)
{
	(void)syscall(SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 2 /* RENAME_EXCHANGE */);
}

static void attack(int which)
{
	const struct timespec pause = { 0, 20000 };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (unsigned int i = 0;; i++) {
		if (which == 0) {
			exchange(at("root/a/x"), at("root/a/y"));
			exchange(at("src/sub/x"), at("src/sub/up"));
		} else {
			(void)rename(at("root/m/n/o"), at("root/o"));
			exchange(at("root/a/z"), at("root/a/w"));
			(void)rename(at("src/sub"), at("src/sub2"));
			(void)rename(at("root/o"), at("root/m/n/o"));
			(void)rename(at("src/sub2"), at("src/sub"));
		}
		if (i % 16 == 0)
			(void)nanosleep(&pause, NULL);
	}
}

static pid_t attackers[ATTACKERS];

static void clean_up(void)
{
	for (int i = 0; i < ATTACKERS; i++)
		(void)kill(attackers[i], SIGKILL);
	(void)nftw(tree, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (getuid() == 0)
		INSIST(setgid(65534) == 0 && setuid(65534) == 0);
	make_tree();
	make_mounts();
	note_objects();
	for (int i = 0; i < ATTACKERS; i++) {
		attackers[i] = fork();
		INSIST(attackers[i] >= 0);
		if (attackers[i] == 0)
			attack(i);
	}
	(void)atexit(clean_up);
	return 0;
}

/* --- what must hold ------------------------------------------------------------------------- */

static size_t index_of(const struct mount *mount)
{
	size_t i = 0;

	while (table->mounts[i] != mount)
		INSIST(++i < table->count);
	return i;
}

static bool is_known(const struct objects *objects, const struct stat *st)
{
	for (size_t i = 0; i < objects->count; i++) {
		if (objects->known[i].dev == st->st_dev && objects->known[i].ino == st->st_ino)
			return true;
	}
	return false;
}

static void check_identity(int handle, const struct mount *mount)
{
	bool found = false;
	struct stat st;

	INSIST(fstat(handle, &st) == 0);
	for (size_t i = 0; i < table->count && !found; i++)
		found = (mount == NULL || i == index_of(mount)) && is_known(&inside[i], &st);
	INSIST(found);
}

/* Up from a directory one comes to the root of a mount, whatever is moved meanwhile. */
static void check_ancestry(int handle)
{
	int here = openat(handle, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	unsigned int depth = 0;
	struct stat st;

	if (here < 0)
		return;
	for (;;) {
		int up;

		INSIST(fstat(here, &st) == 0);
		if (mount_table_by_identity(table, st.st_dev, st.st_ino) != NULL)
			break;
		up = openat(here, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		INSIST(up >= 0 && ++depth < DEPTH_MAX);
		(void)close(here);
		here = up;
	}
	(void)close(here);
}

static void check_names(TALLOC_CTX *ctx, const struct path_view *view, int handle,
			const struct mount *prefer)
{
	struct mount *mount;
	char *text;

	if (path_locate(ctx, view, handle, prefer, &mount, &text) == 0)
		check_identity(handle, mount);
	if (path_of_handle(ctx, view, handle, prefer, &text) == 0) {
		INSIST(text[0] == '/');
		INSIST(strstr(text, tree) == NULL && strstr(text, "outside") == NULL);
	}
}

static void check_place(TALLOC_CTX *ctx, const struct path_view *view, struct path_place *place)
{
	if (place->handle >= 0) {
		check_identity(place->handle, place->mount);
		check_ancestry(place->handle);
		check_names(ctx, view, place->handle, place->mount);
	}
	if (place->parent >= 0) {
		check_identity(place->parent, NULL);
		check_ancestry(place->parent);
		INSIST(place->name == NULL || strchr(place->name, '/') == NULL);
	}
	/* What an open in the tracee is given stays below its base. */
	if (place->rel != NULL) {
		INSIST(place->rel[0] != '/' && strcmp(place->rel, "..") != 0);
		INSIST(strncmp(place->rel, "../", 3) != 0 && strstr(place->rel, "/../") == NULL);
	}
}

/* --- inputs --------------------------------------------------------------------------------- */

/* Bytes from 0x80 on are whole components, so that most paths lead somewhere. */
static char *make_path(struct input *input)
{
	static const char *const words[] = {
		"a",	 "x",	 "y",	 "z",	 "w",	 "deep", "secret", "m",	  "n",	 "o",
		"p",	 "..",	 ".",	 "",	 "home", "user", "sub",	   "up",  "l",	 "loop",
		"r",	 "far",	 "away", "proc", "self", "7",	 "cwd",	   "root", "file", "c",
		"status", "outside", "sub2",
	};
	char *path = calloc(1, PATH_MAX);
	size_t length = 0;

	INSIST(path != NULL);
	while (input->left > 0 && length < PATH_MAX - 16) {
		uint8_t byte = input_byte(input);

		if (byte >= 0x80)
			length = (size_t)(stpcpy(stpcpy(path + length,
							words[byte % ARRAY_SIZE(words)]),
						 "/") -
					  path);
		else if (byte != 0)
			path[length++] = (char)byte;
		else if (length > 0) /* "a/b/" and NUL: without the slash */
			length--;
	}
	path[length] = '\0';
	return path;
}

static void fill_view(struct path_view *view, struct path_start *start, uint8_t choice)
{
	struct mount *root = table->mounts[0];

	*view = (struct path_view){
		.mounts = table,
		.nodes = &nodes,
		.root = { root->handle, root, "", PATH_NO_GUEST_FD },
		.caller = { 7, 7 },
		.without_openat2 = (choice & 1) != 0,
	};
	if (choice & 2) /* a chroot */
		view->root = (struct path_start){ moving, NULL, NULL, PATH_NO_GUEST_FD };
	*start = view->root;
	if (choice & 4)
		*start = (struct path_start){ moving, NULL, NULL, 5 };
	else if (choice & 8)
		*start = (struct path_start){ in_source, NULL, NULL, PATH_NO_GUEST_FD };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned int flags = (input_word(&input) | input_byte(&input)) & 0x1f3fU;
	struct path_place place = PATH_PLACE_INIT;
	struct path_start start;
	struct path_view view;
	int before = next_descriptor();
	char *path;
	int status;

	INSIST(ctx != NULL);
	fill_view(&view, &start, input_byte(&input));
	path = make_path(&input);
	if (path[0] == '/' && (flags & PATH_IN_ROOT) == 0)
		start = view.root;
	status = path_resolve(ctx, &view, &start, path, flags, &place);
	INSIST(status <= 0 && status > -4096);
	if (status == 0) {
		check_place(ctx, &view, &place);
		place_release(&place);
	}
	INSIST(next_descriptor() == before);
	free(path);
	talloc_free(ctx);
	return 0;
}
