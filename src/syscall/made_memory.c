/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See made_memory.h. Also the calls that make it: memfd_create, and mmap with MAP_SHARED. Only
 * where memory is counted; must never let the kernel make any by itself then.
 */
#include "syscall/made_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/faked.h"
#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "syscall/handlers.h"
#include "syscall/made_nameless.h"
#include "syscall/sock_seat.h"
#include "tracer/limits.h"
#include "tracer/mapping.h"
#include "util/fd.h"

/* Each takes one of ptjail's descriptors, which all members live by. */
#define KEPT_MOST 8192U

struct made_memory {
	int *kept;
	size_t count, most;
	dev_t device; /* where all of it lies */
};

static int close_all(struct made_memory *made)
{
	for (size_t i = 0; i < made->count; i++)
		fd_close(&made->kept[i]);
	return 0;
}

int made_memory_new(struct jail *jail)
{
	const struct limits_config *limits = jail->limits == NULL ? NULL
								  : limits_asked(jail->limits);
	CLEANUP_FD int probe = -1;
	struct rlimit own;
	struct stat info;

	/* What is made is handed over by pidfd_getfd. */
	if (limits == NULL || limits->memory == 0 || !jail->features.pidfd_getfd)
		return 0;
	jail->made_memory = talloc_zero(jail, struct made_memory);
	if (jail->made_memory == NULL)
		return -ENOMEM;
	talloc_set_destructor(jail->made_memory, close_all);
	probe = memfd_create("", MFD_CLOEXEC);
	if (probe < 0 || fstat(probe, &info) < 0)
		return -errno;
	jail->made_memory->device = info.st_dev;
	if (getrlimit(RLIMIT_NOFILE, &own) < 0)
		return -errno;
	jail->made_memory->most = own.rlim_cur / 4 < KEPT_MOST ? own.rlim_cur / 4 : KEPT_MOST;
	return 0;
}

static bool is_held(int fd)
{
	if (fcntl(fd, F_SETLEASE, F_WRLCK) < 0)
		return errno == EAGAIN;
	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
	return false;
}

void made_memory_each(struct made_memory *made, made_memory_look *look, void *data)
{
	size_t left = 0;

	for (size_t i = 0; made != NULL && i < made->count; i++) {
		if (look(data, made->kept[i], is_held(made->kept[i])))
			made->kept[left++] = made->kept[i];
		else
			fd_close(&made->kept[i]);
	}
	if (made != NULL)
		made->count = left;
}

bool made_memory_has(const struct made_memory *made, const struct stat *info)
{
	struct stat kept;

	for (size_t i = 0; made != NULL && i < made->count; i++) {
		if (fstat(made->kept[i], &kept) == 0 && kept.st_dev == info->st_dev &&
		    kept.st_ino == info->st_ino)
			return true;
	}
	return false;
}

static bool keep_held(void *data, int fd, bool held)
{
	(void)data;
	(void)fd;
	return held;
}

/* Those that nobody has any more first: the next look may be a while off. */
static int keep(struct made_memory *made, int fd)
{
	int *kept;

	if (made->count != 0 && (made->count % 256 == 0 || made->count >= made->most))
		made_memory_each(made, keep_held, NULL);
	if (made->count >= made->most)
		return -ENFILE;
	kept = talloc_realloc(made, made->kept, int, made->count + 1);
	if (kept == NULL)
		return -ENOMEM;
	made->kept = kept;
	made->kept[made->count] = open(handle_name(fd).text, O_RDONLY | O_CLOEXEC);
	if (made->kept[made->count] < 0)
		return -errno;
	/* Whoever opens it while it is looked at brings ptjail a signal; SIGIO would end it. */
	(void)fcntl(made->kept[made->count], F_SETSIG, SIGURG);
	made->count++;
	return 0;
}

/* A limit of files is none of memory; to go beyond it would bring ptjail a signal. */
static bool may_have(off_t size)
{
	struct rlimit own;

	if (size == 0)
		return true;
	if (getrlimit(RLIMIT_FSIZE, &own) < 0)
		return false;
	if (own.rlim_cur < own.rlim_max) {
		own.rlim_cur = own.rlim_max;
		(void)setrlimit(RLIMIT_FSIZE, &own);
	}
	return (rlim_t)size <= own.rlim_cur;
}

