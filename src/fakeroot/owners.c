/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What entries mean (owners.h): which one is about a file, and what of the file it changes.
 * Never shows an entry for a file that it was not made for.
 */
#include "fakeroot/owners_private.h"

#include <errno.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "fakeroot/acl.h"
#include "fakeroot/owners_view.h"

#define CAPABILITY "security.capability"

/* So many removed files may be remembered, or as many as there are others. */
#define GONE_MIN (4096U + OWNERS_MADE_MOST)

struct owners *owners_new(TALLOC_CTX *ctx, const struct owners_identity *identity)
{
	struct owners *owners = talloc_zero(ctx, struct owners);

	if (owners == NULL)
		return NULL;
	owners->identity = *identity;
	owners->table = owners_table_new(owners);
	if (owners->table == NULL) {
		talloc_free(owners);
		return NULL;
	}
	return owners;
}

size_t owners_count(const struct owners *owners)
{
	return owners_table_count(owners->table) - owners->gone - owners->dead;
}

bool owners_any(const struct owners *owners)
{
	return owners_table_count(owners->table) > owners->dead;
}

bool owners_dirty(const struct owners *owners)
{
	return owners->changed;
}

bool owners_lack_births(const struct owners *owners)
{
	return owners->without_birth > 0;
}

void owners_devices_are_open(struct owners *owners)
{
	if (owners->devices_are_open)
		return;
	owners_begin(owners);
	owners->devices_are_open = true;
}

bool owners_have_devices(const struct owners *owners)
{
	return owners->devices > 0;
}

bool owners_is_device(const struct owners *owners, dev_t dev, ino_t ino, mode_t *ret_type)
{
	const struct owners_entry *entry = owners_table_find(owners->table, dev, ino);

	if (entry == NULL || (entry->flags & ENTRY_DEAD) != 0 || (entry->known & OWNER_DEVICE) == 0)
		return false;
	*ret_type = entry->mode & S_IFMT;
	return true;
}

static uint64_t dev_of(const struct statx *host)
{
	return makedev(host->stx_dev_major, host->stx_dev_minor);
}

static int64_t nanoseconds(const struct statx_timestamp *time)
{
	return time->tv_sec * 1000000000LL + time->tv_nsec;
}

static int64_t birth_of(const struct statx *host)
{
	return (host->stx_mask & STATX_BTIME) != 0 ? nanoseconds(&host->stx_btime) : BIRTH_UNKNOWN;
}

/* A directory: new files in it get its group, or what its default ACL says. */
static bool gives_to_new_files(const struct owners_entry *entry)
{
	if ((entry->mode & S_IFMT) != S_IFDIR && (entry->mode & S_IFMT) != 0)
		return false;
	if ((entry->known & OWNER_MODE) != 0 && (entry->mode & S_ISGID) != 0)
		return true;
	for (const struct owners_xattr *x = entry->xattrs; x != NULL; x = x->next)
		if (strcmp(x->name, ACL_DEFAULT_NAME) == 0)
			return true;
	return false;
}

/* Nobody can find it by a name, or it has none that lasts: it ends with its last descriptor. */
static bool is_passing(const struct owners *owners, const struct owners_entry *entry)
{
	return (entry->flags & ENTRY_GONE) != 0 ||
	       (owners_is_left_out(owners, entry->dev) && (entry->mode & S_IFMT) != S_IFCHR);
}

/* Counts what the entry adds to the sums (`by` is 1), or takes it from them (-1). */
void owners_account(struct owners *owners, const struct owners_entry *entry, int by)
{
	size_t step = (size_t)by;

	if (by < 0)
		owners_view_remove(owners, entry);
	else
		owners_view_add(owners, entry);
	owners->attribute_bytes += step * owners_xattr_bytes(entry, NULL);
	if ((entry->flags & ENTRY_DEAD) != 0)
		owners->dead += step;
	else if (is_passing(owners, entry))
		owners->gone += step;
	/* No new file that is made by a name bears the number of one that never had any. */
	if ((entry->flags & ENTRY_DEAD) == 0 && entry->birth == BIRTH_UNKNOWN &&
	    !owners_is_left_out(owners, entry->dev))
		owners->without_birth += step;
	if ((entry->flags & ENTRY_DEAD) == 0 && (entry->known & OWNER_DEVICE) != 0)
		owners->devices += step;
	if ((entry->flags & ENTRY_DEAD) == 0 && gives_to_new_files(entry))
		owners->inheriting += step;
}

