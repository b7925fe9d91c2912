/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * open, creat, openat, openat2. The tracer judges where the name leads; the kernel opens
 * in the tracee, confined (deliver.h), so that blocking, leases, limits, umask and the
 * descriptor's number are the tracee's own affair.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/call.h"
#include "syscall/change.h"
#include "syscall/deliver.h"
#include "syscall/dev.h"
#include "syscall/exec.h"
#include "syscall/faked_open.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "syscall/open_node.h"
#include "syscall/rights.h"

/* KERNEL: include/linux/fcntl.h VALID_OPEN_FLAGS, fs/open.c build_open_how(). */
#define TMPFILE_BIT   020000000U /* __O_TMPFILE */
#define LARGEFILE_BIT 0100000U
#define VALID_FLAGS                                                                                \
	((unsigned int)(O_ACCMODE | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND |             \
			O_NONBLOCK | O_SYNC | O_DSYNC | O_ASYNC | O_DIRECT | O_DIRECTORY |         \
			O_NOFOLLOW | O_NOATIME | O_CLOEXEC | O_PATH | O_TMPFILE) |                 \
	 LARGEFILE_BIT)
#define PATH_FLAGS ((unsigned int)(O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC))
#define VALID_RESOLVE                                                                              \
	(RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH |         \
	 RESOLVE_IN_ROOT | RESOLVE_CACHED)

static bool will_create(uint64_t flags)
{
	return (flags & (O_CREAT | TMPFILE_BIT)) != 0;
}

/* What open(2) and openat(2) make of their arguments: unknown bits do not matter. */
static struct open_how how_of(unsigned int flags, unsigned int mode)
{
	struct open_how how = { .flags = flags & VALID_FLAGS, .mode = mode & 07777 };

	if ((how.flags & O_PATH) != 0)
		how.flags &= PATH_FLAGS;
	if (!will_create(how.flags))
		how.mode = 0;
	return how;
}

/* KERNEL: fs/open.c build_open_flags(): what it refuses before it looks at the name. */
static int check_how(struct open_how *how)
{
	if (((how->flags & O_ACCMODE) == O_ACCMODE) && (how->flags & TMPFILE_BIT) != 0)
		return -EINVAL;
	if ((how->flags & TMPFILE_BIT) != 0) {
		if ((how->flags & O_TMPFILE) != O_TMPFILE || (how->flags & O_CREAT) != 0 ||
		    (how->flags & O_ACCMODE) == O_RDONLY)
			return -EINVAL;
	}
	/* KERNEL: 6.4 (43b450632676) refuses O_DIRECTORY with O_CREAT. */
	if ((how->flags & (O_DIRECTORY | O_CREAT)) == (O_DIRECTORY | O_CREAT))
		return -EINVAL;
	return 0;
}

static unsigned int lookup_flags(const struct open_how *how)
{
	unsigned int flags = 0;

	if ((how->flags & O_CREAT) != 0) {
		flags = PATH_PARENT | PATH_MAY_MISS;
		if ((how->flags & (O_EXCL | O_NOFOLLOW)) == 0)
			flags |= PATH_FOLLOW;
	} else if ((how->flags & O_NOFOLLOW) == 0) {
		flags = PATH_FOLLOW;
	}
	if ((how->resolve & RESOLVE_NO_XDEV) != 0)
		flags |= PATH_NO_XDEV;
	if ((how->resolve & RESOLVE_NO_MAGICLINKS) != 0)
		flags |= PATH_NO_MAGICLINKS;
	if ((how->resolve & RESOLVE_NO_SYMLINKS) != 0)
		flags |= PATH_NO_SYMLINKS | PATH_NO_MAGICLINKS;
	if ((how->resolve & RESOLVE_BENEATH) != 0)
		flags |= PATH_BENEATH;
	if ((how->resolve & RESOLVE_IN_ROOT) != 0)
		flags |= PATH_IN_ROOT;
	return flags;
}

static int type_of(struct path_place *place)
{
	struct stat info;

	if (place->type_known || place->handle < 0)
		return 0;
	if (fstatat(place->handle, "", &info, AT_EMPTY_PATH) < 0)
		return -errno;
	place->type = info.st_mode & S_IFMT;
	place->type_known = true;
	return 0;
}

