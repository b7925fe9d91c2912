/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files on their way to be executed (exec_file.h). Judges handles, never names: what was
 * judged is what the loader compares with (dev, ino).
 */
#include "syscall/exec_file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/faked.h"
#include "syscall/fd_table.h"
#include "syscall/give_fd.h"
#include "syscall/guest_fds.h"
#include "syscall/judge.h"
#include "syscall/made_memory.h"
#include "syscall/rights.h"
#include "util/broken.h"
#include "util/fd.h"

static int resolve(struct call *call, int dirfd, const char *path, unsigned int flags,
		   struct exec_file *file)
{
	struct path_view view = call_view(call);
	struct path_start start;
	int status = 0;

	if (path[0] == '\0' && (flags & PATH_EMPTY) == 0)
		return -ENOENT;
	if (path[0] == '/')
		start = view.root;
	else
		status = call_start(call, dirfd, &start);
	if (status < 0)
		return status;
	if (path[0] == '\0')
		file->dirfd = dirfd;
	if (call->jail->judge != NULL)
		flags |= PATH_PARENT;
	status = path_resolve(call->pool, &view, &start, path, flags, &file->place);
	return judge_lookup(call, &file->place, flags, status);
}

/* KERNEL: 5.8 faccessat2 acts on a handle; before, its name in /proc does. */
static bool may_execute(int handle)
{
	if (syscall(SYS_faccessat2, handle, "", X_OK, AT_EACCESS | AT_EMPTY_PATH) == 0)
		return true;
	return errno == ENOSYS &&
	       faccessat(AT_FDCWD, handle_name(handle).text, X_OK, AT_EACCESS) == 0;
}

/* Leases are for the owner of a file; of others there is none, and no answer. */
static bool has_leases(const struct stat *info)
{
	uid_t own = geteuid();

	return info->st_uid == own || own == 0;
}

/*
 * KERNEL: deny_write_access(): ETXTBSY. A read lease is refused as long as somebody has
 * the file open for writing. The signal, should the lease be broken in its short life, is one
 * that nobody minds; a descriptor that is kept has it set already.
 */
