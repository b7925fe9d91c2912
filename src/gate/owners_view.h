/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code knows of faked owners: a part of the gate, which the tracer writes
 * (fakeroot/owners_view.c) and tracees read. Freestanding.
 *
 * A copy of what the database (fakeroot/owners.h) shows of files, found by device and inode, and
 * about a file only if its birth time is the same. Three files with equal hashes fit into a
 * bucket; of others it is only told that there are some, and the tracer is asked. So is he about
 * devices, about files that may lose bits by a write, and about those without a birth time.
 *
 * `sequence` is odd while something changes: who reads it before he asks the kernel, and again
 * after he looked here, and finds it even and the same, has seen one moment.
 */
#ifndef PTJAIL_GATE_OWNERS_VIEW_H
#define PTJAIL_GATE_OWNERS_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#define GATE_OWNERS_BUCKETS 16384U
#define GATE_OWNERS_WAYS    3U

struct gate_owner {
	uint64_t dev; /* major << 32 | minor */
	uint64_t ino;
	int64_t birth; /* nanoseconds of the epoch */
	uint32_t uid, gid;
	uint16_t mode; /* with the type */
	uint8_t known; /* GATE_OWNER_*; 0: no entry */
};
#define GATE_OWNER_IDS        1U
#define GATE_OWNER_MODE       2U
#define GATE_OWNER_ASK        4U /* only the tracer knows */
#define GATE_OWNER_ATTRIBUTES 8U /* it has some, which a change of owner or mode may change, too */

struct gate_owners_bucket {
	uint32_t overflow; /* so many more belong here */
	uint32_t used;
	struct gate_owner owners[GATE_OWNERS_WAYS];
};

struct gate_owners {
	uint32_t sequence;
	uint32_t devices; /* placeholders of devices */
	uint32_t host_uid, host_gid, shown_uid, shown_gid;
	uint32_t inheriting; /* some directory gives new files its group, or has a default ACL */
	uint32_t birthless;  /* some entry may be taken for a new file's */
	uint32_t devices_are_open; /* a descriptor of a device may show a placeholder's */
	uint32_t unused;
	/* Bit i of all: bucket i is not empty. Most lookups end here, in one page. */
	uint64_t filled[GATE_OWNERS_BUCKETS / 64];
	char padding[4096 - 40 - GATE_OWNERS_BUCKETS / 8];
	struct gate_owners_bucket buckets[GATE_OWNERS_BUCKETS];
};
_Static_assert(sizeof(struct gate_owners_bucket) == 128, "two cache lines");
_Static_assert(sizeof(struct gate_owners) == 4096 + GATE_OWNERS_BUCKETS * 128UL, "whole pages");

/* The finalizer of MurmurHash3: inode numbers are often consecutive. */
static inline uint32_t gate_owners_bucket(uint64_t dev, uint64_t ino)
{
	uint64_t hash = ino ^ (dev << 32 | dev >> 32);

	hash ^= hash >> 33;
	hash *= 0xff51afd7ed558ccdULL;
	hash ^= hash >> 33;
	hash *= 0xc4ceb9fe1a85ec53ULL;
	return (uint32_t)(hash >> 32) % GATE_OWNERS_BUCKETS;
}

static inline bool gate_owners_is_filled(const struct gate_owners *owners, uint32_t bucket)
{
	return (owners->filled[bucket / 64] >> (bucket % 64) & 1) != 0;
}

#endif
