/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The tree: who exists, which nodes, what the spool shows. This process plays the member. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "syscall/call.h"
#include "syscall/proc_node.h"
#include "tracer/backlog.h"
#include "util/fd.h"

/* A jail whose only member is this process; a descriptor of it is a protected one. */
struct world {
	struct engine engine;
	struct tracee tracee;
	struct fs fs;
	struct process process;
	struct member member;
	struct call call;
	struct mount root;
	struct mount *mounts[1];
	struct mount_table table;
	struct jail jail;
	struct proc *proc;
	struct node_ops nodes;
	struct caller caller;
	char spool[32];
	int protected_fd;
};

static int set_up(void **state)
{
	struct world *world = talloc_zero(NULL, struct world);
	int spool;

	assert_int_equal(backlog_new(world, &world->engine.backlog), 0);
	world->tracee = (struct tracee){
		.engine = &world->engine, .tid = getpid(), .tgid = getpid(), .born = true
	};
	world->tracee.member = &world->member;
	HASH_ADD_INT(world->engine.tracees, tid, (&world->tracee));
	world->fs = (struct fs){ .users = 1, .cwd = -1, .root = -1, .umask = 027 };
	world->process =
		(struct process){ .users = 1, .tgid = getpid(), .exe = -1, .dumpable = true };
	world->member = (struct member){ .jail = &world->jail,
					 .tracee = &world->tracee,
					 .call = &world->call,
					 .fs = &world->fs,
					 .process = &world->process };
	world->root = (struct mount){ .place = (char *)"", .guest = (char *)"/", .handle = -1 };
	world->mounts[0] = &world->root;
	world->table = (struct mount_table){ .mounts = world->mounts, .count = 1, .spool = -1 };
	world->jail.engine = &world->engine;
	world->jail.mounts = &world->table;
	world->protected_fd = open("/", O_PATH | O_CLOEXEC);
	world->jail.guest_fd_base = (unsigned int)world->protected_fd;
	world->jail.guest_fd_count = 1;
	world->jail.features.pidfd_getfd = true;
	world->caller = (struct caller){ getpid(), getpid() };
	strcpy(world->spool, "/tmp/test_proc.XXXXXX");
	assert_non_null(mkdtemp(world->spool));
	spool = open(world->spool, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(proc_new(world, &world->jail, spool, &world->proc), 0);
	(void)close(spool);
	world->nodes = proc_node_ops(world->proc);
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;
	char command[128];

	(void)snprintf(command, sizeof(command), "chmod -R u+w %s; rm -rf %s", world->spool,
		       world->spool);
	HASH_DEL(world->engine.tracees, (&world->tracee));
	(void)close(world->protected_fd);
	TALLOC_FREE(world->proc);
	TALLOC_FREE(world->engine.backlog);
	assert_int_equal(talloc_total_blocks(world), 1);
	talloc_free(world);
	return system(command) == 0 ? 0 : -1;
}

static int look(struct world *world, const char *dir, const char *name, enum node_kind *kind)
{
	return world->nodes.lookup(world->nodes.user, &world->caller, dir, name, kind);
}

static char *own_node(struct world *world, const char *rest)
{
	return talloc_asprintf(world, "%d%s%s", getpid(), rest[0] ? "/" : "", rest);
}

/* The lookup of every node that is named by `rest` below this process. */
static int look_own(struct world *world, const char *rest, enum node_kind *kind)
{
	char *node = own_node(world, rest);
	char *slash = strrchr(node, '/');
	int status;

	*slash = '\0';
	status = look(world, node, slash + 1, kind);
	talloc_free(node);
	return status;
}

static void test_only_members_exist(void **state)
{
	struct world *world = *state;
	enum node_kind kind;
	char name[16];

	(void)snprintf(name, sizeof(name), "%d", getpid());
	assert_int_equal(look(world, "", name, &kind), 0);
	assert_int_equal(kind, NODE_DIRECTORY);
	(void)snprintf(name, sizeof(name), "%d", getppid());
	assert_int_equal(look(world, "", name, &kind), -ENOENT);
	assert_int_equal(look(world, "", "1", &kind), -ENOENT);
	assert_int_equal(look(world, "1", "status", &kind), -ENOENT);
	/* Names that are no numbers to the kernel. */
	(void)snprintf(name, sizeof(name), "0%d", getpid());
	assert_int_equal(look(world, "", name, &kind), -ENOENT);
	(void)snprintf(name, sizeof(name), "+%d", getpid());
	assert_int_equal(look(world, "", name, &kind), -ENOENT);
	assert_int_equal(look(world, "", "4294967297", &kind), -ENOENT);
	assert_int_equal(look(world, "", "0", &kind), -ENOENT);
}

static void test_table_is_all(void **state)
{
	struct world *world = *state;
	enum node_kind kind;

	assert_int_equal(look(world, "", "cpuinfo", &kind), 0);
	assert_int_equal(kind, NODE_FILE);
	assert_int_equal(look(world, "sys/kernel", "osrelease", &kind), 0);
	assert_int_equal(look(world, "", "kcore", &kind), -ENOENT);
	assert_int_equal(look(world, "", "sysrq-trigger", &kind), -ENOENT);
	assert_int_equal(look(world, "sys/kernel", "sysrq", &kind), -ENOENT);
	assert_int_equal(look(world, "", "keys", &kind), -ENOENT);
	assert_int_equal(look_own(world, "task", &kind), 0);
	assert_int_equal(look_own(world, "map_files", &kind), -ENOENT);
	assert_int_equal(look_own(world, "exe", &kind), 0);
	assert_int_equal(kind, NODE_MAGIC);
}

static void test_links_of_the_caller(void **state)
{
	struct world *world = *state;
	char *text;
	char expected[48];

	assert_int_equal(
		world->nodes.readlink(world, world->nodes.user, &world->caller, "self", &text), 0);
	(void)snprintf(expected, sizeof(expected), "%d", getpid());
	assert_string_equal(text, expected);
	talloc_free(text);
	assert_int_equal(world->nodes.readlink(world, world->nodes.user, &world->caller,
					       "thread-self", &text),
			 0);
	(void)snprintf(expected, sizeof(expected), "%d/task/%d", getpid(), getpid());
	assert_string_equal(text, expected);
	talloc_free(text);
}

static void test_descriptors(void **state)
{
	struct world *world = *state;
	enum node_kind kind;
	char name[32];
	char *node;
	char *text;
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	(void)snprintf(name, sizeof(name), "fd/%d", ends[0]);
	assert_int_equal(look_own(world, name, &kind), 0);
	assert_int_equal(kind, NODE_MAGIC);
	node = own_node(world, name);
	assert_int_equal(
		world->nodes.readlink(world, world->nodes.user, &world->caller, node, &text), 0);
	assert_memory_equal(text, "pipe:[", 6);
	talloc_free(text);
	talloc_free(node);
	(void)close(ends[0]);
	(void)close(ends[1]);
	assert_int_equal(look_own(world, name, &kind), -ENOENT);
	(void)snprintf(name, sizeof(name), "fd/%d", world->protected_fd);
	assert_int_equal(look_own(world, name, &kind), -ENOENT);
	(void)snprintf(name, sizeof(name), "fdinfo/%d", world->protected_fd);
	assert_int_equal(look_own(world, name, &kind), -ENOENT);
}

static void test_content_is_called_by_its_node(void **state)
{
	struct world *world = *state;
	char *name = proc_content_name(world, "12/status");
	char *memfd = talloc_asprintf(world, "%s:7", name);
	char *text;
	int fd = memfd_create(memfd, MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(proc_handle_text(world, world->proc, &world->caller, fd, NULL, &text), 0);
	assert_string_equal(text, "/proc/12/status");
	talloc_free(text);
	talloc_free(memfd);
	talloc_free(name);
	(void)close(fd);
}

static void test_contents(void **state)
{
	struct world *world = *state;
	char *node = own_node(world, "status");
	char *data;
	size_t size;

	assert_int_equal(proc_read(world, world->proc, &world->caller, node, &data, &size), 0);
	assert_int_equal(strlen(data), size);
	assert_non_null(strstr(data, "\nUmask:\t0027\n"));
	assert_non_null(strstr(data, "\nTracerPid:\t0\n"));
	talloc_free(data);
	talloc_free(node);
	node = own_node(world, "mem");
	assert_int_equal(proc_read(world, world->proc, &world->caller, node, &data, &size),
			 -EACCES);
	talloc_free(node);
	assert_int_equal(proc_read(world, world->proc, &world->caller, "sys", &data, &size),
			 -EISDIR);
	assert_int_equal(proc_read(world, world->proc, &world->caller, "1/status", &data, &size),
			 -ENOENT);
}

static void test_rights(void **state)
{
	struct world *world = *state;
	char *node = own_node(world, "comm");

	assert_int_equal(proc_access(world->proc, &world->caller, node, R_OK), 0);
	assert_int_equal(proc_access(world->proc, &world->caller, node, W_OK), 0);
	assert_int_equal(proc_access(world->proc, &world->caller, node, X_OK), -EACCES);
	assert_int_equal(proc_access(world->proc, &world->caller, "stat", W_OK), -EACCES);
	assert_int_equal(proc_access(world->proc, &world->caller, "", R_OK | X_OK), 0);
	assert_int_equal(proc_access(world->proc, &world->caller, "", W_OK), -EACCES);
	talloc_free(node);
}

/* The kernel's own file, for a few nodes only. */
static void test_open(void **state)
{
	struct world *world = *state;
	char *comm = own_node(world, "comm");
	char *status = own_node(world, "status");
	char *node;
	int fd;

	assert_int_equal(proc_open(world->proc, &world->caller, status, O_RDONLY, &fd), -ENOSYS);
	assert_int_equal(proc_open(world->proc, &world->caller, status, O_RDWR, &fd), -ENOSYS);
	assert_int_equal(proc_open(world->proc, &world->caller, "1/comm", O_RDWR, &fd), -ENOENT);
	assert_int_equal(proc_open(world->proc, &world->caller, "stat", O_RDWR, &fd), -EACCES);
	assert_int_equal(proc_open(world->proc, &world->caller, "stat", O_RDONLY, &fd), 0);
	assert_int_equal(proc_node_of(world, world->proc, &world->caller, fd, &node), 0);
	assert_string_equal(node, "stat");
	talloc_free(node);
	(void)close(fd);
	assert_int_equal(proc_open(world->proc, &world->caller, comm, O_WRONLY, &fd), 0);
	assert_int_equal(proc_node_of(world, world->proc, &world->caller, fd, &node), 0);
	assert_string_equal(node, comm);
	talloc_free(node);
	(void)close(fd);
	/* It is root's then. */
	world->process.dumpable = false;
	assert_int_equal(proc_open(world->proc, &world->caller, comm, O_WRONLY, &fd),
			 geteuid() == 0 ? 0 : -EACCES);
	if (geteuid() == 0)
		(void)close(fd);
	talloc_free(status);
	talloc_free(comm);
}

/*
 * KERNEL: ptrace_may_access(): a process that is not dumpable shows itself to itself only, and what
 * only its owner may read, which is root then, not even to itself.
 */
static void test_hidden_process(void **state)
{
	struct world *world = *state;
	struct caller other = { getpid() + 1, getpid() + 1 };
	char *node = own_node(world, "environ");
	char *data;
	size_t size;

	world->process.dumpable = false;
	assert_int_equal(proc_read(world, world->proc, &other, node, &data, &size), -EACCES);
	assert_int_equal(proc_read(world, world->proc, &world->caller, node, &data, &size),
			 geteuid() == 0 ? 0 : -EACCES);
	if (geteuid() == 0)
		talloc_free(data);
	talloc_free(node);
	node = own_node(world, "cwd");
	assert_int_equal(world->nodes.readlink(world, world->nodes.user, &other, node, &data),
			 -EACCES);
	talloc_free(node);
}

static bool listed(const char *spool, const char *node, const char *name, unsigned char *ret_type)
{
	char path[128];
	const struct dirent *entry;
	bool found = false;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "%s/%s", spool, node);
	dir = opendir(path);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (strcmp(entry->d_name, name) == 0) {
			*ret_type = entry->d_type;
			found = true;
		}
	}
	(void)closedir(dir);
	return found;
}

