/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The default /dev and who may open which pseudo-terminal (dev.h). Keeps no state: what
 * members hold is looked up when a terminal is opened, which is rare.
 */
#include "syscall/dev.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/major.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/jail.h"
#include "util/broken.h"
#include "util/fd.h"

static const struct mount_request defaults[] = {
	{ .guest = "/dev", .kind = MOUNT_DIRECTORY, .empty = true },
	{ .host = "/dev/null", .guest = "/dev/null", .kind = MOUNT_FILE },
	{ .host = "/dev/zero", .guest = "/dev/zero", .kind = MOUNT_FILE },
	{ .host = "/dev/full", .guest = "/dev/full", .kind = MOUNT_FILE },
	{ .host = "/dev/random", .guest = "/dev/random", .kind = MOUNT_FILE },
	{ .host = "/dev/urandom", .guest = "/dev/urandom", .kind = MOUNT_FILE },
	{ .host = "/dev/tty", .guest = "/dev/tty", .kind = MOUNT_FILE },
	{ .host = "/dev/ptmx", .guest = "/dev/ptmx", .kind = MOUNT_FILE },
	{ .host = "/dev/pts", .guest = "/dev/pts", .kind = MOUNT_DIRECTORY },
	{ .guest = "/dev/shm", .kind = MOUNT_DIRECTORY, .empty = true },
};

_Static_assert(ARRAY_SIZE(defaults) <= DEV_REQUESTS_MAX, "DEV_REQUESTS_MAX");

size_t dev_requests(const struct jail *jail, struct mount_request *requests, size_t max)
{
	size_t count = max < ARRAY_SIZE(defaults) ? max : ARRAY_SIZE(defaults);

	if (jail->bare)
		return 0;
	memcpy(requests, defaults, count * sizeof(*requests));
	for (size_t i = 0; i < count; i++)
		requests[i].placeholder_quiet = true;
	return count;
}

static int add_links(const struct mount *dev)
{
	static const struct {
		const char *name, *text;
	} links[] = {
		{ "fd", "/proc/self/fd" },
		{ "stdin", "/proc/self/fd/0" },
		{ "stdout", "/proc/self/fd/1" },
		{ "stderr", "/proc/self/fd/2" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		if (symlinkat(links[i].text, dev->handle, links[i].name) < 0 && errno != EEXIST)
			return -errno;
	}
	return 0;
}

int dev_populate(const struct jail *jail)
{
	int status = 0;

	for (size_t i = 0; i < jail->mounts->count && status == 0; i++) {
		const struct mount *mount = jail->mounts->mounts[i];

		if (!mount->synthetic || mount->kind != MOUNT_DIRECTORY)
			continue;
		if (strcmp(mount->guest, "/dev") == 0)
			status = add_links(mount);
		else if (strcmp(mount->guest, "/dev/shm") == 0 &&
			 fchmodat(mount->handle, ".", 01777, 0) < 0)
			status = -errno;
	}
	return status;
}

static bool is_host_device(const struct jail *jail, const struct mount *mount, const char *name)
{
	struct stat host;
	struct stat here;

	return mount->kind == MOUNT_FILE && !mount->read_only && !mount->synthetic &&
	       fstatat(jail->host_dev, name, &host, AT_SYMLINK_NOFOLLOW) == 0 &&
	       fstat(mount->handle, &here) == 0 && S_ISCHR(here.st_mode) &&
	       major(here.st_rdev) == MEM_MAJOR && here.st_rdev == host.st_rdev &&
	       here.st_dev == host.st_dev && here.st_ino == host.st_ino;
}

void dev_find_devices(struct jail *jail)
{
	static const char names[][GATE_DEVICE_SIZE] = GATE_DEVICES;
	static const char prefix[] = "/dev/";

	jail->host_dev = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; jail->host_dev >= 0 && i < jail->mounts->count; i++) {
		const struct mount *mount = jail->mounts->mounts[i];

		if (strncmp(mount->guest, prefix, sizeof(prefix) - 1) != 0)
			continue;
		for (size_t j = 0; j < ARRAY_SIZE(names); j++)
			if (strcmp(mount->guest + sizeof(prefix) - 1, names[j]) == 0 &&
			    is_host_device(jail, mount, names[j]))
				jail->host_devices |= 1U << j;
	}
	if (jail->host_devices == 0)
		fd_close(&jail->host_dev);
}

