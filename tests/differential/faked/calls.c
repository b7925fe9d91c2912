/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What is called, on p/x for the most part: faked.h. */
#include "faked.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utime.h>

#define X       "p/x"
#define Y       "p/y"
#define NOWHERE 0
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE  2
#define RENAME_WHITEOUT  4
#endif

#define CALL_OF(name, ...)                                                                         \
	static long name(void)                                                                     \
	{                                                                                          \
		__VA_ARGS__;                                                                       \
	}

/* Opens, then does something with the descriptor; 1000 and more: it is the open that failed. */
#define ON_FD(name, flags, ...)                                                                    \
	static long name(void)                                                                     \
	{                                                                                          \
		int fd = open(X, (flags) | O_NONBLOCK | O_CLOEXEC, 0666);                          \
		if (fd < 0) {                                                                      \
			fputs("open ", stdout);                                                    \
			return -1;                                                                 \
		}                                                                                  \
		__VA_ARGS__;                                                                       \
	}

static long opened(int fd)
{
	struct stat st;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0)
		return -1;
	/* An opened device is the jail's own (known). */
	if (!S_ISCHR(st.st_mode))
		printf("%o %u:%u %lu ", st.st_mode, st.st_uid, st.st_gid,
		       (unsigned long)st.st_rdev);
	return fcntl(fd, F_GETFL) & (O_ACCMODE | O_PATH | O_DIRECTORY);
}

static long show(int status, const struct stat *st)
{
	if (status < 0)
		return -1;
	printf("%o %u:%u %lu %lu %lld ", st->st_mode, st->st_uid, st->st_gid,
	       (unsigned long)st->st_nlink, (unsigned long)st->st_rdev,
	       S_ISDIR(st->st_mode) ? 0 : (long long)st->st_size);
	return 0;
}

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	strcpy(address.sun_path, path);
	return address;
}

#define OPEN(name, flags)                                                                          \
	CALL_OF(name, return opened(open(X, (flags) | O_NONBLOCK | O_NOCTTY, 04777)))
OPEN(open_r, O_RDONLY)
OPEN(open_w, O_WRONLY)
OPEN(open_rw, O_RDWR)
OPEN(open_3, O_ACCMODE)
OPEN(open_append, O_WRONLY | O_APPEND)
OPEN(open_rtrunc, O_RDONLY | O_TRUNC)
OPEN(open_wtrunc, O_WRONLY | O_TRUNC)
OPEN(open_creat, O_RDWR | O_CREAT)
OPEN(open_creat_r, O_RDONLY | O_CREAT)
OPEN(open_creat_trunc, O_WRONLY | O_CREAT | O_TRUNC)
OPEN(open_excl, O_WRONLY | O_CREAT | O_EXCL)
OPEN(open_nofollow, O_RDONLY | O_NOFOLLOW)
OPEN(open_path, O_PATH)
OPEN(open_path_nofollow, O_PATH | O_NOFOLLOW)
OPEN(open_dir, O_RDONLY | O_DIRECTORY)
OPEN(open_noatime, O_RDONLY | O_NOATIME)
OPEN(open_creat_dir, O_RDWR | O_CREAT | O_DIRECTORY)
CALL_OF(open_tmpfile, return opened(open("p", O_RDWR | O_TMPFILE, 06777)))
CALL_OF(open_slash, return opened(open(X "/", O_RDONLY | O_NONBLOCK)))
OPEN(creat_x, O_CREAT | O_WRONLY | O_TRUNC)
ON_FD(reopen, O_PATH, char name[64]; snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return opened(open(name, O_RDWR | O_NONBLOCK)))
ON_FD(write_it, O_WRONLY, return write(fd, "yy", 2))
ON_FD(write_0, O_WRONLY, return write(fd, "", 0))
ON_FD(pwritev_it, O_RDWR, struct iovec v = { (char[]){ "zz" }, 2 }; return pwritev(fd, &v, 1, 1))
ON_FD(fallocate_it, O_RDWR, return fallocate(fd, 0, 0, 100))
ON_FD(mapped_write, O_RDWR,
	char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (page == MAP_FAILED) return -1; struct stat st;
	if (fstat(fd, &st) == 0 && st.st_size > 0) page[0] = 'm'; return msync(page, 4096, MS_SYNC))
