/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A direct-mapped table of hashes. Owns nothing else; two places that collide overwrite
 * each other, which is slower and never wrong. Must never be the reason for a result.
 */
#include "path/hint.h"

#include <limits.h>
#include <stddef.h>
#include <string.h>

#define HINTS_COUNT 1024 /* a power of two */
#define PLACES_COUNT 64
#define LONG_PLACES_COUNT 8
#define HINT_KIND_MASK UINT64_C(3)

struct hints {
	uint64_t entries[HINTS_COUNT]; /* hash without its low bits, which hold the kind */
	struct place_hint places[PLACES_COUNT];
	struct place_hint long_places[LONG_PLACES_COUNT]; /* of PATH_MAX bytes and more */
};

struct hints *hints_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct hints);
}

enum hint hints_find(const struct hints *hints, uint64_t place)
{
	uint64_t entry;

	if (!hints)
		return HINT_NONE;
	entry = hints->entries[(place >> 32) % HINTS_COUNT];
	if ((entry ^ place) & ~HINT_KIND_MASK)
		return HINT_NONE;
	return (enum hint)(entry & HINT_KIND_MASK);
}

void hints_note(struct hints *hints, uint64_t place, enum hint hint)
{
	if (hints)
		hints->entries[(place >> 32) % HINTS_COUNT] =
			(place & ~HINT_KIND_MASK) | (uint64_t)hint;
}

static bool is_place_of(const struct place_hint *place, dev_t dev, ino_t ino, const void *prefer)
{
	return place->mount && place->ino == ino && place->dev == dev && place->prefer == prefer;
}

const struct place_hint *hints_find_place(const struct hints *hints, dev_t dev, ino_t ino,
					  const void *prefer)
{
	const struct place_hint *place;

	if (!hints)
		return NULL;
	place = &hints->places[ino % PLACES_COUNT];
	if (is_place_of(place, dev, ino, prefer))
		return place;
	place = &hints->long_places[ino % LONG_PLACES_COUNT];
	return is_place_of(place, dev, ino, prefer) ? place : NULL;
}

void hints_note_place(struct hints *hints, dev_t dev, ino_t ino, const void *prefer,
		      struct mount *mount, const char *rel)
{
	size_t length = strlen(rel);
	struct place_hint *place, *other;
	char *copy;

	if (!hints || length > PLACE_HINT_MAX)
		return;
	copy = talloc_strdup(hints, rel);
	if (!copy)
		return;
	place = &hints->places[ino % PLACES_COUNT];
	other = &hints->long_places[ino % LONG_PLACES_COUNT];
	if (length >= PATH_MAX) {
		struct place_hint *swap = place;

		place = other;
		other = swap;
	}
	/* It has moved, and what is found first has to be what was noted last. */
	if (is_place_of(other, dev, ino, prefer))
		other->mount = NULL;
	talloc_free(place->rel);
	*place = (struct place_hint){ dev, ino, prefer, mount, copy };
}

/* FNV-1a over the name, then a mix so that both halves are of use. */
uint64_t hint_hash(uint64_t place, const char *name, size_t length)
{
	uint64_t hash = place ^ UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)name[i]) * UINT64_C(0x100000001b3);
	hash ^= hash >> 29;
	return hash * UINT64_C(0x9e3779b97f4a7c15);
}
