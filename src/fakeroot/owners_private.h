/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What the database and its state files share; for owners*.c only. */
#ifndef PTJAIL_FAKEROOT_OWNERS_PRIVATE_H
#define PTJAIL_FAKEROOT_OWNERS_PRIVATE_H

#include "fakeroot/owners.h"
#include "fakeroot/owners_state.h"
#include "fakeroot/owners_table.h"

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

/* Forgets all files that are gone. */
void owners_purge(struct owners *owners);

#endif
