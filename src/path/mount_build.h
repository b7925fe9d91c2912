/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Private to mount*.c: how the mount table is put together.
 *
 *   mount.c          the table and what is asked of it
 *   mount_add.c      requests -> mounts (guest places, spool directories)
 *   mount_index.c    special directories and merged names, from the finished mounts
 *   mount_overlap.c  refuses sources that are both read-only and writable
 */
#ifndef PTJAIL_PATH_MOUNT_BUILD_H
#define PTJAIL_PATH_MOUNT_BUILD_H

#include "path/mount.h"

struct special_directory {
	dev_t dev;
	ino_t ino;
	struct mount *mount;
	const char *rel;
};

struct merged {
	dev_t dev;
	ino_t ino;
	const char **names; /* NULL-terminated */
	size_t count;
};

struct special {
	uint64_t name_bits[8]; /* a Bloom filter of the components of all places */
	struct special_directory *directories;
	size_t directory_count;
	struct merged *merged;
	size_t merged_count;
	unsigned int spool_count; /* directories and links made in the spool so far */
};

/* A mount that belongs to nobody yet; its handle (-1) is closed when it is freed. */
struct mount *mount_new(TALLOC_CTX *ctx);

/* Takes over `handle` and learns dev, ino, mount id and the kind from it. */
int mount_take_handle(struct mount *mount, int handle) MUST_CHECK;

/* Adds a finished mount to the table, which owns it from now on. */
int mount_table_insert(struct mount_table *table, struct mount *mount) MUST_CHECK;

/* A new directory of the spool: *ret_handle O_PATH. */
int mount_spool_directory(struct mount_table *table, int *ret_handle) MUST_CHECK;

/* The same, a link that says `text`. */
int mount_spool_link(struct mount_table *table, const char *text, int *ret_handle) MUST_CHECK;

/* Makes special directories, merged names and the any_ fields anew. */
int mount_index_build(struct mount_table *table) MUST_CHECK;

/* -EINVAL: *ret_mount (the later one) shares files with another mount of other rights. */
int mount_overlap_check(const struct mount_table *table, const struct mount **ret_mount) MUST_CHECK;

#endif
