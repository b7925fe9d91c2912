/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * -0, -i: the jail's own idea of who owns what and who may what. One struct fake_root for a
 * jail that was asked for it, NULL for all others. Two halves that know little of each other:
 *
 *   owners.h  what belongs to whom: owner, mode, device number, attributes of files
 *   creds.h   who is who: ids, groups and capabilities of each thread, and what they allow
 *
 * Nothing in this folder traces, and nothing here gives a right that ptjail's own user does
 * not have: the kernel is asked in his name after all, and its refusal stands.
 */
#ifndef PTJAIL_FAKEROOT_FAKE_ROOT_H
#define PTJAIL_FAKEROOT_FAKE_ROOT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <talloc.h>

#include "fakeroot/may.h"
#include "util/compiler.h"

struct creds;
struct owners;

/* KERNEL: __NEW_UTS_LEN; sethostname(2) takes any bytes. */
#define FAKE_NAME_MAX 64

struct fake_name {
	char text[FAKE_NAME_MAX + 1];
	bool set; /* false: the host's own name is shown */
};

/* A mount that was reported as done. */
struct fake_mount {
	dev_t dev; /* the directory or file that it would cover */
	ino_t ino;
	char *point; /* as the jail calls that, from its root on; as told by /proc/mounts */
	char *source, *type; /* `type` NULL: a bind, of a file system with this `magic` */
	unsigned long magic; /* statfs(2) */
	unsigned long flags; /* ST_*, statvfs(3) */
};

struct fake_root {
	struct owners *owners;
	uid_t host_uid; /* ptjail's own user, whose files show as the first member's: 0:0 */
	gid_t host_gid;
	struct creds *first; /* what the first member starts with; owned */
	bool protected_hardlinks; /* the host's fs.protected_hardlinks: it is kept inside, too */
	struct may_protected protected;
	bool refuses_mounts; /* mount and umount2 are EPERM, not reported as done */
	struct fake_mount *mounts; /* reported as done, and not undone so far */
	size_t mount_count;
	struct fake_name hostname, domainname;
};

/* The first member is `uid` and `gid`; (gid_t)-1: ptjail's own group. NULL: no memory. */
struct fake_root *fake_root_new(TALLOC_CTX *ctx, uid_t uid, gid_t gid);

/* What he makes is his whom the host's user's files are shown as. */
bool fake_root_makes_plain(const struct fake_root *fake, const struct creds *creds);

/* A mount was reported as done (strings are copied): -ENOMEM. */
int fake_root_mount(struct fake_root *fake, const struct fake_mount *mount) MUST_CHECK;
/* The last one at that file, which may be changed; NULL: there is none. */
struct fake_mount *fake_root_mount_at(struct fake_root *fake, dev_t dev, ino_t ino);
/* It is undone: -EINVAL, there is none. */
int fake_root_unmount(struct fake_root *fake, const struct fake_mount *mount) MUST_CHECK;

#endif