/* KERNEL: fs/namei.c open_last_lookups(), do_open(), with O_CREAT. */
static int check_creation(struct path_place *place, const struct open_how *how)
{
	int status;

	if (place->handle < 0)
		return place->trailing_slash ? -EISDIR : 0;
	if ((how->flags & O_EXCL) != 0)
		return place->trailing_slash && place->last == LAST_NAME ? -EISDIR : -EEXIST;
	status = type_of(place);
	if (status < 0)
		return status;
	if (S_ISDIR(place->type) || place->trailing_slash)
		return -EISDIR;
	/* A followed magic link (/dev/stdout) has no last name either, but it is no directory. */
	if (place->last != LAST_NAME && !place->magic)
		return -EISDIR;
	return S_ISLNK(place->type) ? -ELOOP : 0;
}

/* KERNEL: do_open(), may_open(): what is said of an object before its mount refuses it. */
static int refuse_first(const struct path_place *place, const struct open_how *how)
{
	int wanted = (how->flags & O_ACCMODE) == O_WRONLY ? W_OK : R_OK | W_OK;

	if (S_ISLNK(place->type))
		return -ELOOP;
	if ((how->flags & O_DIRECTORY) != 0 && !S_ISDIR(place->type))
		return -ENOTDIR;
	if (S_ISDIR(place->type))
		return (how->flags & TMPFILE_BIT) != 0 ? -EROFS : -EISDIR;
	if ((how->flags & O_TRUNC) != 0 ||
	    faccessat(AT_FDCWD, handle_name(place->handle).text, wanted, AT_EACCESS) == 0)
		return -EROFS;
	return -errno;
}

static int check_read_only(struct call *call, struct path_place *place, const struct open_how *how)
{
	bool missing = place->handle < 0;
	bool writing = (how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0 ||
		       missing || (how->flags & TMPFILE_BIT) != 0;
	int status;

	if ((how->flags & O_PATH) != 0 || !writing || !call->jail->mounts->any_read_only)
		return 0;
	/* KERNEL: fs/inode permission(): a device or FIFO on a read-only mount can be written. */
	status = type_of(place);
	if (status < 0)
		return status;
	if (!missing && !S_ISREG(place->type) && !S_ISDIR(place->type) && !S_ISLNK(place->type))
		return 0;
	/* A followed /proc/self/fd/N: its mount is found, or it lies in none (a memfd, a pipe). */
	if (place->magic && place->mount == NULL)
		status = change_handle_allowed(call, place->handle);
	else
		status = call_may_write(call, place);
	if (missing)
		return status == -EXDEV ? -ENOENT : status; /* its directory was removed */
	return status == -EROFS ? refuse_first(place, how) : status;
}

/* KERNEL: do_open() wants a directory before it asks for rights; without -0 they are its own. */
static int check_directory(const struct call *call, struct path_place *place,
			   const struct open_how *how)
{
	int status;

	if (call->jail->fake_root == NULL || (how->flags & O_DIRECTORY) == 0 || place->handle < 0)
		return 0;
	status = type_of(place);
	return status < 0 || S_ISDIR(place->type) ? status : -ENOTDIR;
}

/* What the policy is asked about; a name that is not there yet is judged as made besides. */
static unsigned int classes_of(const struct open_how *how)
{
	unsigned int classes = 0;

	if ((how->flags & O_PATH) != 0)
		return POLICY_BIT(POLICY_LOOK);
	if ((how->flags & O_ACCMODE) != O_WRONLY)
		classes |= POLICY_BIT(POLICY_READ);
	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0)
		classes |= POLICY_BIT(POLICY_WRITE);
	if ((how->flags & TMPFILE_BIT) != 0)
		classes |= POLICY_BIT(POLICY_CREATE);
	return classes;
}

static struct outcome open_path(struct call *call, int dirfd, const char *path,
				struct open_how *how)
{
	struct path_place *place;
	call_finish *finish;
	int status = call_resolve_path(call, dirfd, path, lookup_flags(how), &place);