bool dev_is_guarded(const struct mount *mount)
{
	struct statfs st;

	/* What cannot be told is guarded. */
	return fstatfs(mount->handle, &st) < 0 || st.f_type == DEVPTS_SUPER_MAGIC;
}

bool dev_is_terminals(int handle)
{
	struct statfs fs;
	struct stat info;

	return fstatfs(handle, &fs) == 0 && fs.f_type == DEVPTS_SUPER_MAGIC &&
	       fstat(handle, &info) == 0 && S_ISDIR(info.st_mode);
}

const struct mount *dev_terminals(const struct jail *jail)
{
	for (size_t i = 0; i < jail->mounts->count; i++) {
		if (dev_is_terminals(jail->mounts->mounts[i]->handle))
			return jail->mounts->mounts[i];
	}
	return NULL;
}

bool dev_take_stand_in(const struct jail *jail, int *handle)
{
	const struct mount *mount;
	struct stat info;
	int real;

	if (fstat(*handle, &info) < 0 || info.st_ino != jail->terminals_ino ||
	    info.st_dev != jail->spool_dev)
		return false;
	mount = dev_terminals(jail);
	real = mount == NULL ? -1 : fcntl(mount->handle, F_DUPFD_CLOEXEC, 0);
	if (real < 0)
		return true;
	fd_close(handle);
	*handle = real;
	return true;
}

/* So many descriptors are looked at, and no more: all others wait meanwhile. */
#define LOOKED_AT_MAX 8192U

/* A pseudo-terminal, and whether somebody has a right to it. */
struct pty {
	dev_t dev, rdev;
	bool found;
	unsigned int looked_at;
};

static bool is_same(const struct pty *pty, const struct stat *st)
{
	return S_ISCHR(st->st_mode) && st->st_dev == pty->dev && st->st_rdev == pty->rdev;
}

/* /proc/TID/fdinfo/FD, NUL-terminated. */
static bool read_info(pid_t tid, const char *fd, char *text, size_t size)
{
	CLEANUP_FD int info = -1;
	char path[64];
	ssize_t length;

	(void)snprintf(path, sizeof(path), "/proc/%d/fdinfo/%.20s", tid, fd);
	info = open(path, O_RDONLY | O_CLOEXEC);
	length = info < 0 ? -1 : read(info, text, size - 1);
	if (length <= 0)
		return false;
	text[length] = '\0';
	return true;
}

/* KERNEL: 4.14 pty_show_fdinfo(): the number of a master's terminal. */
static bool is_its_master(const struct pty *pty, const char *info)
{
	const char *line = strstr(info, "\ntty-index:");
	struct stat pts;

	/* Masters of other instances of devpts have the same numbers. */
	if (line == NULL || stat("/dev/pts", &pts) < 0 || pts.st_dev != pty->dev)
		return false;
	return strtoul(line + strlen("\ntty-index:"), NULL, 10) == minor(pty->rdev);
}

/* An O_PATH descriptor is a name, which anybody may have, not the open terminal. */
static bool is_open(const char *info)
{
	const char *line = strstr(info, "flags:");

	return line != NULL && (strtoul(line + strlen("flags:"), NULL, 8) & O_PATH) == 0;
}

/* `dir`: /proc/TID/fd. By names first: a stat could hang on somebody's dead file server. */
static bool has_right(const struct pty *pty, pid_t tid, int dir, const char *fd)
{
	char target[PATH_MAX];
	char info[512];
	const char *base;
	ssize_t length = readlinkat(dir, fd, target, sizeof(target) - 1);
	struct stat st;

	if (length <= 0 || target[0] != '/')
		return false;
	target[length] = '\0';
	if (strstr(target, "/pts/") == NULL && strstr(target, "/ptmx") == NULL)
		return false;
	if (!read_info(tid, fd, info, sizeof(info)) || !is_open(info))
		return false;
	base = strrchr(target, '/') + 1;
	if (strcmp(base, "ptmx") == 0)
		return is_its_master(pty, info);
	if (base[0] == '\0' || base[strspn(base, "0123456789")] != '\0')
		return false;
	return fstatat(dir, fd, &st, 0) == 0 && is_same(pty, &st);
}