static bool is_open_for_writing(int fd, bool is_kept)
{
	if (!is_kept)
		(void)fcntl(fd, F_SETSIG, SIGURG);
	if (fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
		return errno == EAGAIN;
	(void)fcntl(fd, F_SETLEASE, F_UNLCK);
	return false;
}

/* What fstat says of the handle, and its mount. KERNEL: 5.8 tells mount ids. */
static int look_at(struct exec_file *file)
{
	struct stat *info = &file->status;
	struct statx found;

	file->mnt_id = 0;
	if (syscall(SYS_statx, file->place.handle, "", AT_EMPTY_PATH,
		    STATX_BASIC_STATS | STATX_MNT_ID, &found) < 0 ||
	    (found.stx_mask & (STATX_BASIC_STATS | STATX_MNT_ID)) !=
		    (STATX_BASIC_STATS | STATX_MNT_ID))
		return fstat(file->place.handle, info) < 0 ? -errno : 0;
	file->mnt_id = found.stx_mnt_id;
	*info = (struct stat){
		.st_dev = makedev(found.stx_dev_major, found.stx_dev_minor),
		.st_ino = found.stx_ino,
		.st_mode = found.stx_mode,
		.st_nlink = found.stx_nlink,
		.st_uid = found.stx_uid,
		.st_gid = found.stx_gid,
		.st_rdev = makedev(found.stx_rdev_major, found.stx_rdev_minor),
		.st_size = (off_t)found.stx_size,
		.st_mtim = { found.stx_mtime.tv_sec, found.stx_mtime.tv_nsec },
		.st_ctim = { found.stx_ctime.tv_sec, found.stx_ctime.tv_nsec },
	};
	return 0;
}

/* KERNEL: do_open_execat(), in its order. */
static int judge(struct call *call, struct exec_file *file, enum exec_reason *ret_reason)
{
	const struct path_place *place = &file->place;
	struct statvfs mount;
	int status;

	if (place->node_kind == NODE_DIRECTORY && place->handle < 0 && place->node != NULL)
		*ret_reason = EXEC_FAILED_DIRECTORY;
	if (place->handle < 0 && place->node != NULL)
		return place->node_kind == NODE_LINK || place->node_kind == NODE_MAGIC ? -ELOOP
										       : -EACCES;
	if (place->handle < 0)
		return -ENOENT;
	status = look_at(file);
	if (status < 0)
		return status;
	if (S_ISLNK(file->status.st_mode))
		return -ELOOP;
	if (place->trailing_slash && !S_ISDIR(file->status.st_mode))
		return -ENOTDIR;
	if (S_ISDIR(file->status.st_mode))
		*ret_reason = EXEC_FAILED_DIRECTORY;
	if (!S_ISREG(file->status.st_mode))
		return -EACCES;
	file->known = known_files_find(call->jail, &file->status, file->mnt_id);
	if (file->known == NULL && fstatvfs(place->handle, &mount) == 0 &&
	    (mount.f_flag & ST_NOEXEC) != 0) {
		*ret_reason = EXEC_FAILED_NOEXEC_MOUNT;
		return -EACCES;
	}
	if (call->jail->fake_root != NULL)
		return faked_is_device(call->jail, place->handle)
			       ? -EACCES
			       : rights_access(call, place->handle, X_OK);
	return file->known != NULL || may_execute(place->handle) ? 0 : -EACCES;
}

static const struct mount *mount_of_window(const struct jail *jail, int guest_fd)
{
	if (!guest_fds_is_window(jail, guest_fd))
		return NULL;
	for (size_t i = 0; i < jail->mounts->count; i++)
		if (jail->mounts->mounts[i]->guest_fd == guest_fd)
			return jail->mounts->mounts[i];
	return NULL;
}

/* O_NONBLOCK: a write lease, whose holder writes, shall not stall the tracer. */
#define READ_FLAGS (O_RDONLY | O_CLOEXEC | (BROKEN_BLOCKING ? 0 : O_NONBLOCK) | O_NOCTTY)

/*
 * The judged file by the name that led to it, which is cheaper than by its handle's name in /proc;
 * -1 where that is another file by now.
 */
static int open_by_name(const struct call *call, const struct path_place *place,
			const struct stat *judged)
{
	struct open_how how = {
		.flags = READ_FLAGS,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS |
			   RESOLVE_NO_XDEV,
	};
	CLEANUP_FD int fd = -1;
	const struct mount *mount;
	struct stat info;

	if (!call->jail->features.openat2 || place->rel == NULL || place->rel[0] == '\0')
		return -1;
	mount = mount_of_window(call->jail, place->base_guest_fd);
	if (mount == NULL)
		return -1;
	fd = (int)syscall(SYS_openat2, mount->handle, place->rel, &how, sizeof(how));
	if (fd < 0 || fstat(fd, &info) < 0 || info.st_dev != judged->st_dev ||
	    info.st_ino != judged->st_ino)
		return -1;
	return fd_steal(&fd);
}

/* A readable descriptor of the judged file. */
static int open_judged(const struct call *call, struct exec_file *file,
		       enum exec_reason *ret_reason)
{
	file->fd = open_by_name(call, &file->place, &file->status);
	if (file->fd < 0)
		file->fd = open(handle_name(file->place.handle).text, READ_FLAGS);
	if (file->fd >= 0)
		return 0;
	if (errno == EAGAIN)
		return -ETXTBSY;
	if (errno == EACCES)
		*ret_reason = EXEC_FAILED_UNREADABLE;
	return -errno;
}

int exec_file_open(struct call *call, int dirfd, const char *path, unsigned int flags,
		   struct exec_file *ret_file, enum exec_reason *ret_reason)
{
	bool leases;
	int status = resolve(call, dirfd, path, flags, ret_file);

	if (status == -EACCES && call->refused_by != NULL)
		*ret_reason = EXEC_FAILED_RULE;
	if (status == 0)
		status = judge(call, ret_file, ret_reason);
	if (status < 0)
		return status;
	if (ret_file->known != NULL) {
		ret_file->fd = ret_file->known->fd;
		return ret_file->known->may_be_written && is_open_for_writing(ret_file->fd, true)
			       ? -ETXTBSY
			       : 0;
	}
	status = open_judged(call, ret_file, ret_reason);
	if (status < 0)
		return status;
	leases = has_leases(&ret_file->status) &&
		 !made_memory_has(call->jail->made_memory, &ret_file->status);
	if (leases && is_open_for_writing(ret_file->fd, false))
		return -ETXTBSY;
	ret_file->known = known_files_note(call->jail, &ret_file->status, ret_file->mnt_id, leases,
					   &ret_file->fd);
	if (ret_file->known != NULL)
		ret_file->fd = ret_file->known->fd;
	return 0;
}

/*
 * A mount over what the lookup passed through is not met by it. But mounts stay as they are, the
 * file is the one that the proper lookup found before, and it lies in the root.
 */
int exec_file_recall(struct call *call, const char *path, const struct stat *expected,
		     struct exec_file *ret_file)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
	};
	struct mount *root = call->jail->mounts->mounts[0];

	/* Whom a directory's mode may stop is looked up for properly. */
	if (!call->jail->features.openat2 || call->member->fs->root >= 0 || path[0] != '/' ||
	    !rights_pass_search(call))
		return -ENOENT;
	ret_file->place.handle = (int)syscall(SYS_openat2, root->handle, path, &how, sizeof(how));
	if (ret_file->place.handle < 0)
		return -ENOENT;
	ret_file->place.mount = root;
	if (look_at(ret_file) < 0 || ret_file->status.st_ino != expected->st_ino ||
	    ret_file->status.st_dev != expected->st_dev)
		return -ENOENT;
	ret_file->known = known_files_find(call->jail, &ret_file->status, ret_file->mnt_id);
	if (ret_file->known == NULL || rights_access(call, ret_file->place.handle, X_OK) < 0)
		return -ENOENT;
	ret_file->fd = ret_file->known->fd;
	return ret_file->known->may_be_written && is_open_for_writing(ret_file->fd, true) ? -ETXTBSY
											  : 0;
}

