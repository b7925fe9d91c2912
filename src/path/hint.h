/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Where the walk met a symlink or a host mount before. Hints only say where to look
 * first: what they claim is read again each time, and a wrong one costs one call.
 */
#ifndef PTJAIL_PATH_HINT_H
#define PTJAIL_PATH_HINT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

struct hints;
struct mount;

enum hint {
	HINT_NONE,
	HINT_LINK,
	HINT_HOST_MOUNT,
};

/* A bounded table; NULL when memory is out. */
struct hints *hints_new(TALLOC_CTX *ctx);

/* `place` is hint_hash() of where the name lies. `hints` may be NULL: nothing is known. */
enum hint hints_find(const struct hints *hints, uint64_t place);
void hints_note(struct hints *hints, uint64_t place, enum hint hint);

/*
 * A directory's place as it was found last: to be looked at first, as all hints. One that is
 * longer than PATH_MAX is what costs most to find; there is room for a few of them.
 */
struct place_hint {
	dev_t dev;
	ino_t ino;
	const void *prefer; /* what it was asked for with */
	struct mount *mount;
	char *rel;
};

/* NULL: nothing is known. Borrowed until the next note. */
const struct place_hint *hints_find_place(const struct hints *hints, dev_t dev, ino_t ino,
					  const void *prefer);
/* What is longer than PLACE_HINT_MAX is not kept, nor what there is no memory for. */
#define PLACE_HINT_MAX (1024 * 1024)
void hints_note_place(struct hints *hints, dev_t dev, ino_t ino, const void *prefer,
		      struct mount *mount, const char *rel);

/* Folds one more component into the hash of a place. */
uint64_t hint_hash(uint64_t place, const char *name, size_t length);

#endif
