/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64 has no such calls: the C library's forms, which print the same. */
#ifndef PTJAIL_TESTS_GUEST_LEGACY_H
#define PTJAIL_TESTS_GUEST_LEGACY_H

#define legacy_open(path, flags, mode) open(path, flags, mode)
#define legacy_creat(path, mode) creat(path, mode)
#define legacy_stat(path, buf) stat(path, buf)
#define legacy_lstat(path, buf) lstat(path, buf)
#define legacy_access(path, mode) access(path, mode)
#define legacy_readlink(path, buf, size) readlink(path, buf, size)
#define legacy_mkdir(path, mode) mkdir(path, mode)
#define legacy_rmdir(path) rmdir(path)
#define legacy_mknod(path, mode, dev) mknod(path, mode, dev)
#define legacy_unlink(path) unlink(path)
#define legacy_rename(from, to) rename(from, to)
#define legacy_link(from, to) link(from, to)
#define legacy_symlink(text, path) symlink(text, path)
#define legacy_chmod(path, mode) chmod(path, mode)
#define legacy_chown(path, uid, gid) chown(path, uid, gid)
#define legacy_lchown(path, uid, gid) lchown(path, uid, gid)
#define legacy_utime(path, times) utime(path, times)
#define legacy_utimes(path, times) utimes(path, times)
#define legacy_futimesat(fd, path, times) futimesat(fd, path, times)
#define legacy_fork() fork()
#define legacy_pipe(fds) pipe(fds)
#define legacy_dup2(from, to) dup2(from, to)

#endif