ON_FD(read_it, O_RDONLY, char c; return read(fd, &c, 1))
ON_FD(lease_it, O_RDONLY, return fcntl(fd, F_SETLEASE, F_RDLCK))
ON_FD(noatime_later, O_RDONLY, return fcntl(fd, F_SETFL, O_NOATIME | O_NONBLOCK))
ON_FD(getdents_it, O_RDONLY | O_DIRECTORY, char block[1024];
	return syscall(SYS_getdents64, fd, block, sizeof(block)) > 0)

CALL_OF(mkdir_x, return mkdir(X, 06777))
CALL_OF(mkdir_sticky, return mkdir(X, 01750))
CALL_OF(mkdir_in, return mkdir(X "/in", 0777))
CALL_OF(mkdir_q, return mkdir("q/d/new", 0777))
CALL_OF(mkfifo_x, return mkfifo(X, 06777))
CALL_OF(mknod_reg, return mknod(X, S_IFREG | 06755, NOWHERE))
CALL_OF(mknod_0, return mknod(X, 0644, NOWHERE))
CALL_OF(mknod_char, return mknod(X, S_IFCHR | 04666, makedev(1, 3)))
CALL_OF(mknod_block, return mknod(X, S_IFBLK | 0640, makedev(8, 70000)))
CALL_OF(mknod_sock, return mknod(X, S_IFSOCK | 0755, NOWHERE))
CALL_OF(mknod_dir, return mknod(X, S_IFDIR | 0755, NOWHERE))
CALL_OF(mknod_whiteout, return mknod(X, S_IFCHR, NOWHERE))
CALL_OF(symlink_x, return symlink("t", X))
CALL_OF(bind_x, int fd = socket(AF_UNIX, SOCK_STREAM, 0); struct sockaddr_un a = address_of(X);
	return bind(fd, (struct sockaddr *)&a, sizeof(a)))
CALL_OF(connect_x, int fd = socket(AF_UNIX, SOCK_STREAM, 0); struct sockaddr_un a = address_of(X);
	return connect(fd, (struct sockaddr *)&a, sizeof(a)))

CALL_OF(link_y, return link(X, Y))
CALL_OF(link_q, return link(X, "q/y"))
CALL_OF(link_over, return link("q/f", X))
CALL_OF(link_follow, return linkat(AT_FDCWD, X, AT_FDCWD, "q/y", AT_SYMLINK_FOLLOW))
CALL_OF(link_self, return link(X, X))
ON_FD(link_fd, O_PATH | O_NOFOLLOW, return linkat(fd, "", AT_FDCWD, "q/y", AT_EMPTY_PATH))
ON_FD(link_proc, O_PATH, char name[64]; snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, name, AT_FDCWD, "q/y", AT_SYMLINK_FOLLOW))
CALL_OF(link_tmpfile, int fd = open("p", O_RDWR | O_TMPFILE, 0666); char name[64];
	if (fd < 0) return -1; snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return linkat(AT_FDCWD, name, AT_FDCWD, X, AT_SYMLINK_FOLLOW))
CALL_OF(rename_y, return rename(X, Y))
CALL_OF(rename_q, return rename(X, "q/y"))
CALL_OF(rename_onto_f, return rename(X, "q/f"))
CALL_OF(rename_onto_d, return rename(X, "q/d"))
CALL_OF(rename_f_here, return rename("q/f", X))
CALL_OF(rename_d_here, return rename("q/d", X))
CALL_OF(rename_self, return rename(X, X))
CALL_OF(rename_p, return rename("p", "r"))
CALL_OF(rename_p_q, return rename("p", "q/r"))
CALL_OF(exchange_f, return renameat2(AT_FDCWD, X, AT_FDCWD, "q/f", RENAME_EXCHANGE))
CALL_OF(exchange_d, return renameat2(AT_FDCWD, X, AT_FDCWD, "q/d", RENAME_EXCHANGE))
CALL_OF(noreplace_y, return renameat2(AT_FDCWD, X, AT_FDCWD, Y, RENAME_NOREPLACE))
CALL_OF(noreplace_f, return renameat2(AT_FDCWD, X, AT_FDCWD, "q/f", RENAME_NOREPLACE))
CALL_OF(whiteout_y, return renameat2(AT_FDCWD, X, AT_FDCWD, Y, RENAME_WHITEOUT))
CALL_OF(whiteout_q, return renameat2(AT_FDCWD, X, AT_FDCWD, "q/y", RENAME_WHITEOUT))
CALL_OF(unlink_x, return unlink(X))
CALL_OF(rmdir_x, return rmdir(X))
CALL_OF(rmdir_p, return rmdir("p"))
CALL_OF(unlink_f, return unlink("q/f"))
ON_FD(unlink_open, O_RDONLY, if (unlink(X) < 0) return -1; return opened(fd))
CALL_OF(unlink_slash, return unlink(X "/"))