void owners_drop(struct owners *owners, struct owners_entry *entry)
{
	owners_account(owners, entry, -1);
	owners->changed = true;
	if ((entry->flags & ENTRY_STORED) == 0) {
		owners_table_remove(owners->table, entry);
		return;
	}
	owners_xattr_free(entry);
	entry->known = 0;
	entry->flags = ENTRY_USED | ENTRY_STORED | ENTRY_DIRTY | ENTRY_DEAD;
	owners_account(owners, entry, 1);
}

/* A placeholder is a plain file on the host; everything else has the type it had. */
static bool is_about(const struct owners_entry *entry, const struct statx *host)
{
	int64_t birth = birth_of(host);
	mode_t type = host->stx_mode & S_IFMT;

	if (entry->birth != BIRTH_UNKNOWN && birth != BIRTH_UNKNOWN && entry->birth != birth)
		return false;
	/* KERNEL: before 6.13 all files that are born in one tick have the same birth time. */
	if ((entry->flags & ENTRY_GONE) != 0 && host->stx_nlink != 0)
		return false;
	if ((entry->known & OWNER_DEVICE) != 0)
		return type == S_IFREG;
	return (entry->mode & S_IFMT) == 0 || (entry->mode & S_IFMT) == type;
}

void owners_touch(struct owners *owners, struct owners_entry *entry)
{
	entry->flags |= ENTRY_DIRTY;
	owners->changed = true;
}

static bool has_set_ids(const struct owners_entry *entry)
{
	return (entry->known & OWNER_MODE) != 0 && (entry->mode & (S_ISUID | S_ISGID)) != 0;
}

/* KERNEL: setattr_should_drop_suidgid(), setattr_should_drop_sgid(). */
static void take_privileges(struct owners *owners, struct owners_entry *entry, unsigned int takes)
{
	struct owners_xattr **link = owners_xattr_find(entry, CAPABILITY);
	bool plain = (entry->mode & S_IFMT) == S_IFREG;

	owners_account(owners, entry, -1);
	entry->flags &= (uint8_t)~ENTRY_WATCHED_ALL;
	if (plain && (takes & OWNER_TAKES_IDS) != 0 && has_set_ids(entry)) {
		entry->mode &= (uint16_t)~S_ISUID;
		if ((entry->mode & S_IXGRP) != 0 || (takes & OWNER_TAKES_SGID) != 0)
			entry->mode &= (uint16_t)~S_ISGID;
		owners_touch(owners, entry);
	}
	if (plain && *link != NULL) {
		struct owners_xattr *next = (*link)->next;

		talloc_free(*link);
		*link = next;
		owners_touch(owners, entry);
	}
	owners_account(owners, entry, 1);
}

static unsigned int taken(const struct owners_entry *entry)
{
	return ((entry->flags & ENTRY_WATCHED_IDS) != 0 ? OWNER_TAKES_IDS : 0U) |
	       ((entry->flags & ENTRY_WATCHED_SGID) != 0 ? OWNER_TAKES_SGID : 0U);
}

/* What a write took from the file that its entry still says. */
static void catch_up(struct owners *owners, struct owners_entry *entry, const struct statx *host)
{
	if ((entry->flags & ENTRY_WATCHED) != 0 && entry->change != nanoseconds(&host->stx_mtime))
		take_privileges(owners, entry, taken(entry));
}

struct owners_entry *owners_find(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_table_find(owners->table, dev_of(host), host->stx_ino);

	if (entry == NULL || (entry->flags & ENTRY_DEAD) != 0)
		return NULL;
	if (!is_about(entry, host)) {
		owners_drop(owners, entry);
		return NULL;
	}
	/* A state file of fakeroot's has no birth times: the first look gives it. */
	if (entry->birth == BIRTH_UNKNOWN && birth_of(host) != BIRTH_UNKNOWN) {
		owners_account(owners, entry, -1);
		entry->birth = birth_of(host);
		owners_account(owners, entry, 1);
	}
	catch_up(owners, entry, host);
	return entry;
}

/* What is gone may be open still; but nothing tells when it is not any more. */
static void purge_if_many(struct owners *owners)
{
	struct owners_entry *entry;
	size_t position = 0;

	if (owners->gone <= GONE_MIN || owners->gone <= owners_count(owners))
		return;
	while ((entry = owners_table_next(owners->table, &position)) != NULL) {
		if ((entry->flags & ENTRY_DEAD) == 0 && is_passing(owners, entry))
			owners_drop(owners, entry);
	}
}

