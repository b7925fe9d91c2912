/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See owners_table.h. The index holds numbers of entries with their hashes, so that a lookup
 * seldom has to look at a wrong entry; at most 7 of 10 places are in use. Removing closes the
 * gap behind (Knuth, 6.4 R), so that no lookup meets a place that was.
 */
#include "fakeroot/owners_table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_ENTRIES 1024U
#define FIRST_PLACES  256U
#define NO_ENTRY      UINT32_MAX

struct place {
	uint32_t number; /* of an entry, or NO_ENTRY */
	uint32_t hash;
};

struct owners_table {
	struct owners_entry **blocks;
	size_t block_count;
	uint32_t used;       /* entries ever handed out: below it each is in use or free */
	uint32_t first_free; /* NO_ENTRY: none */
	struct place *places;
	size_t place_count; /* a power of two */
	size_t count;
};

struct owners_table *owners_table_new(TALLOC_CTX *ctx)
{
	struct owners_table *table = talloc_zero(ctx, struct owners_table);

	if (table == NULL)
		return NULL;
	table->first_free = NO_ENTRY;
	table->place_count = FIRST_PLACES;
	table->places = talloc_array(table, struct place, FIRST_PLACES);
	if (table->places == NULL) {
		talloc_free(table);
		return NULL;
	}
	memset(table->places, 0xff, FIRST_PLACES * sizeof(*table->places));
	return table;
}

static struct owners_entry *entry_at(const struct owners_table *table, uint32_t number)
{
	return &table->blocks[number / BLOCK_ENTRIES][number % BLOCK_ENTRIES];
}

/* The finalizer of MurmurHash3: inode numbers are often consecutive. */
static uint32_t hash_of(uint64_t dev, uint64_t ino)
{
	uint64_t hash = ino ^ (dev << 32 | dev >> 32);

	hash ^= hash >> 33;
	hash *= 0xff51afd7ed558ccdULL;
	hash ^= hash >> 33;
	hash *= 0xc4ceb9fe1a85ec53ULL;
	return (uint32_t)(hash >> 32);
}

/* Where the key is, or the free place where it would go. */
static size_t look_up(const struct owners_table *table, uint64_t dev, uint64_t ino)
{
	uint32_t hash = hash_of(dev, ino);
	size_t place = hash & (table->place_count - 1);

	while (table->places[place].number != NO_ENTRY) {
		if (table->places[place].hash == hash) {
			const struct owners_entry *entry = entry_at(table,
								    table->places[place].number);

			if (entry->ino == ino && entry->dev == dev)
				break;
		}
		place = (place + 1) & (table->place_count - 1);
	}
	return place;
}

struct owners_entry *owners_table_find(const struct owners_table *table, uint64_t dev, uint64_t ino)
{
	uint32_t number = table->places[look_up(table, dev, ino)].number;

	return number == NO_ENTRY ? NULL : entry_at(table, number);
}

static bool grow_index(struct owners_table *table)
{
	size_t mask = table->place_count * 2 - 1;
	struct place *places = talloc_array(table, struct place, (unsigned int)(mask + 1));

	if (places == NULL)
		return false;
	memset(places, 0xff, (mask + 1) * sizeof(*places));
	for (size_t i = 0; i < table->place_count; i++) {
		size_t place = table->places[i].hash & mask;

		if (table->places[i].number == NO_ENTRY)
			continue;
		while (places[place].number != NO_ENTRY)
			place = (place + 1) & mask;
		places[place] = table->places[i];
	}
	talloc_free(table->places);
	table->places = places;
	table->place_count = mask + 1;
	return true;
}

static uint32_t take_number(struct owners_table *table)
{
	uint32_t number = table->first_free;

	if (number != NO_ENTRY) {
		table->first_free = entry_at(table, number)->next_free;
		return number;
	}
	if (table->used == NO_ENTRY)
		return NO_ENTRY;
	if (table->used / BLOCK_ENTRIES == table->block_count) {
		struct owners_entry **blocks =
			talloc_realloc(table, table->blocks, struct owners_entry *,
				       (unsigned int)(table->block_count + 1));

		if (blocks == NULL)
			return NO_ENTRY;
		table->blocks = blocks;
		blocks[table->block_count] = talloc_zero_array(table, struct owners_entry,
							       BLOCK_ENTRIES);
		if (blocks[table->block_count] == NULL)
			return NO_ENTRY;
		table->block_count++;
	}
	return table->used++;
}