static void test_listing(void **state)
{
	struct world *world = *state;
	char *node = own_node(world, "");
	char *fds = own_node(world, "fd");
	unsigned char type;
	struct stat st;
	char name[16];
	char path[64];
	int handle;
	int fd;

	assert_int_equal(proc_refresh(world->proc, &world->caller, ""), 0);
	assert_true(listed(world->spool, "", node, &type));
	assert_int_equal(type, DT_DIR);
	assert_true(listed(world->spool, "", "self", &type));
	assert_int_equal(type, DT_LNK);
	assert_true(listed(world->spool, "", "cpuinfo", &type));
	assert_int_equal(type, DT_REG);
	assert_false(listed(world->spool, "", "1", &type));
	assert_int_equal(stat(world->spool, &st), 0);
	assert_int_equal(st.st_mode, S_IFDIR | 0555);

	/* High up: what the refresh itself opens is this "member's" descriptor as well. */
	fd = fcntl(world->protected_fd, F_DUPFD_CLOEXEC, 200);
	(void)snprintf(name, sizeof(name), "%d", fd);
	assert_int_equal(proc_refresh(world->proc, &world->caller, fds), 0);
	assert_true(listed(world->spool, fds, name, &type));
	assert_int_equal(type, DT_LNK);
	(void)close(fd);
	assert_int_equal(proc_refresh(world->proc, &world->caller, fds), 0);
	assert_false(listed(world->spool, fds, name, &type));
	(void)snprintf(name, sizeof(name), "%d", world->protected_fd);
	assert_false(listed(world->spool, fds, name, &type));

	assert_int_equal(world->nodes.handle(world->nodes.user, &world->caller, fds, &handle), 0);
	assert_int_equal(fstat(handle, &st), 0);
	(void)close(handle);
	assert_int_equal(st.st_mode, S_IFDIR | 0500);
	assert_string_equal(world->nodes.by_identity(world->nodes.user, st.st_dev, st.st_ino), fds);

	proc_forget(world->proc, getpid(), getpid());
	assert_null(world->nodes.by_identity(world->nodes.user, st.st_dev, st.st_ino));
	(void)snprintf(path, sizeof(path), "%s/%s", world->spool, node);
	assert_int_equal(access(path, F_OK), -1);
	talloc_free(node);
	talloc_free(fds);
}

