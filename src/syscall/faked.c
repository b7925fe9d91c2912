/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See faked.h: objects that exist. Asks the kernel what a file is and tells the database;
 * must never change a host file but for mode bits of files of ptjail's own user.
 */
#include "syscall/faked.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fakeroot/acl.h"
#include "fakeroot/fake_root.h"
#include "path/host_fs.h"
#include "syscall/change.h"
#include "syscall/widened.h"
#include "util/fd.h"

/* KERNEL: before 4.11 there is no statx, and no birth time. */
static void from_stat(const struct stat *st, struct statx *ret_host)
{
	*ret_host = (struct statx){
		.stx_mask = STATX_BASIC_STATS,
		.stx_blksize = (uint32_t)st->st_blksize,
		.stx_nlink = (uint32_t)st->st_nlink,
		.stx_uid = st->st_uid,
		.stx_gid = st->st_gid,
		.stx_mode = (uint16_t)st->st_mode,
		.stx_ino = st->st_ino,
		.stx_size = (uint64_t)st->st_size,
		.stx_blocks = (uint64_t)st->st_blocks,
		.stx_atime = { st->st_atim.tv_sec, (uint32_t)st->st_atim.tv_nsec, 0 },
		.stx_mtime = { st->st_mtim.tv_sec, (uint32_t)st->st_mtim.tv_nsec, 0 },
		.stx_ctime = { st->st_ctim.tv_sec, (uint32_t)st->st_ctim.tv_nsec, 0 },
		.stx_rdev_major = major(st->st_rdev),
		.stx_rdev_minor = minor(st->st_rdev),
		.stx_dev_major = major(st->st_dev),
		.stx_dev_minor = minor(st->st_dev),
	};
}

void faked_to_stat(const struct statx *info, struct stat *ret_stat)
{
	*ret_stat = (struct stat){
		.st_dev = makedev(info->stx_dev_major, info->stx_dev_minor),
		.st_ino = info->stx_ino,
		.st_mode = info->stx_mode,
		.st_nlink = info->stx_nlink,
		.st_uid = info->stx_uid,
		.st_gid = info->stx_gid,
		.st_rdev = makedev(info->stx_rdev_major, info->stx_rdev_minor),
		.st_size = (off_t)info->stx_size,
		.st_blksize = (blksize_t)info->stx_blksize,
		.st_blocks = (blkcnt_t)info->stx_blocks,
		.st_atim = { info->stx_atime.tv_sec, info->stx_atime.tv_nsec },
		.st_mtim = { info->stx_mtime.tv_sec, info->stx_mtime.tv_nsec },
		.st_ctim = { info->stx_ctime.tv_sec, info->stx_ctime.tv_nsec },
	};
}

#define SYSTEMS_MAX 8U

/* By its device, for the whole run: asked for once. */
struct known_system {
	dev_t dev;
	bool copies_up;
};

