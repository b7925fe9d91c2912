/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The entries of the database, found by device and inode: an index of open addressing over
 * entries in blocks that never move. Private to owners*.c; knows nothing of what an entry
 * means.
 */
#ifndef PTJAIL_FAKEROOT_OWNERS_TABLE_H
#define PTJAIL_FAKEROOT_OWNERS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "fakeroot/owners.h"
#include "util/compiler.h"

/* One attribute; name and value lie in one piece of memory, whose parent is the next one's. */
struct owners_xattr {
	struct owners_xattr *next;
	size_t size;
	size_t after; /* listed behind so many of the host's own */
	unsigned char *value;
	char name[];
};

enum owners_flag {
	ENTRY_USED = 1 << 0,
	ENTRY_DIRTY = 1 << 1,   /* changed since it was read from or written to the state file */
	ENTRY_STORED = 1 << 2,  /* the state file has it */
	ENTRY_GONE = 1 << 3,    /* no name is left; shown, not saved */
	ENTRY_DEAD = 1 << 4,    /* forgotten; kept to be taken out of the state file */
	ENTRY_WATCHED = 1 << 5, /* the capability goes when the times differ from `change` */
	ENTRY_WATCHED_IDS = 1 << 6,  /* and the set-id bits */
	ENTRY_WATCHED_SGID = 1 << 7, /* and S_ISGID without S_IXGRP */
	ENTRY_WATCHED_ALL = ENTRY_WATCHED | ENTRY_WATCHED_IDS | ENTRY_WATCHED_SGID,
};

#define BIRTH_UNKNOWN INT64_MIN

struct owners_entry {
	uint64_t dev, ino;
	int64_t birth;  /* nanoseconds of the epoch; BIRTH_UNKNOWN */
	int64_t change; /* of ENTRY_WATCHED: its mtime */
	struct owners_xattr *xattrs;
	uint64_t rdev;
	uid_t uid;
	gid_t gid;
	uint32_t next_free;
	uint16_t mode;
	uint8_t known;
	uint8_t flags;
};

struct owners_table;

struct owners_table *owners_table_new(TALLOC_CTX *ctx);
struct owners_entry *owners_table_find(const struct owners_table *table, uint64_t dev,
				       uint64_t ino);
/* A new entry, zeroed but for its key; it must not be there yet. NULL: no memory. */
struct owners_entry *owners_table_add(struct owners_table *table, uint64_t dev, uint64_t ino);
/* Frees its attributes too. */
void owners_table_remove(struct owners_table *table, struct owners_entry *entry);
/* The first entry (previous NULL) or the next one; the given one may be removed meanwhile. */
struct owners_entry *owners_table_next(struct owners_table *table, size_t *position);
size_t owners_table_count(const struct owners_table *table);

/* Attributes of an entry. */
struct owners_xattr **owners_xattr_find(struct owners_entry *entry, const char *name);
int owners_xattr_put(struct owners_table *table, struct owners_entry *entry, const char *name,
		     const void *value, size_t size) MUST_CHECK;
/* One of another entry, with its place in listings. */
int owners_xattr_copy(struct owners_table *table, struct owners_entry *entry,
		      const struct owners_xattr *from) MUST_CHECK;
void owners_xattr_free(struct owners_entry *entry);
/* The memory that they take; *ret_names (may be NULL): what of it listxattr() needs. */
size_t owners_xattr_bytes(const struct owners_entry *entry, size_t *ret_names);

#endif
