/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The guest made of the input (fake_guest.h). Whatever is written to its memory is looked
 * through for names of the host.
 */
#include "fake_guest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <linux/openat2.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "gate/gate.h"
#include "syscall/setup.h"
#include "tracer/stops.h"

#define DESCRIPTORS_MAX 400 /* that the jail may keep for itself (the spool of /proc) */
#define CONFINED        (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

/* What the linker puts in the place of the tracer's (fuzz.mk). */
int __wrap_memory_read(const struct tracee *tracee, uint64_t address, void *buffer, size_t size);
int __wrap_memory_write(const struct tracee *tracee, uint64_t address, const void *data,
			size_t size);
int __wrap_memory_read_some(const struct tracee *tracee, uint64_t address, void *buffer,
			    size_t size, size_t *ret_read);
int __wrap_memory_read_string(const struct tracee *tracee, uint64_t address, char *buffer,
			      size_t size, size_t *ret_length);
int __wrap_remote_call(struct tracee *tracee, long sysno, const uint64_t args[6],
		       long *ret_result);

struct fake_guest guest;

static char tree[64];
static char away[64]; /* a name of TREE/outside that the guest may know */
static char spool[256];
static pid_t stand_in;
static struct stat secret;
static struct stat outside;

static const char *at(const char *name)
{
	static char path[8][PATH_MAX];
	static unsigned int used;
	char *text = path[used++ % ARRAY_SIZE(path)];

	(void)strcpy(stpcpy(stpcpy(text, tree), "/"), name);
	return text;
}

/* --- the tree ------------------------------------------------------------------------------- */

static int unlock_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)walk;
	if (type == FTW_DNR || (S_ISDIR(st->st_mode) && (st->st_mode & 0700) != 0700))
		(void)chmod(path, 0700);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	if (walk->level > 0)
		(void)remove(path);
	return 0;
}