static void look_through(struct pty *pty, pid_t tid)
{
	const struct dirent *entry;
	char path[32];
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", tid);
	dir = opendir(path);
	while (dir != NULL && !pty->found && pty->looked_at < LOOKED_AT_MAX &&
	       (entry = readdir(dir)) != NULL) {
		pty->looked_at++;
		if (entry->d_name[0] != '.')
			pty->found = has_right(pty, tid, dirfd(dir), entry->d_name);
	}
	if (dir != NULL)
		(void)closedir(dir);
}

static bool look_at_member(struct member *member, void *data)
{
	struct pty *pty = data;

	if (member->tracee->tid == member->tracee->tgid)
		look_through(pty, member->tracee->tid);
	return !pty->found && pty->looked_at < LOOKED_AT_MAX;
}

static bool is_own_standard(const struct pty *pty)
{
	struct stat st;

	for (int fd = 0; fd <= 2; fd++) {
		if (fstat(fd, &st) == 0 && is_same(pty, &st))
			return true;
	}
	return false;
}

bool dev_is_given_terminal(int handle)
{
	struct stat info, given;

	if (handle < 0 || fstat(handle, &info) < 0 || !S_ISCHR(info.st_mode))
		return false;
	for (int fd = 0; fd <= 2; fd++) {
		if (fstat(fd, &given) == 0 && S_ISCHR(given.st_mode) &&
		    given.st_rdev == info.st_rdev && isatty(fd))
			return true;
	}
	return false;
}

static bool is_terminal_slave(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && major(st->st_rdev) >= UNIX98_PTY_SLAVE_MAJOR &&
	       major(st->st_rdev) < UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT;
}

/*
 * RACE: when the judged terminal ended before the kernel opened its name, the name may have
 * been another's. One that still has its name has had it all the time.
 * KERNEL: devpts_pty_kill() takes the link away.
 */
static long finish_open(struct call *call, long result)
{
	const struct path_place *place = call->finish_data;
	struct stat st;

	if (result < 0 || (fstat(place->handle, &st) == 0 && st.st_nlink > 0))
		return result;
	return deliver_close(call, (int)result) < 0 ? -ESRCH : -EIO;
}

/*
 * RACE: a terminal whose number is free now may appear before the kernel opens the name.
 * KERNEL: devpts lets nobody create anything.
 */
static int may_create(const struct path_place *place)
{
	struct statfs st;

	if (place->parent < 0 || fstatfs(place->parent, &st) < 0)
		return place->parent < 0 ? 0 : -errno;
	return st.f_type == DEVPTS_SUPER_MAGIC ? -EACCES : 0;
}

int dev_may_open(struct call *call, const struct path_place *place, uint64_t flags,
		 call_finish **ret_finish)
{
	struct pty pty = { .found = false };
	struct stat st;

	if (ret_finish != NULL)
		*ret_finish = NULL;
	/*
	 * Also as a mere name (O_PATH): another thread may put that under the number of a
	 * descriptor that is judged to be opened anew (deliver.c).
	 */
	if (BROKEN_TERMINAL_NAMES && (flags & O_PATH) != 0)
		return 0;
	if (place->handle < 0)
		return (flags & O_PATH) != 0 ? 0 : may_create(place);
	if (place->type_known && !S_ISCHR(place->type))
		return 0;
	if (fstat(place->handle, &st) < 0)
		return -errno;
	if (!is_terminal_slave(&st))
		return 0;
	if (ret_finish != NULL)
		*ret_finish = finish_open;
	pty.dev = st.st_dev;
	pty.rdev = st.st_rdev;
	if (is_own_standard(&pty))
		return 0;
	/* The caller's own come first: most have opened the terminal's other end themselves. */
	look_through(&pty, call->tracee->tid);
	if (!pty.found)
		jail_each_member(call->jail, look_at_member, &pty);
	return pty.found ? 0 : -EACCES;
}