/* KERNEL: who writes is counted for what was opened by a name, not for what memfd_create gives. */
static int make(struct made_memory *made, const char *name, unsigned int flags, off_t size,
		int *ret_fd)
{
	CLEANUP_FD int first = memfd_create(name, flags | MFD_CLOEXEC);
	CLEANUP_FD int again = -1;
	int status;

	if (first < 0)
		return -errno;
	if (!may_have(size))
		return -ENOMEM;
	if (ftruncate(first, size) < 0)
		return -errno;
	again = open(handle_name(first).text, O_RDWR | O_CLOEXEC);
	if (again < 0)
		return -errno;
	status = keep(made, again);
	if (status == 0)
		*ret_fd = fd_steal(&again);
	return status;
}

struct outcome on_memfd_create(struct call *call)
{
	struct made_memory *made = call->jail->made_memory;
	unsigned int flags = call_uint(call, 1);
	CLEANUP_FD int fd = -1;
	char *name;
	int status;

	if (made == NULL)
		return made_nameless(call);
	status = call_read_path(call, call->args[0], &name);
	if (status < 0)
		return outcome_fail(status == -ENAMETOOLONG ? EINVAL : status);
	status = make(made, name, flags, 0, &fd);
	if (status == 0 && made_nameless_is_told(call))
		status = faked_made_nameless(call, fd);
	if (status < 0)
		return outcome_fail(status);
	return give_opened(call, fd, (flags & MFD_CLOEXEC) != 0 ? O_CLOEXEC : 0);
}

/* --- mappings -------------------------------------------------------------------------------- */

/* What a descriptor is closed, or a seat is left, after. */
struct shared_mapping {
	int fd;   /* -1: none */
	int seat; /* -1: none */
	ino_t ino;
	bool is_watched; /* there can be no seat: what was mapped is looked at */
};
#define NOT_YET ((struct shared_mapping){ .fd = -1, .seat = -1 })

/*
 * RACE: a sibling may have put the device of zeros under a number that is no seat. KERNEL: all that
 * lies in no file system of its own lies in one.
 */
static bool is_hidden(const struct call *call, const struct shared_mapping *mapping, long address)
{
	struct mapping there;

	if (mapping_find(call->tracee->tid, (uint64_t)address, &there) < 0)
		return true;
	return makedev(there.major, there.minor) == call->jail->made_memory->device &&
	       (ino_t)there.ino != mapping->ino;
}

static long after_mmap(struct call *call, long result)
{
	const struct shared_mapping *mapping = call->finish_data;

	if (mapping->fd >= 0 && deliver_close(call, mapping->fd) < 0)
		return -ESRCH;
	/* Else what lies there would be held by that. */
	if (mapping->seat >= 0 && sock_seat_empty(call) < 0)
		return -ESRCH;
	if (!mapping->is_watched || (result < 0 && result > -4096) ||
	    !is_hidden(call, mapping, result))
		return result;
	/* Nobody who means well takes away what is being mapped. */
	(void)kill(call->tracee->tgid, SIGKILL);
	return -ESRCH;
}

/* The guest's own mmap, of the file under this number. */
static struct outcome map(struct call *call, const struct shared_mapping *mapping,
			  unsigned int flags, uint64_t offset)
{
	struct shared_mapping *copy = talloc_memdup(call->pool, mapping, sizeof(*mapping));
	uint64_t args[6];

	if (copy == NULL)
		return outcome_fail(ENOMEM);
	memcpy(args, call->args, sizeof(args));
	args[3] = flags;
	if (mapping->seat >= 0 || mapping->fd >= 0)
		args[4] = (uint64_t)(mapping->seat >= 0 ? mapping->seat : mapping->fd);
	args[5] = offset;
	return call_rewrite(call, CALL_mmap, args, after_mmap, copy);
}

/* Whether the guest may not have a seat's number any more (RLIMIT_NOFILE). */
static bool is_watched(const struct call *call, int handle, struct shared_mapping *mapping)
{
	const rlim_t beyond = (rlim_t)call->jail->guest_fd_seats + SOCK_SEATS;
	struct rlimit limit;
	struct stat info;

	if (prlimit(call->tracee->tgid, RLIMIT_NOFILE, NULL, &limit) < 0 ||
	    limit.rlim_max >= beyond || fstat(handle, &info) < 0)
		return false;
	mapping->is_watched = true;
	mapping->ino = info.st_ino;
	return true;
}

/* RACE: a sibling may put another file under a number that is no seat. */
static int seat_if_needed(struct call *call, int handle, struct shared_mapping *mapping)
{
	int fd = mapping->fd;

	if (fd_table_is_private(call) || is_watched(call, handle, mapping))
		return 0;
	mapping->fd = -1;
	return sock_seat_take(call, fd, handle, &mapping->seat);
}