#define CHMOD(name, mode) CALL_OF(name, return chmod(X, mode))
CHMOD(chmod_0, 0)
CHMOD(chmod_644, 0644)
CHMOD(chmod_4755, 04755)
CHMOD(chmod_2755, 02755)
CHMOD(chmod_2644, 02644)
CHMOD(chmod_1777, 01777)
CHMOD(chmod_7777, 07777)
CALL_OF(chmod_at, return fchmodat(AT_FDCWD, X, 0751, 0))
CALL_OF(lchmod_x, return syscall(SYS_fchmodat2, AT_FDCWD, X, 0751, AT_SYMLINK_NOFOLLOW))
ON_FD(fchmod_r, O_RDONLY, return fchmod(fd, 06751))
ON_FD(fchmod_path, O_PATH, return fchmod(fd, 0751))
ON_FD(chmod_empty, O_PATH | O_NOFOLLOW, return syscall(SYS_fchmodat2, fd, "", 0751, AT_EMPTY_PATH))
ON_FD(chmod_proc, O_PATH, char name[64]; snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	return chmod(name, 02751))
CALL_OF(chmod_p, return chmod("p", 03771))

#define N                     ((unsigned int)-1)
#define CHOWN(name, uid, gid) CALL_OF(name, return chown(X, uid, gid))
CHOWN(chown_none, N, N)
CHOWN(chown_0, 0, N)
CHOWN(chown_nobody, 65534, N)
CHOWN(chown_1000, 1000, N)
CHOWN(chgrp_0, N, 0)
CHOWN(chgrp_nobody, N, 65534)
CHOWN(chgrp_300, N, 300)
CHOWN(chgrp_1000, N, 1000)
CHOWN(chown_both, 65534, 300)
CHOWN(chown_other, 4711, 4712)
CALL_OF(lchown_x, return lchown(X, 4711, 4712))
CALL_OF(lchgrp_x, return lchown(X, N, 300))
ON_FD(fchown_r, O_RDONLY, return fchown(fd, 4711, N))
ON_FD(fchgrp_r, O_RDONLY, return fchown(fd, N, 300))
ON_FD(fchown_path, O_PATH, return fchown(fd, 4711, N))
ON_FD(chown_empty, O_PATH | O_NOFOLLOW, return fchownat(fd, "", N, 300, AT_EMPTY_PATH))

CALL_OF(truncate_0, return truncate(X, 0))
CALL_OF(truncate_same, return truncate(X, 4))
CALL_OF(truncate_up, return truncate(X, 5000))
CALL_OF(truncate_less, return truncate(X, -1))
ON_FD(ftruncate_rw, O_RDWR, return ftruncate(fd, 2))
ON_FD(ftruncate_r, O_RDONLY, return ftruncate(fd, 2))

