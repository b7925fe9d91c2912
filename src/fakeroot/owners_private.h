/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What the database and its state files share; for owners*.c only. */
#ifndef PTJAIL_FAKEROOT_OWNERS_PRIVATE_H
#define PTJAIL_FAKEROOT_OWNERS_PRIVATE_H

#include "fakeroot/owners.h"
#include "fakeroot/owners_state.h"
#include "fakeroot/owners_table.h"

/* So many bytes of names of attributes, each with its NUL, one file has at most. */
#define OWNERS_NAMES_MOST 16384U

/* So many of what has no name are known as somebody's who is not shown as the host's user. */
#define OWNERS_MADE_MOST 2048U

struct owners_made {
	uint64_t dev, ino;
};

struct owners {
	struct owners_identity identity;
	struct owners_table *table;
	bool changed;
	bool devices_are_open;
	dev_t left_out[OWNERS_LEFT_OUT_MAX]; /* file systems: owners_leave_out() */
	size_t left_out_count;
	/* sums over the entries, kept by owners_account() */
	size_t gone, dead, without_birth, devices, inheriting;
	size_t attribute_bytes;
	struct owners_made *made; /* the last ones, a ring; NULL: there was none yet */
	size_t made_next;
	struct gate_owners *view; /* for in-process code (owners_view.h); NULL: nobody reads it */
};

/* Before (by is -1) and after (1) anything is changed that the sums count or the view shows. */
void owners_account(struct owners *owners, const struct owners_entry *entry, int by);

/* Forgets the entry; where the state file has it, its grave stays until that is written. */
void owners_drop(struct owners *owners, struct owners_entry *entry);

/* Whether a file of that format gets a line for the entry. */
bool owners_is_written(const struct owners *owners, const struct owners_entry *entry,
		       enum owners_format format);

/* Forgets all files of file systems that are left out. */
void owners_drop_left_out(struct owners *owners);

/* The file system is one that owners_leave_out() named. */
bool owners_is_left_out(const struct owners *owners, uint64_t dev);

/* The entry about the file, or NULL. */
struct owners_entry *owners_find(struct owners *owners, const struct statx *host);

/* The same, made if there is none; NULL: no memory. */
struct owners_entry *owners_find_or_add(struct owners *owners, const struct statx *host);

/* The entry was changed, which the state file does not say yet. */
void owners_touch(struct owners *owners, struct owners_entry *entry);

#endif
