/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The database of faked owners: which file belongs to whom, in which mode, what device it is
 * and which privileged attributes it has. Pure: it asks no kernel and opens nothing; what the
 * host says of a file is handed in as a struct statx (of STATX_BASIC_STATS | STATX_BTIME).
 *
 * A file is (device, inode, birth time). The birth time, where the file system has one, tells
 * a new file from a removed one whose inode number it got: the old entry is dropped then, as
 * it is where the type differs, or what was unlinked has a name. Elsewhere an entry lasts until
 * owners_unlinked().
 *
 * What is not known is shown so: a file of the host's user belongs to the identity that the
 * first program got (0:0 with -0), as fakeroot(1) and proot show it; all others belong to whom
 * they really belong. Mode, device and attributes are the real ones. An entry may know the ids
 * of a file only, or its mode only; the rest stays as just said.
 *
 * An entry takes about 80 bytes, attributes besides. Lookups are O(1).
 */
#ifndef PTJAIL_FAKEROOT_OWNERS_H
#define PTJAIL_FAKEROOT_OWNERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "util/compiler.h"

struct gate_owners;
struct statx;
struct owners;

enum owner_known {
	OWNER_IDS = 1 << 0,    /* uid, gid */
	OWNER_MODE = 1 << 1,   /* the 07777 bits of mode */
	OWNER_DEVICE = 1 << 2, /* S_IFCHR or S_IFBLK in mode, and rdev; the file is a placeholder */
};

struct owner {
	unsigned int known; /* enum owner_known */
	uid_t uid;
	gid_t gid;
	mode_t mode;
	dev_t rdev;
};

/* Whose files the host's are, and whose they appear as. */
struct owners_identity {
	uid_t host_uid;
	gid_t host_gid;
	uid_t shown_uid;
	gid_t shown_gid;
};

/* NULL: no memory. */
struct owners *owners_new(TALLOC_CTX *ctx, const struct owners_identity *identity);

/*
 * From now on a copy of what the database shows is kept in `view`, memory of zeroes, for readers
 * who have no lock (gate/owners_view.h). owners_begin(): something that they can see is about to
 * change, here or on the host: they shall ask. owners_settle(): it is over; at the end of each
 * call of a member's that was handled. Every change of an entry begins by itself.
 */
void owners_show_in(struct owners *owners, struct gate_owners *view);
void owners_begin(struct owners *owners);
void owners_settle(struct owners *owners);

/*
 * The files of that file system have no lasting names: pipes, terminals, queues. They are not
 * saved, and what a state file says of them is not about them. At most OWNERS_LEFT_OUT_MAX.
 */
#define OWNERS_LEFT_OUT_MAX 5U
void owners_leave_out(struct owners *owners, dev_t dev);

/* Entries, without those of files that are gone, or never had a name (pipes, O_TMPFILE). */
size_t owners_count(const struct owners *owners);

/* There is some entry. */
bool owners_any(const struct owners *owners);

/* Something changed since it was last saved or loaded. */
bool owners_dirty(const struct owners *owners);

/* Some entry has no birth time: a new file may bear the number of one that it is about. */
bool owners_lack_births(const struct owners *owners);

/* From now on a descriptor of a device may stand for a placeholder: its reader shall ask. */
void owners_devices_are_open(struct owners *owners);

/* Some placeholder of a device exists: listings must not call it a plain file. */
bool owners_have_devices(const struct owners *owners);

/* That file is one, of the type *ret_type (S_IFCHR, S_IFBLK), unless it was replaced. */
bool owners_is_device(const struct owners *owners, dev_t dev, ino_t ino, mode_t *ret_type);

/* Changes `info`, which the host gave, to what the jail shall see. */
void owners_show(struct owners *owners, struct statx *info);

/* The same for a file that nothing is known of. */
void owners_show_unknown(const struct owners *owners, struct statx *info);

/* What is known of the file beyond the rule for unknown ones; `known` is 0: nothing. */
struct owner owners_get(struct owners *owners, const struct statx *host);

/* Replaces what is known of the file but for its attributes; `known` 0: nothing. -ENOMEM. */
int owners_set(struct owners *owners, const struct statx *host,
	       const struct owner *owner) MUST_CHECK;

/* The file is new: nothing that is known of its number is about it. */
void owners_forget(struct owners *owners, const struct statx *host);

/*
 * The entry is about something new that never gets a name (a pipe, a socket, memory): nobody tells
 * when it ends, so it goes when so many others were made. -ENOMEM.
 */
int owners_made(struct owners *owners, const struct statx *host) MUST_CHECK;

/*
 * Its last name was removed. It may still be open, so it is shown as before, but not saved;
 * its entry goes when there are too many of this kind, as of what never had a name. A file
 * without a birth time is forgotten at once. owners_linked(): it has got a name again.
 */
void owners_unlinked(struct owners *owners, const struct statx *host);
void owners_linked(struct owners *owners, const struct statx *host);

/* What somebody's write takes from a file besides its capability. */
enum owner_taken {
	OWNER_TAKES_IDS = 1 << 0,  /* he has no CAP_FSETID */
	OWNER_TAKES_SGID = 1 << 1, /* and is not in its group: S_ISGID goes without S_IXGRP, too */
};

/*
 * Somebody may write to the file, which takes (enum owner_taken) that from it. It goes when its
 * content is seen to have changed since `host` was asked for.
 */
void owners_may_be_written(struct owners *owners, const struct statx *host, unsigned int takes);
bool owners_is_watched(struct owners *owners, const struct statx *host);
/* Nobody has it open for writing any more. */
void owners_unwatch(struct owners *owners, const struct statx *host);
/* Its times were set by hand, which is no write: `host` has the new ones. */
void owners_retimed(struct owners *owners, const struct statx *host);
/* It was written, which `host` shows already, and it goes at once. */
void owners_written(struct owners *owners, const struct statx *host, unsigned int takes);

/*
 * Attributes kept here, by their full names. Setting answers 0, -EEXIST, -ENODATA (flags:
 * XATTR_CREATE, XATTR_REPLACE), -ENOMEM; getting answers *ret_value, which lives until the
 * next change of the database, or -ENODATA; removing answers 0 or -ENODATA.
 */
int owners_set_xattr(struct owners *owners, const struct statx *host, const char *name,
		     const void *value, size_t size, int flags) MUST_CHECK;
int owners_get_xattr(struct owners *owners, const struct statx *host, const char *name,
		     const void **ret_value, size_t *ret_size) MUST_CHECK;
int owners_remove_xattr(struct owners *owners, const struct statx *host, const char *name);
/* Its place in listings: behind so many of the attributes that the host's file has itself. */
void owners_place_xattr(struct owners *owners, const struct statx *host, const char *name,
			size_t after);
size_t owners_xattr_place(struct owners *owners, const struct statx *host, const char *name);
/* The names, each with its NUL, one after the other, talloc'd on ctx; NULL and 0: none. */
int owners_list_xattrs(TALLOC_CTX *ctx, struct owners *owners, const struct statx *host,
		       char **ret_names, size_t *ret_size) MUST_CHECK;

#endif