void exec_file_release(struct exec_file *file)
{
	if (file->known == NULL)
		fd_close(&file->fd);
	file->known = NULL;
	file->fd = -1;
	place_release(&file->place);
}

ssize_t exec_file_head(const struct exec_file *file, char *ret_head)
{
	ssize_t size;

	if (file->known != NULL) {
		memcpy(ret_head, file->known->head, file->known->head_size);
		return (ssize_t)file->known->head_size;
	}
	size = pread(file->fd, ret_head, SCRIPT_HEAD_SIZE, 0);
	return size < 0 ? -errno : size;
}

int exec_file_elf(const struct exec_file *file, struct elf_info *ret_info)
{
	if (file->known == NULL)
		return elf_read(file->fd, ret_info);
	*ret_info = file->known->elf;
	return file->known->elf_status;
}

int exec_file_check_interpreter(const struct exec_file *file)
{
	return file->known == NULL ? elf_check_interpreter(file->fd)
				   : file->known->interpreter_status;
}

/*
 * Whether the window can lead to the file: its `how` has RESOLVE_NO_XDEV. Not knowing is a no.
 */
static bool lies_on_mount(const struct mount *mount, const struct exec_file *file)
{
	return mount->mnt_id != 0 && file->mnt_id == mount->mnt_id;
}

/* The mount and path by which the loader can open the file itself; NULL: there is none. */
static const struct mount *find_window(struct call *call, const struct exec_file *file,
				       const char **ret_rel)
{
	const struct path_place *place = &file->place;
	struct path_view view = call_view(call);
	const struct mount *mount = NULL;
	struct mount *located;
	char *rel;

	/* The loader's openat2 bears no mark of the tracer's: a guest's filter may refuse it. */
	if (call->jail->guest_filters || call->member->windows_shut)
		return NULL;
	if (place->rel != NULL && place->base_guest_fd != PATH_NO_GUEST_FD)
		mount = mount_of_window(call->jail, place->base_guest_fd);
	*ret_rel = place->rel;
	if (mount == NULL &&
	    path_locate(call->pool, &view, place->handle, place->mount, &located, &rel) == 0) {
		mount = mount_of_window(call->jail, located->guest_fd);
		*ret_rel = rel;
	}
	if (mount == NULL || (*ret_rel)[0] == '\0' || !lies_on_mount(mount, file))
		return NULL;
	return mount;
}

/*
 * A readable descriptor in the tracee, to survive the exec. One that the guest itself
 * named is opened anew, since its own must stay as it is; not where a sibling may exchange
 * it meanwhile.
 */
static int open_in_tracee(struct call *call, const struct exec_file *file, struct slot *slot,
			  long *ret_fd)
{
	/* RACE: by its name it may be another file by now, that a sibling may not read. */
	if (rights_may_refuse(call) && !fd_table_is_private(call))
		return -EACCES;
	if (file->dirfd < 0 || !fd_table_is_private(call))
		return deliver_fd(call, &file->place, O_RDONLY, ret_fd);
	(void)snprintf(slot->memory->path, sizeof(slot->memory->path), "/proc/thread-self/fd/%d",
		       file->dirfd);
	return call_remote(call, CALL_openat,
			   (uint64_t[6]){ (uint64_t)AT_FDCWD,
					  slot_address(slot, slot->memory->path), O_RDONLY },
			   ret_fd);
}

static int copy_all(int from, int to)
{
	off_t at = 0;
	ssize_t copied;

	do {
		copied = sendfile(to, from, &at, 1 << 30);
	} while (copied > 0);
	return copied < 0 ? -errno : 0;
}

/*
 * Without pidfd_getfd: as a copy, in a memfd of the tracee's own. RACE: who else can change
 * its table of descriptors might have the copy written to a file that it may only read.
 */