/* KERNEL: a mapping needs no descriptor, so the table may be full. */
static int give_made(struct call *call, int made, long *ret_fd)
{
	struct fd_table_limits limits;
	int status = give_fd(call, made, ret_fd);

	if ((status < 0 ? status : *ret_fd) != -EMFILE ||
	    !fd_table_widen(call, RLIM_INFINITY, &limits))
		return status;
	status = give_fd(call, made, ret_fd);
	fd_table_narrow(call, &limits);
	return status;
}

/* Without a file, or of the device of zeros: the kernel would make a file that nobody sees. */
static struct outcome map_made(struct call *call)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t size = (call->args[1] + page - 1) & ~(page - 1);
	unsigned int flags = call_uint(call, 3);
	struct shared_mapping mapping = NOT_YET;
	CLEANUP_FD int made = -1;
	long fd = -1;
	int status;

	if (call->args[1] == 0)
		return outcome_fail(EINVAL);
	/* Huge pages that nobody has mapped in are seen nowhere. */
	if ((flags & MAP_HUGETLB) != 0 || size == 0 || size > INT64_MAX)
		return outcome_fail(ENOMEM);
	status = make(call->jail->made_memory, MADE_MEMORY_NAME, 0, (off_t)size, &made);
	if (status == 0)
		status = give_made(call, made, &fd);
	if (status < 0 || fd < 0)
		return outcome_fail(status == -ESRCH ? ESRCH : ENOMEM);
	mapping.fd = (int)fd;
	status = seat_if_needed(call, made, &mapping);
	if (status < 0)
		return outcome_fail(status == -ESRCH ? ESRCH : ENOMEM);
	return map(call, &mapping, flags & ~(unsigned int)MAP_ANONYMOUS, 0);
}

/* Whether a mapping is memory of its own. KERNEL: without the right to write it is not shared. */
static bool is_zeros(const struct stat *info, const struct stat *link)
{
	return S_ISCHR(info->st_mode) && info->st_rdev == makedev(1, 5) &&
	       (link->st_mode & 0600) == 0600;
}

/* A duplicate of the guest's descriptor, under a number that no sibling can exchange. */
static struct outcome map_seated(struct call *call, int handle)
{
	struct shared_mapping mapping = NOT_YET;
	long fd;
	int status;

	if (is_watched(call, handle, &mapping))
		return map(call, &mapping, call_uint(call, 3), call->args[5]);
	status = fd_table_duplicate(call, call_int(call, 4), &fd);
	if (status < 0 || fd < 0)
		return outcome_fail(status < 0 ? status : (int)fd);
	mapping.fd = (int)fd;
	status = seat_if_needed(call, handle, &mapping);
	if (status < 0)
		return outcome_fail(status);
	return map(call, &mapping, call_uint(call, 3), call->args[5]);
}

/* The device of zeros is memory; all else is what it is. */
static struct outcome map_file(struct call *call)
{
	CLEANUP_FD int handle = -1;
	struct stat info, link;
	char name[48];

	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%d", call->tracee->tid, call_int(call, 4));
	/* A protected number is none: without the filter a duplicate of it could be had. */
	if (call_open_fd(call, call_int(call, 4), &handle) < 0 || fstat(handle, &info) < 0 ||
	    lstat(name, &link) < 0)
		return outcome_fail(EBADF);
	if (is_zeros(&info, &link))
		return map_made(call);
	if (fd_table_is_private(call))
		return outcome_native();
	/* RACE: one that may be written could take the place of one that may not. */
	if (S_ISCHR(info.st_mode) && info.st_rdev == makedev(1, 5))
		return outcome_fail(EACCES);
	return map_seated(call, handle);
}

struct outcome on_mmap(struct call *call)
{
	unsigned int flags = call_uint(call, 3);
	/* Without MAP_FIXED it comes to lie where nothing is (rules_memory.c). */
	struct outcome outcome = (flags & MAP_FIXED) != 0 ? on_memory(call) : outcome_native();
	int status;

	if (outcome.kind != OUTCOME_NATIVE || call->jail->made_memory == NULL ||
	    (flags & MAP_SHARED) == 0)
		return outcome;
	/* KERNEL: SHARED_VALIDATE is for files only. */
	if ((flags & MAP_ANONYMOUS) != 0 && (flags & MAP_TYPE) != MAP_SHARED)
		return outcome;
	status = fd_table_is_private(call) ? 0 : sock_seat_keep(call);
	if (status < 0)
		return outcome_fail(status);
	return (flags & MAP_ANONYMOUS) != 0 ? map_made(call) : map_file(call);
}
