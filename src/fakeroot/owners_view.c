/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See owners_view.h. The readers may be hostile and have no lock: nothing is ever read back but
 * what this file wrote, and they cannot write it.
 */
#include "fakeroot/owners_view.h"

#include <string.h>
#include <sys/sysmacros.h>

#include "gate/owners_view.h"

static uint64_t dev_of(const struct owners_entry *entry)
{
	return (uint64_t)major(entry->dev) << 32 | minor(entry->dev);
}

static bool is_shown(const struct owners_entry *entry)
{
	return (entry->flags & ENTRY_DEAD) == 0 && (entry->known != 0 || entry->xattrs != NULL);
}

static struct gate_owner shown_as(const struct owners_entry *entry)
{
	struct gate_owner owner = {
		.dev = dev_of(entry),
		.ino = entry->ino,
		.birth = entry->birth,
		.uid = entry->uid,
		.gid = entry->gid,
		.mode = entry->mode,
	};

	if ((entry->known & OWNER_IDS) != 0)
		owner.known |= GATE_OWNER_IDS;
	if ((entry->known & OWNER_MODE) != 0)
		owner.known |= GATE_OWNER_MODE;
	if (entry->xattrs != NULL)
		owner.known |= GATE_OWNER_ATTRIBUTES;
	if ((entry->known & OWNER_DEVICE) != 0 || entry->birth == BIRTH_UNKNOWN ||
	    (entry->flags & (ENTRY_WATCHED_ALL | ENTRY_GONE)) != 0)
		owner.known |= GATE_OWNER_ASK;
	return owner;
}

void owners_begin(struct owners *owners)
{
	struct gate_owners *view = owners->view;

	if (view == NULL || (view->sequence & 1) != 0)
		return;
	__atomic_store_n(&view->sequence, view->sequence + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void owners_settle(struct owners *owners)
{
	struct gate_owners *view = owners->view;

	if (view == NULL || (view->sequence & 1) == 0)
		return;
	view->devices = (uint32_t)owners->devices;
	view->devices_are_open = owners->devices_are_open;
	view->inheriting = owners->inheriting > 0;
	view->birthless = owners->without_birth > 0;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&view->sequence, view->sequence + 1, __ATOMIC_RELEASE);
}

void owners_view_add(struct owners *owners, const struct owners_entry *entry)
{
	struct gate_owners *view = owners->view;
	struct gate_owners_bucket *bucket;
	uint32_t number;

	if (view == NULL || !is_shown(entry))
		return;
	owners_begin(owners);
	number = gate_owners_bucket(dev_of(entry), entry->ino);
	bucket = &view->buckets[number];
	view->filled[number / 64] |= 1ULL << (number % 64);
	if (bucket->used == GATE_OWNERS_WAYS)
		bucket->overflow++;
	else
		bucket->owners[bucket->used++] = shown_as(entry);
}

void owners_view_remove(struct owners *owners, const struct owners_entry *entry)
{
	struct gate_owners *view = owners->view;
	struct gate_owners_bucket *bucket;
	uint64_t dev = dev_of(entry);
	uint32_t number, i = 0;

	if (view == NULL || !is_shown(entry))
		return;
	owners_begin(owners);
	number = gate_owners_bucket(dev, entry->ino);
	bucket = &view->buckets[number];
	while (i < bucket->used &&
	       (bucket->owners[i].ino != entry->ino || bucket->owners[i].dev != dev))
		i++;
	if (i == bucket->used) {
		bucket->overflow--;
	} else {
		bucket->owners[i] = bucket->owners[--bucket->used];
		bucket->owners[bucket->used] = (struct gate_owner){ .known = 0 };
	}
	if (bucket->used == 0 && bucket->overflow == 0)
		view->filled[number / 64] &= ~(1ULL << (number % 64));
}

void owners_show_in(struct owners *owners, struct gate_owners *view)
{
	const struct owners_entry *entry;
	size_t position = 0;

	if (view == NULL)
		return;
	owners->view = view;
	owners_begin(owners);
	view->host_uid = owners->identity.host_uid;
	view->host_gid = owners->identity.host_gid;
	view->shown_uid = owners->identity.shown_uid;
	view->shown_gid = owners->identity.shown_gid;
	while ((entry = owners_table_next(owners->table, &position)) != NULL)
		owners_view_add(owners, entry);
	owners_settle(owners);
}