/* Whether the file system that the host told of says nothing of births that lasts. */
static bool copies_up(int directory, const char *path, const struct statx *host)
{
	static struct known_system known[SYSTEMS_MAX];
	static unsigned int count;
	const dev_t dev = makedev(host->stx_dev_major, host->stx_dev_minor);
	CLEANUP_FD int handle = -1;
	struct stat info;
	bool found;

	for (unsigned int i = 0; i < count && i < SYSTEMS_MAX; i++) {
		if (known[i].dev == dev)
			return known[i].copies_up;
	}
	if (path[0] != '\0')
		handle = openat(directory, path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	else
		handle = fcntl(directory, F_DUPFD_CLOEXEC, 0);
	if (handle < 0 || fstat(handle, &info) < 0 || info.st_dev != dev)
		return false;
	found = host_fs_copies_up(handle);
	known[count++ % SYSTEMS_MAX] = (struct known_system){ dev, found };
	return found;
}

/* A birth time that a write would change does not tell the database whether it is the file. */
static void drop_passing_birth(int directory, const char *path, struct statx *host)
{
	if ((host->stx_mask & STATX_BTIME) != 0 && copies_up(directory, path, host))
		host->stx_mask &= ~STATX_BTIME;
}

void faked_show(const struct jail *jail, int directory, const char *path, struct statx *info)
{
	const unsigned int birth = info->stx_mask & STATX_BTIME;

	drop_passing_birth(directory, path, info);
	owners_show(jail->fake_root->owners, info);
	info->stx_mask |= birth;
}

int faked_host_at(int directory, const char *path, int flags, struct statx *ret_host)
{
	struct stat st;

	memset(ret_host, 0, sizeof(*ret_host));
	if (syscall(SYS_statx, directory, path, flags, STATX_BASIC_STATS | STATX_BTIME, ret_host) ==
	    0) {
		drop_passing_birth(directory, path, ret_host);
		return 0;
	}
	if (errno != ENOSYS)
		return -errno;
	if (fstatat(directory, path, &st, flags & ~AT_STATX_SYNC_TYPE) < 0)
		return -errno;
	from_stat(&st, ret_host);
	return 0;
}

int faked_host(int handle, struct statx *ret_host)
{
	return faked_host_at(handle, "", AT_EMPTY_PATH, ret_host);
}

struct may_file faked_file(const struct jail *jail, const struct statx *host)
{
	struct owners *owners = jail->fake_root->owners;
	struct statx shown = *host;
	struct may_file file = { 0 };

	owners_show(owners, &shown);
	file.uid = shown.stx_uid;
	file.gid = shown.stx_gid;
	file.mode = shown.stx_mode;
	if (owners_get_xattr(owners, host, ACL_ACCESS_NAME, &file.acl, &file.acl_size) < 0)
		file.acl = NULL;
	return file;
}

int faked_look(const struct jail *jail, int handle, struct statx *ret_host,
	       struct may_file *ret_file)
{
	int status = faked_host(handle, ret_host);

	if (status == 0)
		*ret_file = faked_file(jail, ret_host);
	return status;
}

bool faked_is_device(const struct jail *jail, int handle)
{
	struct owners *owners = jail->fake_root->owners;
	struct statx host;

	return owners_have_devices(owners) && faked_host(handle, &host) == 0 &&
	       (owners_get(owners, &host).known & OWNER_DEVICE) != 0;
}

int faked_stat(const struct jail *jail, int handle, struct stat *ret_stat)
{
	struct statx info;
	int status = faked_host(handle, &info);

	if (status < 0)
		return status;
	owners_show(jail->fake_root->owners, &info);
	faked_to_stat(&info, ret_stat);
	return 0;
}

mode_t faked_host_mode(mode_t mode)
{
	return S_ISDIR(mode) ? (mode & 01777) | 0700 : (mode & 0777) | 0600;
}

static int chmod_host(const struct jail *jail, int handle, struct statx *host, mode_t mode)
{
	mode_t wanted = faked_host_mode((host->stx_mode & S_IFMT) | (mode & 07777));
	struct handle_name object = handle_name(handle);
	struct statx now;
	const void *acl;
	size_t size;

	/* The host knows of no such ACL: its group's bits are the group's. */
	if (owners_get_xattr(jail->fake_root->owners, host, ACL_ACCESS_NAME, &acl, &size) == 0)
		wanted = acl_unnamed(acl, size, wanted);
	/* The group of what is made there: it harms nobody, but is never set by us. */
	if (S_ISDIR(host->stx_mode))
		wanted |= host->stx_mode & mode & S_ISGID;

	if (S_ISLNK(host->stx_mode) || host->stx_uid != jail->fake_root->host_uid ||
	    (host->stx_mode & 07777) == wanted)
		return 0;
	if (chmod(object.text, wanted) < 0)
		return errno == EPERM || errno == EACCES ? 0 : -errno;
	/* KERNEL: chmod() says nothing of a bit that it takes away. */
	if (faked_host(handle, &now) == 0)
		host->stx_mode = now.stx_mode;
	return 0;
}

int faked_set(const struct jail *jail, int handle, struct statx *host, const struct may_file *want)
{
	struct owners *owners = jail->fake_root->owners;
	struct owner owner = owners_get(owners, host);
	struct statx shown;
	int status;

	owners_begin(owners);
	status = chmod_host(jail, handle, host, want->mode);
	if (status < 0)
		return status;
	shown = *host;
	owners_show_unknown(owners, &shown);
	owner.known &= OWNER_DEVICE;
	owner.uid = want->uid;
	owner.gid = want->gid;
	owner.mode = (owner.mode & S_IFMT) | (want->mode & 07777);
	if (shown.stx_uid != want->uid || shown.stx_gid != want->gid)
		owner.known |= OWNER_IDS;
	if (!S_ISLNK(host->stx_mode) && (host->stx_mode & 07777) != (want->mode & 07777))
		owner.known |= OWNER_MODE;
	return owners_set(owners, host, &owner);
}

int faked_unlock(struct call *call, int handle)
{
	struct jail *jail = call->jail;
	struct may_file file;
	struct statx host, now;
	mode_t before;
	int status = faked_look(jail, handle, &host, &file);

	if (status < 0)
		return status;
	if (host.stx_uid != jail->fake_root->host_uid || !change_mode_is_free(call, handle))
		return -EACCES;
	before = host.stx_mode;
	status = faked_set(jail, handle, &host, &file);
	if (status == 0 && faked_host(handle, &now) == 0 && now.stx_mode != before)
		widened_note(jail, handle, before, now.stx_mode);
	return status;
}

unsigned int faked_takes(const struct call *call, gid_t gid)
{
	const struct creds *creds = call->member->creds;

	if (creds_capable(creds, CAP_FSETID))
		return 0;
	return OWNER_TAKES_IDS | (creds_in_group(creds, gid) ? 0U : OWNER_TAKES_SGID);
}

static unsigned int takes_from(const struct call *call, const struct statx *host)
{
	struct statx shown = *host;

	/* Looking is the moment where what others took goes: not before it has to be known. */
	if (creds_capable(call->member->creds, CAP_FSETID))
		return 0;
	owners_show(call->jail->fake_root->owners, &shown);
	return faked_takes(call, shown.stx_gid);
}

/*
 * Whether anybody has the file open for writing: a lease for reading is refused then (fcntl(2)).
 * Whoever opens it in this moment waits for its end, and ptjail gets a signal that it ignores.
 */
static bool has_writers(int handle)
{
	struct handle_name object = handle_name(handle);
	CLEANUP_FD int fd = open(object.text, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 || fcntl(fd, F_SETSIG, SIGURG) < 0 || fcntl(fd, F_SETLEASE, F_RDLCK) < 0)
		return true;
	return fcntl(fd, F_SETLEASE, F_UNLCK) < 0;
}

void faked_opened_for_writing(struct call *call, int handle)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct statx host;
	unsigned int takes;

	if (!owners_any(owners) || faked_host(handle, &host) < 0)
		return;
	takes = takes_from(call, &host);
	/* What others' writes would have taken is not taken by one who may leave it. */
	if (owners_is_watched(owners, &host) && (takes & OWNER_TAKES_IDS) == 0 &&
	    !has_writers(handle))
		owners_unwatch(owners, &host);
	owners_may_be_written(owners, &host, takes);
}