struct owners_entry *owners_find_or_add(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_find(owners, host);

	if (entry != NULL)
		return entry;
	purge_if_many(owners);
	entry = owners_table_find(owners->table, dev_of(host), host->stx_ino);
	if (entry == NULL)
		entry = owners_table_add(owners->table, dev_of(host), host->stx_ino);
	else
		owners_account(owners, entry, -1);
	if (entry == NULL)
		return NULL;
	entry->flags = (entry->flags & ENTRY_STORED) | ENTRY_USED;
	entry->known = 0;
	entry->birth = birth_of(host);
	if (host->stx_nlink == 0 && entry->birth != BIRTH_UNKNOWN)
		entry->flags |= ENTRY_GONE;
	/* The whole mode, though only its type counts yet: fakeroot's files want one. */
	entry->mode = host->stx_mode;
	owners_account(owners, entry, 1);
	return entry;
}

static uid_t shown_uid(const struct owners *owners, uid_t uid)
{
	return uid == owners->identity.host_uid ? owners->identity.shown_uid : uid;
}

/* A file of the host's user may be in any of his groups: to the jail they are all one. */
static gid_t shown_gid(const struct owners *owners, uid_t uid, gid_t gid)
{
	return uid == owners->identity.host_uid || gid == owners->identity.host_gid
		       ? owners->identity.shown_gid
		       : gid;
}

void owners_show_unknown(const struct owners *owners, struct statx *info)
{
	info->stx_gid = shown_gid(owners, info->stx_uid, info->stx_gid);
	info->stx_uid = shown_uid(owners, info->stx_uid);
}

void owners_show(struct owners *owners, struct statx *info)
{
	struct owner owner = owners_get(owners, info);

	if ((owner.known & OWNER_IDS) == 0) {
		owners_show_unknown(owners, info);
	} else {
		info->stx_uid = owner.uid;
		info->stx_gid = owner.gid;
	}
	if ((owner.known & OWNER_MODE) != 0)
		info->stx_mode = (uint16_t)((info->stx_mode & S_IFMT) | (owner.mode & 07777));
	if ((owner.known & OWNER_DEVICE) != 0) {
		info->stx_mode = (uint16_t)((owner.mode & S_IFMT) | (info->stx_mode & 07777));
		info->stx_rdev_major = major(owner.rdev);
		info->stx_rdev_minor = minor(owner.rdev);
		info->stx_size = 0;
		info->stx_blocks = 0;
	}
}

struct owner owners_get(struct owners *owners, const struct statx *host)
{
	const struct owners_entry *entry = owners_find(owners, host);

	if (entry == NULL)
		return (struct owner){ .known = 0 };
	return (struct owner){ .known = entry->known,
			       .uid = entry->uid,
			       .gid = entry->gid,
			       .mode = entry->mode,
			       .rdev = entry->rdev };
}

int owners_set(struct owners *owners, const struct statx *host, const struct owner *owner)
{
	struct owners_entry *entry = owners_find(owners, host);
	mode_t type = (owner->known & OWNER_DEVICE) != 0 ? owner->mode & S_IFMT
							 : host->stx_mode & S_IFMT;
	mode_t bits = (owner->known & OWNER_MODE) != 0 ? owner->mode : host->stx_mode;

	if (owner->known == 0 && (entry == NULL || entry->xattrs == NULL)) {
		if (entry != NULL)
			owners_drop(owners, entry);
		return 0;
	}
	if (entry == NULL)
		entry = owners_find_or_add(owners, host);
	if (entry == NULL)
		return -ENOMEM;
	owners_account(owners, entry, -1);
	entry->known = (uint8_t)owner->known;
	entry->uid = owner->uid;
	entry->gid = owner->gid;
	entry->mode = (uint16_t)(type | (bits & 07777));
	entry->rdev = (owner->known & OWNER_DEVICE) != 0 ? owner->rdev : 0;
	owners_account(owners, entry, 1);
	owners_touch(owners, entry);
	return 0;
}

void owners_forget(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_find(owners, host);

	if (entry != NULL)
		owners_drop(owners, entry);
}

int owners_made(struct owners *owners, const struct statx *host)
{
	struct owners_made *oldest;
	struct owners_entry *entry;

	if (owners->made == NULL)
		owners->made = talloc_zero_array(owners, struct owners_made, OWNERS_MADE_MOST);
	if (owners->made == NULL)
		return -ENOMEM;
	oldest = &owners->made[owners->made_next++ % OWNERS_MADE_MOST];
	entry = owners_table_find(owners->table, oldest->dev, oldest->ino);
	if (entry != NULL && (entry->flags & ENTRY_DEAD) == 0 &&
	    owners_is_left_out(owners, entry->dev))
		owners_drop(owners, entry);
	*oldest = (struct owners_made){ dev_of(host), host->stx_ino };
	return 0;
}