struct owners_entry *owners_table_add(struct owners_table *table, uint64_t dev, uint64_t ino)
{
	struct owners_entry *entry;
	uint32_t number;

	if ((table->count + 1) * 10 > table->place_count * 7 && !grow_index(table))
		return NULL;
	number = take_number(table);
	if (number == NO_ENTRY)
		return NULL;
	entry = entry_at(table, number);
	*entry = (struct owners_entry){
		.dev = dev, .ino = ino, .birth = BIRTH_UNKNOWN, .flags = ENTRY_USED
	};
	table->places[look_up(table, dev, ino)] = (struct place){ number, hash_of(dev, ino) };
	table->count++;
	return entry;
}

/* The hole moves on until what follows it is where it belongs, or nothing follows. */
static void close_gap(struct owners_table *table, size_t hole)
{
	size_t mask = table->place_count - 1;
	size_t place = hole;

	for (;;) {
		size_t home;

		place = (place + 1) & mask;
		if (table->places[place].number == NO_ENTRY)
			break;
		home = table->places[place].hash & mask;
		if (((place - home) & mask) < ((place - hole) & mask))
			continue;
		table->places[hole] = table->places[place];
		hole = place;
	}
	table->places[hole].number = NO_ENTRY;
}

void owners_table_remove(struct owners_table *table, struct owners_entry *entry)
{
	size_t place = look_up(table, entry->dev, entry->ino);
	uint32_t number = table->places[place].number;

	owners_xattr_free(entry);
	close_gap(table, place);
	*entry = (struct owners_entry){ .next_free = table->first_free };
	table->first_free = number;
	table->count--;
}

struct owners_entry *owners_table_next(struct owners_table *table, size_t *position)
{
	while (*position < table->used) {
		struct owners_entry *entry = entry_at(table, (uint32_t)(*position)++);

		if ((entry->flags & ENTRY_USED) != 0)
			return entry;
	}
	return NULL;
}

size_t owners_table_count(const struct owners_table *table)
{
	return table->count;
}

struct owners_xattr **owners_xattr_find(struct owners_entry *entry, const char *name)
{
	struct owners_xattr **link = &entry->xattrs;

	while (*link != NULL && strcmp((*link)->name, name) != 0)
		link = &(*link)->next;
	return link;
}

int owners_xattr_put(struct owners_table *table, struct owners_entry *entry, const char *name,
		     const void *value, size_t size)
{
	size_t length = strlen(name) + 1;
	struct owners_xattr *xattr = talloc_size(table, sizeof(*xattr) + length + size);
	struct owners_xattr **link;

	if (xattr == NULL)
		return -ENOMEM;
	memcpy(xattr->name, name, length);
	xattr->size = size;
	xattr->value = (unsigned char *)xattr->name + length;
	if (size > 0)
		memcpy(xattr->value, value, size);
	/* An attribute that gets another value keeps its place in listings. */
	link = owners_xattr_find(entry, name);
	xattr->next = *link == NULL ? NULL : (*link)->next;
	xattr->after = *link == NULL ? 0 : (*link)->after;
	if (*link != NULL)
		talloc_free(*link);
	*link = xattr;
	return 0;
}

int owners_xattr_copy(struct owners_table *table, struct owners_entry *entry,
		      const struct owners_xattr *from)
{
	int status = owners_xattr_put(table, entry, from->name, from->value, from->size);

	if (status == 0)
		(*owners_xattr_find(entry, from->name))->after = from->after;
	return status;
}

size_t owners_xattr_bytes(const struct owners_entry *entry, size_t *ret_names)
{
	size_t bytes = 0, names = 0;

	for (const struct owners_xattr *at = entry->xattrs; at != NULL; at = at->next) {
		names += strlen(at->name) + 1;
		bytes += sizeof(*at) + at->size;
	}
	if (ret_names != NULL)
		*ret_names = names;
	return bytes + names;
}

void owners_xattr_free(struct owners_entry *entry)
{
	while (entry->xattrs != NULL) {
		struct owners_xattr *next = entry->xattrs->next;

		talloc_free(entry->xattrs);
		entry->xattrs = next;
	}
}