static void test_files_have_inodes_of_their_own(void **state)
{
	struct world *world = *state;
	struct stat a;
	struct stat b;
	int handle;

	assert_int_equal(world->nodes.handle(world->nodes.user, &world->caller, "cpuinfo", &handle),
			 0);
	assert_int_equal(fstat(handle, &a), 0);
	(void)close(handle);
	assert_int_equal(world->nodes.handle(world->nodes.user, &world->caller,
					     "sys/kernel/osrelease", &handle),
			 0);
	assert_int_equal(fstat(handle, &b), 0);
	(void)close(handle);
	assert_int_equal(a.st_mode, S_IFREG | 0444);
	assert_int_equal(b.st_mode, S_IFREG | 0444);
	assert_int_not_equal(a.st_ino, b.st_ino);
	assert_int_equal(a.st_size, 0);
}

static void test_descriptor_nodes(void **state)
{
	pid_t tid;
	int fd;

	(void)state;
	assert_int_equal(proc_fd_node("12/fd/3", &tid, &fd), 0);
	assert_true(tid == 12 && fd == 3);
	assert_int_equal(proc_fd_node("12/task/13/fd/4", &tid, &fd), 0);
	assert_true(tid == 13 && fd == 4);
	assert_int_equal(proc_fd_node("12/fd/3/x", &tid, &fd), -ENOENT);
	assert_int_equal(proc_fd_node("12/fd/03", &tid, &fd), -ENOENT);
	assert_int_equal(proc_fd_node("12/fdinfo/3", &tid, &fd), -ENOENT);
	assert_int_equal(proc_fd_node("self/fd/3", &tid, &fd), -ENOENT);
	assert_int_equal(proc_fd_node("", &tid, &fd), -ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_only_members_exist),
		TEST(test_table_is_all),
		TEST(test_links_of_the_caller),
		TEST(test_descriptors),
		TEST(test_content_is_called_by_its_node),
		TEST(test_contents),
		TEST(test_rights),
		TEST(test_open),
		TEST(test_hidden_process),
		TEST(test_listing),
		TEST(test_files_have_inodes_of_their_own),
		TEST(test_descriptor_nodes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