void owners_leave_out(struct owners *owners, dev_t dev)
{
	if (!owners_is_left_out(owners, dev) && owners->left_out_count < OWNERS_LEFT_OUT_MAX)
		owners->left_out[owners->left_out_count++] = dev;
}

bool owners_is_left_out(const struct owners *owners, uint64_t dev)
{
	for (size_t i = 0; i < owners->left_out_count; i++)
		if (owners->left_out[i] == dev)
			return true;
	return false;
}

void owners_drop_left_out(struct owners *owners)
{
	struct owners_entry *entry;
	size_t position = 0;

	while ((entry = owners_table_next(owners->table, &position)) != NULL) {
		if ((entry->flags & ENTRY_DEAD) == 0 && owners_is_left_out(owners, entry->dev))
			owners_drop(owners, entry);
	}
}

void owners_unlinked(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_find(owners, host);

	if (entry == NULL || (entry->flags & ENTRY_GONE) != 0)
		return;
	if (entry->birth == BIRTH_UNKNOWN) {
		owners_drop(owners, entry);
		return;
	}
	owners_account(owners, entry, -1);
	entry->flags |= ENTRY_GONE;
	owners_account(owners, entry, 1);
	owners_touch(owners, entry);
	purge_if_many(owners);
}

void owners_linked(struct owners *owners, const struct statx *host)
{
	struct statx before = *host;
	struct owners_entry *entry;

	before.stx_nlink = 0;
	entry = owners_find(owners, &before);
	if (entry == NULL || (entry->flags & ENTRY_GONE) == 0)
		return;
	owners_account(owners, entry, -1);
	entry->flags &= (uint8_t)~ENTRY_GONE;
	owners_account(owners, entry, 1);
	owners_touch(owners, entry);
}

void owners_may_be_written(struct owners *owners, const struct statx *host, unsigned int takes)
{
	struct owners_entry *entry = owners_find(owners, host);

	if (entry == NULL)
		return;
	takes |= taken(entry);
	if ((entry->flags & ENTRY_WATCHED_IDS) != 0 && takes == taken(entry))
		return;
	if (!(has_set_ids(entry) && (takes & OWNER_TAKES_IDS) != 0) &&
	    *owners_xattr_find(entry, CAPABILITY) == NULL)
		return;
	owners_account(owners, entry, -1);
	entry->flags |= ENTRY_WATCHED | ((takes & OWNER_TAKES_IDS) != 0 ? ENTRY_WATCHED_IDS : 0) |
			((takes & OWNER_TAKES_SGID) != 0 ? ENTRY_WATCHED_SGID : 0);
	owners_account(owners, entry, 1);
	entry->change = nanoseconds(&host->stx_mtime);
}

void owners_retimed(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_table_find(owners->table, dev_of(host), host->stx_ino);

	if (entry != NULL && (entry->flags & ENTRY_DEAD) == 0 && is_about(entry, host))
		entry->change = nanoseconds(&host->stx_mtime);
}

void owners_written(struct owners *owners, const struct statx *host, unsigned int takes)
{
	struct owners_entry *entry = owners_table_find(owners->table, dev_of(host), host->stx_ino);
	uint8_t watched;

	if (entry == NULL || (entry->flags & ENTRY_DEAD) != 0 || !is_about(entry, host))
		return;
	watched = entry->flags & ENTRY_WATCHED_ALL;
	take_privileges(owners, entry, takes);
	/* Others, whose writes take more, may still have it open. */
	if (!has_set_ids(entry))
		return;
	owners_account(owners, entry, -1);
	entry->flags |= watched;
	owners_account(owners, entry, 1);
	entry->change = nanoseconds(&host->stx_mtime);
}

bool owners_is_watched(struct owners *owners, const struct statx *host)
{
	const struct owners_entry *entry = owners_find(owners, host);

	return entry != NULL && (entry->flags & ENTRY_WATCHED) != 0;
}

void owners_unwatch(struct owners *owners, const struct statx *host)
{
	struct owners_entry *entry = owners_find(owners, host);

	if (entry == NULL)
		return;
	owners_account(owners, entry, -1);
	entry->flags &= (uint8_t)~ENTRY_WATCHED_ALL;
	owners_account(owners, entry, 1);
}