static const struct timespec past[2] = { { 1000, 5 }, { 2000, 7 } };
static const struct timespec now_now[2] = { { 0, UTIME_NOW }, { 0, UTIME_NOW } };
static const struct timespec omit_omit[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };
static const struct timespec now_omit[2] = { { 0, UTIME_NOW }, { 0, UTIME_OMIT } };
static const struct timespec omit_now[2] = { { 0, UTIME_OMIT }, { 0, UTIME_NOW } };
static const struct timespec omit_past[2] = { { 0, UTIME_OMIT }, { 2000, 7 } };
static const struct timespec now_past[2] = { { 0, UTIME_NOW }, { 2000, 7 } };
static const struct timespec odd_times[2] = { { 0, 1000000000 }, { 0, 0 } };
#define TIMES(name, times, flags) CALL_OF(name, return utimensat(AT_FDCWD, X, times, flags))
TIMES(times_null, NULL, 0)
TIMES(times_now, now_now, 0)
TIMES(times_omit, omit_omit, 0)
TIMES(times_now_omit, now_omit, 0)
TIMES(times_omit_now, omit_now, 0)
TIMES(times_omit_past, omit_past, 0)
TIMES(times_now_past, now_past, 0)
TIMES(times_past, past, 0)
TIMES(times_odd, odd_times, 0)
TIMES(times_link, past, AT_SYMLINK_NOFOLLOW)
TIMES(times_link_now, NULL, AT_SYMLINK_NOFOLLOW)
ON_FD(futimens_r, O_RDONLY, return futimens(fd, past))
ON_FD(futimens_now, O_RDONLY, return futimens(fd, NULL))
ON_FD(times_empty, O_PATH | O_NOFOLLOW, return utimensat(fd, "", past, AT_EMPTY_PATH))
CALL_OF(utime_null, return utime(X, NULL))
CALL_OF(utime_past, struct utimbuf t = { 1, 2 }; return utime(X, &t))
CALL_OF(utimes_past, struct timeval t[2] = { { 1, 2 }, { 3, 4 } }; return utimes(X, t))

CALL_OF(stat_x, struct stat st; return show(stat(X, &st), &st))
CALL_OF(lstat_x, struct stat st; return show(lstat(X, &st), &st))
CALL_OF(statx_x, struct statx sx;
	if (statx(AT_FDCWD, X, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &sx) < 0) return -1;
	printf("%o %u:%u %u %u,%u %x ", sx.stx_mode, sx.stx_uid, sx.stx_gid, sx.stx_nlink,
	       sx.stx_rdev_major, sx.stx_rdev_minor, sx.stx_mask &STATX_BASIC_STATS);
	return 0)
ON_FD(fstat_path, O_PATH | O_NOFOLLOW, struct stat st; return show(fstat(fd, &st), &st))
ON_FD(fstat_empty, O_PATH, struct stat st; return show(fstatat(fd, "", &st, AT_EMPTY_PATH), &st))
CALL_OF(readlink_x, char text[64]; return readlink(X, text, sizeof(text)))
CALL_OF(access_f, return access(X, F_OK))
CALL_OF(access_r, return access(X, R_OK))
CALL_OF(access_w, return access(X, W_OK))
CALL_OF(access_x, return access(X, X_OK))
CALL_OF(access_rwx, return access(X, R_OK | W_OK | X_OK))
#define EACCESS(name, mode, flags)                                                                 \
	CALL_OF(name, return syscall(SYS_faccessat2, AT_FDCWD, X, mode, flags))
EACCESS(eaccess_r, R_OK, AT_EACCESS)
EACCESS(eaccess_w, W_OK, AT_EACCESS)
EACCESS(eaccess_x, X_OK, AT_EACCESS)
EACCESS(eaccess_link, W_OK, AT_EACCESS | AT_SYMLINK_NOFOLLOW)
ON_FD(eaccess_empty, O_PATH | O_NOFOLLOW,
	return syscall(SYS_faccessat2, fd, "", R_OK | W_OK, AT_EACCESS | AT_EMPTY_PATH))

#define SETX(name, attr, value, flags)                                                             \
	CALL_OF(name, return setxattr(X, attr, value, sizeof(value), flags))
