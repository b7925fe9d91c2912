/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: the calls that only this table has, made as such and not through *at. */
#ifndef PTJAIL_TESTS_GUEST_LEGACY_H
#define PTJAIL_TESTS_GUEST_LEGACY_H

#define legacy_open(path, flags, mode) syscall(SYS_open, path, flags, mode)
#define legacy_creat(path, mode) syscall(SYS_creat, path, mode)
#define legacy_stat(path, buf) syscall(SYS_stat, path, buf)
#define legacy_lstat(path, buf) syscall(SYS_lstat, path, buf)
#define legacy_access(path, mode) syscall(SYS_access, path, mode)
#define legacy_readlink(path, buf, size) syscall(SYS_readlink, path, buf, size)
#define legacy_mkdir(path, mode) syscall(SYS_mkdir, path, mode)
#define legacy_rmdir(path) syscall(SYS_rmdir, path)
#define legacy_mknod(path, mode, dev) syscall(SYS_mknod, path, mode, dev)
#define legacy_unlink(path) syscall(SYS_unlink, path)
#define legacy_rename(from, to) syscall(SYS_rename, from, to)
#define legacy_link(from, to) syscall(SYS_link, from, to)
#define legacy_symlink(text, path) syscall(SYS_symlink, text, path)
#define legacy_chmod(path, mode) syscall(SYS_chmod, path, mode)
#define legacy_chown(path, uid, gid) syscall(SYS_chown, path, uid, gid)
#define legacy_lchown(path, uid, gid) syscall(SYS_lchown, path, uid, gid)
#define legacy_utime(path, times) syscall(SYS_utime, path, times)
#define legacy_utimes(path, times) syscall(SYS_utimes, path, times)
#define legacy_futimesat(fd, path, times) syscall(SYS_futimesat, fd, path, times)
#define legacy_fork() syscall(SYS_fork)
#define legacy_pipe(fds) syscall(SYS_pipe, fds)
#define legacy_dup2(from, to) syscall(SYS_dup2, from, to)

#endif