/* Twice: a directory that was closed is looked into the second time. */
static void empty_directory(const char *path)
{
	for (int i = 0; i < 2; i++) {
		(void)chmod(path, 0755);
		(void)nftw(path, unlock_one, 8, FTW_PHYS);
		(void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	}
}

/*
 *   outside/secret          never to be seen
 *   root/a/b/f   root/l -> a/b   root/out -> away   root/up -> ../outside
 *   root/bin/sh  (a script)      root/s  (a socket)         source, mounted at /mnt
 */
static void fill_tree(void)
{
	mode_t mask = umask(022);
	int script;

	empty_directory(at("root"));
	empty_directory(at("source"));
	(void)mkdir(at("root/a"), 0755);
	(void)mkdir(at("root/a/b"), 0755);
	(void)mkdir(at("root/bin"), 0755);
	(void)mknod(at("root/a/b/f"), S_IFREG | 0644, 0);
	(void)mknod(at("root/s"), S_IFSOCK | 0644, 0);
	(void)mknod(at("source/file"), S_IFREG | 0644, 0);
	(void)symlink("a/b", at("root/l"));
	(void)symlink("../outside", at("root/up"));
	(void)symlink(away, at("root/out"));
	script = open(at("root/bin/sh"), O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
	if (script >= 0) {
		(void)!write(script, "#!/a/b/f x\n", 11);
		(void)close(script);
	}
	(void)umask(mask);
}

static void make_tree(void)
{
	int fd;

	(void)umask(022);
	(void)strcpy(tree, "/tmp/ptjail-fuzz-XXXXXX");
	INSIST(mkdtemp(tree) != NULL && chmod(tree, 0755) == 0);
	(void)snprintf(away, sizeof(away), "/tmp/ptjail-away-%s", strrchr(tree, '-') + 1);
	INSIST(mkdir(at("outside"), 0755) == 0 && symlink(at("outside"), away) == 0);
	INSIST(mkdir(at("root"), 0755) == 0 && mkdir(at("source"), 0755) == 0);
	fd = open(at("outside/secret"), O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	INSIST(fd >= 0 && write(fd, "canary", 6) == 6 && close(fd) == 0);
	fill_tree();
	INSIST(stat(at("outside/secret"), &secret) == 0 && stat(at("outside"), &outside) == 0);
}

static void guest_end(void)
{
	const struct engine_hooks *hooks = &guest.jail->engine->hooks;

	if (guest.tracee == NULL)
		return;
	hooks->death(hooks->user, guest.tracee, 0);
	engine_remove(guest.jail->engine, guest.tracee);
	guest.tracee = NULL;
}

static void clean_up(void)
{
	guest_end();
	(void)kill(stand_in, SIGKILL);
	talloc_free(guest.jail);
	empty_directory(tree);
	(void)rmdir(tree);
	(void)unlink(away);
}

static void be_stand_in(void)
{
	int fds[4];

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (chdir(at("root/a")) < 0)
		_exit(1);
	fds[0] = open(".", O_RDONLY | O_DIRECTORY);
	fds[1] = open("b/f", O_RDWR);
	fds[2] = socket(AF_UNIX, SOCK_DGRAM, 0);
	fds[3] = socket(AF_UNIX, SOCK_STREAM, 0);
	for (int i = 0; i < 4; i++)
		(void)dup2(fds[i], 60 + i);
	for (int i = 0; i < 4; i++)
		(void)dup2(60 + i, 3 + i);
	(void)syscall(SYS_close_range, 7U, ~0U, 0U);
	for (;;)
		(void)pause();
}

void guest_setup(void)
{
	static struct mount_request bind = { .guest = "/mnt", .read_only = true };
	struct setup setup = { .cwd = "/a", .bind_count = 1, .binds = &bind };
	enum setup_stage stage;
	size_t index;
	char link[32];

	if (getuid() == 0)
		INSIST(setgid(65534) == 0 && setuid(65534) == 0);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	make_tree();
	setup.rootfs = talloc_strdup(NULL, at("root"));
	bind.host = talloc_strdup(setup.rootfs, at("source"));
	INSIST(setup_jail(NULL, &setup, &guest.jail, &stage, &index) == 0);
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", guest.jail->spool);
	INSIST(readlink(link, spool, sizeof(spool) - 1) > 0);
	stand_in = fork();
	INSIST(stand_in >= 0);
	if (stand_in == 0)
		be_stand_in();
	(void)atexit(clean_up);
}

void guest_begin(struct input *input)
{
	const struct engine_hooks *hooks = &guest.jail->engine->hooks;
	static unsigned int turn;

	guest_end();
	if (turn++ % 32 == 0)
		fill_tree();
	guest.jail->guest_filters = false;
	guest.jail->features.openat2 = (input_byte(input) & 1) == 0;
	INSIST(engine_add(guest.jail->engine, stand_in, &guest.tracee) == 0);
	guest.tracee->state = TRACEE_STOPPED;
	guest.tracee->born = true;
	INSIST(hooks->birth(hooks->user, guest.tracee, NULL, 0) == 0);
}

/* --- its memory ----------------------------------------------------------------------------- */

/* How many of `size` bytes from `address` there are. */
static size_t there(uint64_t address, size_t size)
{
	uint64_t offset = address - GUEST_MEMORY;

	if (offset >= GUEST_MEMORY_SIZE)
		return 0;
	return size < GUEST_MEMORY_SIZE - offset ? size : GUEST_MEMORY_SIZE - offset;
}

/* RACE: between any two looks of the tracer's everything may be something else. */
static void change_memory(void)
{
	if (!guest.memory_changes)
		return;
	for (size_t i = 0; i < GUEST_MEMORY_SIZE; i++) {
		uint8_t byte = guest.memory[i];

		guest.memory[i] = guest.other[i];
		guest.other[i] = byte;
	}
}

int __wrap_memory_read_some(const struct tracee *tracee, uint64_t address, void *buffer,
			    size_t size, size_t *ret_read)
{
	(void)tracee;
	*ret_read = there(address, size);
	if (*ret_read == 0 && size > 0)
		return -EFAULT;
	if (*ret_read > 0)
		memcpy(buffer, guest.memory + (address - GUEST_MEMORY), *ret_read);
	change_memory();
	return 0;
}

int __wrap_memory_read(const struct tracee *tracee, uint64_t address, void *buffer, size_t size)
{
	size_t got;

	if (there(address, size) < size)
		return -EFAULT;
	return __wrap_memory_read_some(tracee, address, buffer, size, &got);
}

int __wrap_memory_read_string(const struct tracee *tracee, uint64_t address, char *buffer,
			      size_t size, size_t *ret_length)
{
	size_t got;
	int status = __wrap_memory_read_some(tracee, address, buffer, size, &got);

	if (status < 0)
		return status;
	*ret_length = strnlen(buffer, got);
	if (*ret_length < got)
		return 0;
	return got == size ? -ENAMETOOLONG : -EFAULT;
}

int __wrap_memory_write(const struct tracee *tracee, uint64_t address, const void *data,
			size_t size)
{
	(void)tracee;
	INSIST(size == 0 || memmem(data, size, tree, strlen(tree)) == NULL);
	INSIST(size == 0 || memmem(data, size, spool, strlen(spool)) == NULL);
	/* What stat, statx and getdents would tell of something outside. */
	INSIST(size < 32 || memmem(data, size, &secret.st_ino, sizeof(secret.st_ino)) == NULL);
	INSIST(size < 32 || memmem(data, size, &outside.st_ino, sizeof(outside.st_ino)) == NULL);
	if (there(address, size) < size)
		return -EFAULT;
	if (size > 0)
		memcpy(guest.memory + (address - GUEST_MEMORY), data, size);
	return 0;
}

/* --- its calls ------------------------------------------------------------------------------ */

static long next_answer(void)
{
	uint8_t byte = input_byte(&guest.answers);

	if (byte >= 200)
		return -(long)(byte - 199);
	return byte >= 16 ? byte % 8 : 3 + byte % 4;
}

static bool in_gate(uint64_t address)
{
	return address - gate_address(guest.jail->gate) < GATE_SIZE;
}

/* Either the guest's own descriptor by its name in /proc, or confined to what it is below. */
static void check_open(const uint64_t args[6])
{
	const struct gate_slot *slot = guest.tracee->slot->memory;

	INSIST(args[3] == sizeof(struct open_how));
	if (strncmp(slot->path, "/proc/thread-self/fd/", 21) != 0)
		INSIST((slot->how.resolve & CONFINED) == CONFINED);
}

/* A call that the tracer chose names nothing by memory that the guest can write. */
static void check_chosen(long sysno, const uint64_t args[6])
{
	const struct syscall_row *row = table_by_number(table_native_arch(), sysno);

	INSIST(row != NULL);
	for (unsigned int i = 0; i < row->nargs; i++) {
		enum arg_kind kind = row->args[i];
		bool judged = kind == ARG_PATH || kind == ARG_PATH_NEW || kind == ARG_OPEN_HOW ||
			      kind == ARG_SOCKADDR ||
			      (kind == ARG_MSGHDR && row->id == CALL_sendmsg);

		/* Nothing, or what the kernel refuses. */
		if (args[i] == 0 || (int64_t)args[i] < 0)
			judged = false;
		INSIST(!judged || in_gate(args[i]));
	}
	if (row->id == CALL_openat2)
		check_open(args);
}

int __wrap_remote_call(struct tracee *tracee, long sysno, const uint64_t args[6],
		       long *ret_result)
{
	uint8_t choice = input_byte(&guest.answers);

	check_chosen(sysno, args);
	tracee->where = AT_EXIT;
	change_memory();
	*ret_result = next_answer();
	return choice == 255 ? -ESRCH : 0;
}

static bool is_own(long sysno, const uint64_t args[6])
{
	const struct tracee *tracee = guest.tracee;

	if (tracee->call == CALL_REENTERING)
		return tracee->again_sysno == sysno &&
		       memcmp(tracee->again_args, args, sizeof(tracee->again_args)) == 0;
	for (unsigned int i = 0; i < 6; i++) {
		if (regs_arg(&tracee->regs, i) != args[i])
			return false;
	}
	return regs_sysno(&tracee->regs) == sysno;
}

static void check_rewritten(long sysno, const uint64_t args[6])
{
	const struct tracee *tracee = guest.tracee;
	uint64_t chosen[6];

	if (is_own(sysno, args))
		return;
	for (unsigned int i = 0; i < 6; i++)
		chosen[i] = regs_arg(&tracee->regs, i);
	check_chosen(tracee->call == CALL_REENTERING ? tracee->again_sysno
						     : regs_sysno(&tracee->regs),
		     chosen);
}

enum verdict guest_call(long sysno, const uint64_t args[6])
{
	const struct engine_hooks *hooks = &guest.jail->engine->hooks;
	struct tracee *tracee = guest.tracee;
	enum verdict verdict;

	slot_release(&tracee->slot);
	memset(&tracee->original, 0, sizeof(tracee->original));
	regs_set_sysno(&tracee->original, sysno);
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(&tracee->original, i, args[i]);
	tracee->regs = tracee->original;
	tracee->where = AT_ENTRY;
	tracee->call = CALL_NONE;
	tracee->in_tail = false;
	verdict = hooks->enter(hooks->user, tracee);
	change_memory();
	if (verdict == VERDICT_TO_EXIT || verdict == VERDICT_TAIL)
		check_rewritten(sysno, args);
	if (verdict != VERDICT_TO_EXIT)
		return verdict;
	tracee->where = AT_EXIT;
	tracee->call = CALL_NONE;
	regs_set_result(&tracee->regs, next_answer());
	return hooks->leave(hooks->user, tracee);
}

/* --- what must hold afterwards -------------------------------------------------------------- */

static unsigned int count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned int count = 0;

	INSIST(directory != NULL);
	while (readdir(directory) != NULL)
		count++;
	(void)closedir(directory);
	return count;
}

static void check_unchanged(const char *name, const struct stat *before)
{
	struct stat now;

	INSIST(lstat(at(name), &now) == 0);
	INSIST(now.st_ino == before->st_ino && now.st_mode == before->st_mode);
	INSIST(now.st_size == before->st_size && now.st_nlink == before->st_nlink);
	INSIST(now.st_ctim.tv_sec == before->st_ctim.tv_sec &&
	       now.st_ctim.tv_nsec == before->st_ctim.tv_nsec);
}

void guest_check(void)
{
	check_unchanged("outside/secret", &secret);
	check_unchanged("outside", &outside);
	INSIST(count_descriptors() < DESCRIPTORS_MAX);
}
