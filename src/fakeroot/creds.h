/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The faked credentials of one thread, and every change that Linux lets a thread make to
 * them: credentials(7), capabilities(7), kernel/sys.c, kernel/cred.c, security/commoncap.c of
 * Linux 6.18, without user namespaces. Pure: nothing here asks the kernel or touches it, so
 * that none of it has any effect outside of the jail.
 *
 * Each thread has its own, as in the kernel; C libraries make set*id calls in every thread
 * by signals, which needs no help from here. Functions answer 0 or -errno for the guest, and
 * a failure changes nothing. Ids are as the guest gave them; (uid_t)-1 is no id.
 */
#ifndef PTJAIL_FAKEROOT_CREDS_H
#define PTJAIL_FAKEROOT_CREDS_H

#include <linux/capability.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

/* KERNEL: NGROUPS_MAX. */
#define CREDS_GROUPS_MAX 65536U

#define CREDS_BIT(cap) (1ULL << (cap))
/* KERNEL: CAP_LAST_CAP of 5.9 and later; what capget() and /proc show of a real root. */
#define CREDS_ALL_CAPS (CREDS_BIT(CAP_CHECKPOINT_RESTORE + 1) - 1)

/* The real, effective, saved and file system id of one kind. */
struct creds_ids {
	uint32_t real, effective, saved, fs;
};

struct creds_caps {
	uint64_t effective, permitted, inheritable, bounding, ambient;
};

/* Supplementary groups, in ascending order as the kernel keeps them; shared, counted. */
struct creds_groups {
	unsigned int users;
	size_t count;
	gid_t gids[];
};

struct creds {
	struct creds_ids uid, gid;
	struct creds_groups *groups; /* NULL: none */
	struct creds_caps caps;
	unsigned int securebits; /* SECBIT_*, keepcaps among them */
	bool no_new_privs;       /* as the guest set it: the kernel's own is always on */
};

/* All ids `uid` and `gid`, no groups; a root has every capability. NULL: no memory. */
struct creds *creds_new(TALLOC_CTX *ctx, uid_t uid, gid_t gid);
/* What a child of fork or clone gets. NULL: no memory. Freed by creds_free(). */
struct creds *creds_copy(TALLOC_CTX *ctx, const struct creds *creds);
void creds_free(struct creds *creds);

static inline bool creds_capable(const struct creds *creds, unsigned int cap)
{
	return (creds->caps.effective & CREDS_BIT(cap)) != 0;
}

/* --- creds_ids.c: setuid(2) and its kin. Capabilities follow the uids (capabilities(7)). */
int creds_setuid(struct creds *creds, uid_t uid) MUST_CHECK;
int creds_setreuid(struct creds *creds, uid_t real, uid_t effective) MUST_CHECK;
int creds_setresuid(struct creds *creds, uid_t real, uid_t effective, uid_t saved) MUST_CHECK;
int creds_setgid(struct creds *creds, gid_t gid) MUST_CHECK;
int creds_setregid(struct creds *creds, gid_t real, gid_t effective) MUST_CHECK;
int creds_setresgid(struct creds *creds, gid_t real, gid_t effective, gid_t saved) MUST_CHECK;
/* They answer the file system id as it was; nothing tells whether it changed. */
uid_t creds_setfsuid(struct creds *creds, uid_t uid);
gid_t creds_setfsgid(struct creds *creds, gid_t gid);
/* -EPERM before the list is looked at: ask first, then read it. */
int creds_may_setgroups(const struct creds *creds) MUST_CHECK;
/* Copies and sorts. -EPERM, -EINVAL, -ENOMEM. */
int creds_setgroups(struct creds *creds, const gid_t *gids, size_t count) MUST_CHECK;
/* The group is the effective (file system: `gid.fs` of may.h) one or a supplementary one. */
bool creds_in_group(const struct creds *creds, gid_t gid);
bool creds_in_egroup(const struct creds *creds, gid_t gid);

/* --- creds_caps.c: capset(2), prctl(2) */
int creds_capset(struct creds *creds, uint64_t effective, uint64_t permitted,
		 uint64_t inheritable) MUST_CHECK;
/* 0, 1 or -errno. */
int creds_bounding_has(const struct creds *creds, uint64_t cap) MUST_CHECK;
int creds_bounding_drop(struct creds *creds, uint64_t cap) MUST_CHECK;
int creds_set_securebits(struct creds *creds, uint64_t bits) MUST_CHECK;
int creds_set_keepcaps(struct creds *creds, uint64_t keep) MUST_CHECK;
/* PR_CAP_AMBIENT's four operations; the last two arguments of the prctl have to be 0. */
int creds_ambient(struct creds *creds, uint64_t operation, uint64_t cap) MUST_CHECK;

/* --- creds_exec.c */
/* What exec looks at of the program: its owners and mode as faked, its security.capability. */
struct creds_program {
	uid_t uid;
	gid_t gid;
	mode_t mode;
	bool no_suid;   /* MNT_NOSUID: neither bits nor attribute count */
	bool shared_fs; /* cwd and umask are shared with another process (CLONE_FS) */
	const void *capability; /* value of security.capability; NULL: none */
	size_t capability_size;
};

/*
 * The credentials after an exec, and AT_SECURE. -EPERM: the attribute asks for effective
 * capabilities that cannot be given; -EINVAL: it cannot be read.
 */
int creds_exec(struct creds *creds, const struct creds_program *program,
	       bool *ret_secure) MUST_CHECK;

#endif