#define LSETX(name, attr, value) CALL_OF(name, return lsetxattr(X, attr, value, sizeof(value), 0))
#define GETX(name, attr)         CALL_OF(name, char b[256]; return getxattr(X, attr, b, sizeof(b)))
#define DELX(name, attr)         CALL_OF(name, return removexattr(X, attr))
SETX(setx_user, "user.a", "1", 0)
SETX(setx_user_create, "user.b", "1", XATTR_CREATE)
SETX(setx_user_replace, "user.new", "1", XATTR_REPLACE)
SETX(setx_trusted, "trusted.a", "12", 0)
SETX(setx_trusted_create, "trusted.b", "12", XATTR_CREATE)
SETX(setx_security, "security.a", "123", 0)
SETX(setx_none, "none.a", "1", 0)
SETX(setx_system, "system.a", "1", 0)
LSETX(lsetx_user, "user.a", "1")
LSETX(lsetx_trusted, "trusted.a", "1")
LSETX(lsetx_security, "security.a", "1")
GETX(getx_user, "user.b")
GETX(getx_trusted, "trusted.b")
GETX(getx_security, "security.b")
GETX(getx_capability, "security.capability")
GETX(getx_access, "system.posix_acl_access")
GETX(getx_default, "system.posix_acl_default")
DELX(delx_user, "user.b")
DELX(delx_trusted, "trusted.b")
DELX(delx_security, "security.b")
DELX(delx_capability, "security.capability")
DELX(delx_access, "system.posix_acl_access")
DELX(delx_default, "system.posix_acl_default")
CALL_OF(listx, char list[1024]; ssize_t n = listxattr(X, list, sizeof(list)); return n)
CALL_OF(llistx, char list[1024]; return llistxattr(X, list, sizeof(list)))
CALL_OF(setx_capability, uint32_t cap[5] = { VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
					     1 << CAP_NET_RAW, 0, 0, 0 };
	return setxattr(X, "security.capability", cap, XATTR_CAPS_SZ_2, 0))
CALL_OF(setx_capability_bad, return setxattr(X, "security.capability", "abc", 3, 0))
#define SETACL(name, attr, user, group, mask)                                                      \
	CALL_OF(name, char b[128]; return setxattr(X, attr, b, faked_acl(b, user, group, mask), 0))
SETACL(setx_access, "system.posix_acl_access", 6, 5, 7)
SETACL(setx_access_masked, "system.posix_acl_access", 7, 7, 1)
SETACL(setx_default, "system.posix_acl_default", 7, 0, 7)
CALL_OF(setx_acl_bad, return setxattr(X, "system.posix_acl_access", "abcd", 4, 0))
ON_FD(fsetx_user, O_RDONLY, return fsetxattr(fd, "user.a", "1", 1, 0))
ON_FD(fgetx_user, O_RDONLY, char b[64]; return fgetxattr(fd, "user.b", b, sizeof(b)))
ON_FD(fsetx_path, O_PATH, return fsetxattr(fd, "user.a", "1", 1, 0))

CALL_OF(chdir_x, return chdir(X))
ON_FD(fchdir_x, O_PATH, return fchdir(fd))
CALL_OF(chroot_x, return chroot(X))
CALL_OF(execve_x, char *const none[] = { NULL }; return execve(X, none, none))
ON_FD(fexecve_x, O_PATH, char *const none[] = { NULL };
	return syscall(SYS_execveat, fd, "", none, none, AT_EMPTY_PATH))
CALL_OF(statfs_x, struct statfs s; return statfs(X, &s))
CALL_OF(inotify_x, return inotify_add_watch(inotify_init(), X, IN_MODIFY))
CALL_OF(opendir_p, DIR *d = opendir("p"); int n = 0; if (!d) return -1; while (readdir(d)) n++;
	return n)
CALL_OF(dotdot, struct stat st; return show(stat(X "/../../q", &st), &st))
CALL_OF(beneath, struct stat st; return show(stat(X "/none", &st), &st))
CALL_OF(open_in, return opened(open(X "/in", O_WRONLY | O_CREAT, 0666)))