static int copy_into_tracee(struct call *call, const struct exec_file *file, struct slot *slot,
			    struct stat *ret_status, long *ret_fd)
{
	CLEANUP_FD int fd = -1;
	char name[48];
	int status;

	if (!BROKEN_COPY && !fd_table_is_private(call))
		return -EACCES;
	(void)snprintf(slot->memory->path, sizeof(slot->memory->path), "program");
	status = call_remote(call, CALL_memfd_create,
			     (uint64_t[6]){ slot_address(slot, slot->memory->path), 0 }, ret_fd);
	if (status < 0 || *ret_fd < 0)
		return status;
	(void)snprintf(name, sizeof(name), "/proc/%d/fd/%ld", call->tracee->tid, *ret_fd);
	fd = open(name, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	status = copy_all(file->fd, fd);
	return status == 0 && fstat(fd, ret_status) < 0 ? -errno : status;
}

/*
 * What has no name any more and no descriptor in the tracee (a deleted program that executes
 * /proc/self/exe), or one that a sibling may exchange: the descriptor that was judged.
 */
static int hand_over(struct call *call, const struct exec_file *file, long *ret_fd)
{
	long ignored;
	int status = give_fd(call, file->fd, ret_fd);

	if (status < 0 || *ret_fd < 0)
		return status;
	/* It has to survive the exec. */
	return call_remote(call, CALL_fcntl, (uint64_t[6]){ (uint64_t)*ret_fd, F_SETFD, 0 },
			   &ignored);
}

static int take_into_tracee(struct call *call, const struct exec_file *file, struct slot *slot,
			    struct stat *ret_status, long *ret_fd)
{
	int status = BROKEN_COPY ? -EACCES : open_in_tracee(call, file, slot, ret_fd);

	if (status == -ESRCH)
		return status;
	if (status < 0 || *ret_fd < 0)
		status = BROKEN_COPY ? -ENOSYS : hand_over(call, file, ret_fd);
	if (status == -ENOSYS)
		status = copy_into_tracee(call, file, slot, ret_status, ret_fd);
	return status;
}

int exec_file_plan(struct call *call, struct exec_file *file, struct slot *slot,
		   enum exec_plan_role role, int *ret_fd)
{
	const struct mount *mount = NULL;
	struct stat info = file->status;
	struct fd_table_limits limits;
	const char *rel;
	long fd = -1;
	int status;

	*ret_fd = -1;
	if (call->jail->features.openat2)
		mount = find_window(call, file, &rel);
	if (mount != NULL) {
		file->window = mount;
		file->window_rel = rel;
		return exec_plan_set_window(slot->memory, role, info.st_dev, info.st_ino,
					    mount->guest_fd, rel);
	}
	status = take_into_tracee(call, file, slot, &info, &fd);
	/* KERNEL: an exec needs no descriptor. */
	if ((status < 0 ? status : fd) == -EMFILE && fd_table_widen(call, RLIM_INFINITY, &limits)) {
		status = take_into_tracee(call, file, slot, &info, &fd);
		fd_table_narrow(call, &limits);
	}
	/* Also after a failure: the caller closes what the tracee got. */
	*ret_fd = fd < 0 ? -1 : (int)fd;
	if (status < 0)
		return status;
	if (fd < 0)
		return (int)fd;
	exec_plan_set_fd(slot->memory, role, info.st_dev, info.st_ino, *ret_fd);
	return 0;
}

/*
 * What the kernel shows of a file in no mount: a memfd's own name, which is no path; of a
 * deleted file only that it is one, since its path is the host's.
 */
static char *unnamed_path(TALLOC_CTX *ctx, int handle)
{
	char link[PATH_MAX];
	ssize_t size = readlink(handle_name(handle).text, link, sizeof(link) - 1);

	link[size < 0 ? 0 : size] = '\0';
	return talloc_strdup(ctx, strncmp(link, "/memfd:", 7) == 0 ? link : " (deleted)");
}

char *exec_file_guest_path(TALLOC_CTX *ctx, struct call *call, const struct exec_file *file)
{
	const struct path_place *place = &file->place;
	struct path_view view = call_view(call);
	const struct mount *mount = file->window;
	const char *rel = file->window_rel;
	char *guest;

	if (mount == NULL && place->rel != NULL && place->rel[0] != '\0') {
		mount = mount_of_window(call->jail, place->base_guest_fd);
		rel = place->rel;
	}
	if (mount != NULL && call->member->fs->root < 0)
		return talloc_asprintf(ctx, "%s/%s",
				       strcmp(mount->guest, "/") == 0 ? "" : mount->guest, rel);
	if (path_of_handle(ctx, &view, place->handle, place->mount, &guest) == 0)
		return guest;
	return unnamed_path(ctx, place->handle);
}