	if (status < 0)
		return outcome_fail(status);
	if (place->node != NULL && !place->magic)
		return open_node(call, place, how);
	if (place->magic && open_node_again(call, place))
		return open_node(call, place, how);
	if ((how->flags & O_CREAT) != 0) {
		status = check_creation(place, how);
	} else if (((how->flags & O_NOFOLLOW) != 0 || place->magic) &&
		   (how->flags & (O_PATH | O_DIRECTORY)) != O_PATH) {
		status = type_of(place);
		if (status == 0 && S_ISLNK(place->type))
			status = (how->flags & O_DIRECTORY) != 0 ? -ENOTDIR : -ELOOP;
	}
	/* /proc/self/fd/N of a symlink's descriptor leads to the symlink, which is not followed. */
	if (status == 0 && place->magic && (how->flags & O_PATH) != 0) {
		status = type_of(place);
		if (status == 0 && S_ISLNK(place->type))
			how->flags |= O_NOFOLLOW;
	}
	if (status == 0 && place->trailing_slash && place->handle >= 0) {
		status = type_of(place);
		if (status == 0 && !S_ISDIR(place->type))
			status = -ENOTDIR;
	}
	if (status == 0)
		status = check_directory(call, place, how);
	if (status == 0)
		status = check_read_only(call, place, how);
	if (status == 0)
		status = dev_may_open(call, place, how->flags, &finish);
	if (status == 0 && (how->flags & O_PATH) == 0 && dev_is_given_terminal(place->handle))
		how->flags |= O_NOCTTY;
	if (status == 0)
		status = rights_open(call, place, how);
	/* KERNEL: do_open(): rights come before what ETXTBSY is about. */
	if (status == 0 && place->handle >= 0 && (how->flags & O_PATH) == 0 &&
	    ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0))
		status = exec_may_write(call->jail, place->handle);
	if (status < 0)
		return outcome_fail(status);
	if (finish != NULL)
		return deliver_open_alone(call, place, how, finish, place);
	/* A symlink that was followed is gone from the name: only the target remains. */
	return call->jail->fake_root == NULL ? deliver_open(call, place, how, NULL, NULL)
					     : faked_open(call, place, how);
}

static struct outcome do_open(struct call *call, int dirfd, uint64_t address, struct open_how *how)
{
	struct outcome outcome;
	char *path;
	int status = check_how(how);

	call->classes = classes_of(how);
	if (status == 0)
		status = call_read_path(call, address, &path);
	if (status == 0 && path[0] == '\0')
		status = -ENOENT;
	if (status < 0)
		return outcome_fail(status);
	outcome = open_path(call, dirfd, path, how);
	/* KERNEL: fs/open.c do_sys_openat2(): a number is taken before the name is looked up. */
	if (outcome.kind == OUTCOME_DONE && outcome.value < 0 && fd_table_is_full(call))
		return outcome_fail(-EMFILE);
	return outcome;
}

/* open(path, flags, mode), creat(path, mode), openat(dirfd, path, flags, mode) */
struct outcome on_open(struct call *call)
{
	struct open_how how;

	if (call->row->id == CALL_openat) {
		how = how_of(call_uint(call, 2), call_uint(call, 3));
		return do_open(call, call_int(call, 0), call->args[1], &how);
	}
	how = call->row->id == CALL_creat ? how_of(O_CREAT | O_WRONLY | O_TRUNC, call_uint(call, 1))
					  : how_of(call_uint(call, 1), call_uint(call, 2));
	return do_open(call, AT_FDCWD, call->args[0], &how);
}

/* KERNEL: include/linux/uaccess.h copy_struct_from_user(), fs/open.c build_open_flags(). */
static int read_how(struct call *call, struct open_how *ret_how)
{
	uint64_t size = call->args[3];
	char *bytes;
	int status;

	if (size < sizeof(*ret_how))
		return -EINVAL;
	if (size > 4096)
		return -E2BIG;
	bytes = talloc_size(call->pool, size);
	if (bytes == NULL)
		return -ENOMEM;
	status = call_read(call, call->args[2], bytes, size);
	if (status < 0)
		return status;
	for (uint64_t i = sizeof(*ret_how); i < size; i++) {
		if (bytes[i] != 0)
			return -E2BIG;
	}
	memcpy(ret_how, bytes, sizeof(*ret_how));
	if ((ret_how->flags & ~(uint64_t)VALID_FLAGS) != 0 ||
	    (ret_how->resolve & ~(uint64_t)VALID_RESOLVE) != 0 ||
	    (ret_how->resolve & (RESOLVE_BENEATH | RESOLVE_IN_ROOT)) ==
		    (RESOLVE_BENEATH | RESOLVE_IN_ROOT))
		return -EINVAL;
	if (will_create(ret_how->flags) ? (ret_how->mode & ~07777ULL) != 0 : ret_how->mode != 0)
		return -EINVAL;
	if ((ret_how->flags & O_PATH) != 0 && (ret_how->flags & ~(uint64_t)PATH_FLAGS) != 0)
		return -EINVAL;
	/* The answer "not in the cache" is always allowed (openat2(2), RESOLVE_CACHED). */
	return (ret_how->resolve & RESOLVE_CACHED) != 0 ? -EAGAIN : 0;
}

struct outcome on_openat2(struct call *call)
{
	struct open_how how;
	int status = read_how(call, &how);

	if (status < 0)
		return outcome_fail(status);
	return do_open(call, call_int(call, 0), call->args[1], &how);
}