#define ROW(name) { #name, name }
/* clang-format off: many a line. */
const struct faked_call faked_calls[] = {
	ROW(open_r), ROW(open_w), ROW(open_rw), ROW(open_3), ROW(open_append), ROW(open_rtrunc),
	ROW(open_wtrunc), ROW(open_creat), ROW(open_creat_r), ROW(open_creat_trunc),
	ROW(open_excl), ROW(open_nofollow), ROW(open_path), ROW(open_path_nofollow),
	ROW(open_dir), ROW(open_noatime), ROW(open_creat_dir), ROW(open_tmpfile),
	ROW(open_slash), ROW(creat_x), ROW(reopen), ROW(write_it), ROW(write_0), ROW(pwritev_it),
	ROW(fallocate_it), ROW(mapped_write), ROW(read_it), ROW(lease_it), ROW(noatime_later),
	ROW(getdents_it), ROW(mkdir_x), ROW(mkdir_sticky), ROW(mkdir_in), ROW(mkdir_q),
	ROW(mkfifo_x), ROW(mknod_reg), ROW(mknod_0), ROW(mknod_char), ROW(mknod_block),
	ROW(mknod_sock), ROW(mknod_dir), ROW(mknod_whiteout), ROW(symlink_x), ROW(bind_x),
	ROW(connect_x), ROW(link_y), ROW(link_q), ROW(link_over), ROW(link_follow),
	ROW(link_self), ROW(link_fd), ROW(link_proc), ROW(link_tmpfile), ROW(rename_y),
	ROW(rename_q), ROW(rename_onto_f), ROW(rename_onto_d), ROW(rename_f_here),
	ROW(rename_d_here), ROW(rename_self), ROW(rename_p), ROW(rename_p_q), ROW(exchange_f),
	ROW(exchange_d), ROW(noreplace_y), ROW(noreplace_f), ROW(whiteout_y), ROW(whiteout_q),
	ROW(unlink_x), ROW(rmdir_x), ROW(rmdir_p), ROW(unlink_f), ROW(unlink_open),
	ROW(unlink_slash), ROW(chmod_0), ROW(chmod_644), ROW(chmod_4755), ROW(chmod_2755),
	ROW(chmod_2644), ROW(chmod_1777), ROW(chmod_7777), ROW(chmod_at), ROW(lchmod_x),
	ROW(fchmod_r), ROW(fchmod_path), ROW(chmod_empty), ROW(chmod_proc), ROW(chmod_p),
	ROW(chown_none), ROW(chown_0), ROW(chown_nobody), ROW(chown_1000), ROW(chgrp_0),
	ROW(chgrp_nobody), ROW(chgrp_300), ROW(chgrp_1000), ROW(chown_both), ROW(chown_other),
	ROW(lchown_x), ROW(lchgrp_x), ROW(fchown_r), ROW(fchgrp_r), ROW(fchown_path),
	ROW(chown_empty), ROW(truncate_0), ROW(truncate_same), ROW(truncate_up),
	ROW(truncate_less), ROW(ftruncate_rw), ROW(ftruncate_r), ROW(times_null), ROW(times_now),
	ROW(times_omit), ROW(times_now_omit), ROW(times_omit_now), ROW(times_omit_past),
	ROW(times_now_past), ROW(times_past), ROW(times_odd), ROW(times_link),
	ROW(times_link_now), ROW(futimens_r), ROW(futimens_now), ROW(times_empty),
	ROW(utime_null), ROW(utime_past), ROW(utimes_past), ROW(stat_x), ROW(lstat_x),
	ROW(statx_x), ROW(fstat_path), ROW(fstat_empty), ROW(readlink_x), ROW(access_f),
	ROW(access_r), ROW(access_w), ROW(access_x), ROW(access_rwx), ROW(eaccess_r),
	ROW(eaccess_w), ROW(eaccess_x), ROW(eaccess_link), ROW(eaccess_empty), ROW(setx_user),
	ROW(setx_user_create), ROW(setx_user_replace), ROW(setx_trusted),
	ROW(setx_trusted_create), ROW(setx_security), ROW(setx_none), ROW(setx_system),
	ROW(lsetx_user), ROW(lsetx_trusted), ROW(lsetx_security), ROW(getx_user),
	ROW(getx_trusted), ROW(getx_security), ROW(getx_capability), ROW(getx_access),
	ROW(getx_default), ROW(delx_user), ROW(delx_trusted), ROW(delx_security),
	ROW(delx_capability), ROW(delx_access), ROW(delx_default), ROW(listx), ROW(llistx),
	ROW(setx_capability), ROW(setx_capability_bad), ROW(setx_access),
	ROW(setx_access_masked), ROW(setx_default), ROW(setx_acl_bad), ROW(fsetx_user),
	ROW(fgetx_user), ROW(fsetx_path), ROW(chdir_x), ROW(fchdir_x), ROW(chroot_x),
	ROW(execve_x), ROW(fexecve_x), ROW(statfs_x), ROW(inotify_x), ROW(opendir_p),
	ROW(dotdot), ROW(beneath), ROW(open_in),
};
/* clang-format on */
const size_t faked_calls_count = sizeof(faked_calls) / sizeof(faked_calls[0]);
