/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What faked credentials allow with files, as Linux decides it: fs/namei.c, fs/attr.c,
 * fs/posix_acl.c, path_resolution(7). Pure. Everything answers 0 or -errno for the guest.
 *
 * Who asks is `creds` with its file system ids (access(2): a copy, see may_by_real_ids).
 */
#ifndef PTJAIL_FAKEROOT_MAY_H
#define PTJAIL_FAKEROOT_MAY_H

#include "fakeroot/creds.h"

/* A file as the jail shows it. */
struct may_file {
	uid_t uid;
	gid_t gid;
	mode_t mode;     /* with its type */
	const void *acl; /* value of system.posix_acl_access; NULL: none */
	size_t acl_size;
};

/* `want`: R_OK | W_OK | X_OK, of a directory X_OK is search. -EACCES. */
int may_access(const struct creds *creds, const struct may_file *file,
	       unsigned int want) MUST_CHECK;

/*
 * Nothing is refused by modes and owners but execution, whether by effective or by real ids, and no
 * bit is taken from what he writes.
 */
bool may_pass(const struct creds *creds);

/* Is the file's owner, or has CAP_FOWNER: chmod, utime to given times, O_NOATIME, ACLs. */
bool may_as_owner(const struct creds *creds, const struct may_file *file);

/* Names in `directory` may be made. */
int may_create(const struct creds *creds, const struct may_file *directory) MUST_CHECK;
/* The name of `file` may be taken out of it, also by a rename: -EACCES, -EPERM (sticky). */
int may_remove(const struct creds *creds, const struct may_file *directory,
	       const struct may_file *file) MUST_CHECK;

/*
 * chmod. *mode loses S_ISGID where the caller is not in the file's group (a file only gets
 * it of its own group, without CAP_FSETID). -EPERM.
 */
int may_chmod(const struct creds *creds, const struct may_file *file, mode_t *mode) MUST_CHECK;

/*
 * chown; (uid_t)-1 leaves as it is. *ret_mode is the mode afterwards: set-id bits go unless the
 * file is a directory. -EPERM.
 */
int may_chown(const struct creds *creds, const struct may_file *file, uid_t uid, gid_t gid,
	      mode_t *ret_mode) MUST_CHECK;

/* The mode after content was written, without CAP_FSETID: set-id bits go. */
mode_t may_mode_written(const struct creds *creds, const struct may_file *file);

/* Owner and mode of something new; `mode` has its type and the umask is applied already. */
struct may_file may_new_file(const struct creds *creds, const struct may_file *directory,
			     mode_t mode);

/* utimensat; `now`: both times are the present (needs write access or ownership). */
int may_set_times(const struct creds *creds, const struct may_file *file, bool now) MUST_CHECK;

/* mknod of this type; -EPERM for devices without CAP_MKNOD. The whiteout 0:0 is free. */
int may_mknod(const struct creds *creds, mode_t mode, dev_t device) MUST_CHECK;

/*
 * link to `file` where fs.protected_hardlinks is on: -EPERM unless owned, or a plain file that
 * can be read and written and has no set-id bits.
 */
int may_link(const struct creds *creds, const struct may_file *file) MUST_CHECK;

/* The host's fs.protected_regular and fs.protected_fifos: 0, 1 or 2. */
struct may_protected {
	unsigned int regular, fifos;
};

/* An open with O_CREAT meets `file` in this directory: -EACCES for what others put there. */
int may_open_in_sticky(const struct creds *creds, const struct may_file *directory,
		       const struct may_file *file,
		       const struct may_protected *protected) MUST_CHECK;

/* Extended attributes by name: reading (`write` false), setting, removing. -EPERM, -EACCES,
 * -ENODATA (trusted.* without CAP_SYS_ADMIN). */
int may_xattr(const struct creds *creds, const struct may_file *file, const char *name,
	      bool write) MUST_CHECK;

/*
 * The credentials that access(2) asks with: the real ids, and the permitted capabilities of a
 * real root, none of anybody else. A copy that shares groups; valid while `creds` is.
 */
struct creds may_by_real_ids(const struct creds *creds);

/* kill(2): the sender may signal the target. */
bool may_signal(const struct creds *sender, const struct creds *target);
/* setpriority(2), sched_set*(2); ioprio_set(2): on the target at all. */
bool may_schedule(const struct creds *caller, const struct creds *target);
bool may_schedule_io(const struct creds *caller, const struct creds *target);
/* ptrace_may_access(), as /proc asks it: by file system ids. */
bool may_trace(const struct creds *caller, const struct creds *target, bool dumpable);
/* prlimit(2) on another process, reading too. */
bool may_limit(const struct creds *caller, const struct creds *target);

#endif