void faked_wrote(struct call *call, int handle)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct statx host;

	if (owners_any(owners) && faked_host(handle, &host) == 0)
		owners_written(owners, &host, takes_from(call, &host));
}

void faked_retimed(struct call *call, int handle)
{
	struct owners *owners = call->jail->fake_root->owners;
	struct statx host;

	if (owners_any(owners) && faked_host(handle, &host) == 0)
		owners_retimed(owners, &host);
}

void faked_changed(int handle)
{
	/* KERNEL: chown_common(): of nothing, that is all it does; nobody is refused it. */
	if (fchownat(handle, "", (uid_t)-1, (gid_t)-1, AT_EMPTY_PATH) < 0)
		return;
}

bool faked_before_unlink(const struct jail *jail, int directory, const char *name,
			 struct statx *ret_host)
{
	/* A slash behind the name of a directory is no part of it. */
	char plain[256];
	size_t length = strcspn(name, "/");

	if (!owners_any(jail->fake_root->owners) || length >= sizeof(plain))
		return false;
	memcpy(plain, name, length);
	plain[length] = '\0';
	if (faked_host_at(directory, plain, AT_SYMLINK_NOFOLLOW, ret_host) < 0)
		return false;
	return S_ISDIR(ret_host->stx_mode) || ret_host->stx_nlink == 1;
}

void faked_unlinked(const struct jail *jail, const struct statx *host)
{
	owners_unlinked(jail->fake_root->owners, host);
}

void faked_linked(const struct jail *jail, int handle)
{
	struct statx host;

	if (faked_host(handle, &host) == 0)
		owners_linked(jail->fake_root->owners, &host);
}
