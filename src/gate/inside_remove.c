/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: calls that remove names. A name in memory that others can write might be a
 * path by the time the kernel reads it, so it is never given the guest's, but the same word in the
 * gate. Must never make an attempt at what is or holds a mount point: those are no words.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"

#define ERROR_NOTEMPTY 39

/* Directories on the way, copied to the stack: a longer way is the tracer's. */
#define WAY_SIZE 192U

static bool is_word(const char *word, const char *name, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		if (word[i] != name[i])
			return false;
	return word[length] == '\0';
}

/* The word that is this name, which has as many bytes, none of them a zero; 0: there is none. */
static uint64_t find_word(const char *name, uint32_t length, uint32_t hash)
{
	const struct gate_words *words =
		(const struct gate_words *)(uintptr_t)inside_config_of()->words;
	uint32_t place = gate_word_place(hash);

	if (length >= GATE_WORD_SIZE)
		return 0;
	for (uint32_t i = 0; i < GATE_WORD_PROBES; i++) {
		const char *word = words->words[(place + i) % GATE_WORD_COUNT];

		if (__atomic_load_n(word, __ATOMIC_ACQUIRE) == '\0')
			return 0;
		if (is_word(word, name, length))
			return (uint64_t)(uintptr_t)word;
	}
	return 0;
}

/* Splits at the last slash: how long the way is, with it, or WAY_SIZE where it is too long. */
static uint32_t split(const char *path, uint64_t *ret_word)
{
	uint32_t way = 0, length = 0, hash = 0;

	for (; path[length] != '\0'; length++) {
		hash = hash * 31 + (unsigned char)path[length];
		if (path[length] == '/') {
			way = length + 1;
			hash = 0;
		}
		if (way >= WAY_SIZE)
			return WAY_SIZE;
	}
	*ret_word = length == way ? 0 : find_word(path + way, length - way, hash);
	return way;
}

/* Only what is the same whatever the tracer knows more; it is asked for all else. */
static int64_t settle(int64_t result)
{
	return result == 0 || result == -ERROR_NOENT || result == -ERROR_ISDIR ||
			       result == -ERROR_NOTDIR || result == -ERROR_NOTEMPTY
		       ? result
		       : GATE_CALL_IT;
}

/* Words that became void meanwhile name nothing, which says nothing of the file. */
static int64_t remove_word(int fd, uint64_t word, unsigned int flags)
{
	int64_t result = inside_once(__NR_unlinkat, (uint32_t)fd, word, flags, 0, 0);

	if (__atomic_load_n((const char *)(uintptr_t)word, __ATOMIC_ACQUIRE) == '\0' &&
	    result < 0)
		return GATE_CALL_IT;
	return settle(result);
}

static int64_t remove_below(struct gate_frame *frame, const struct lookup *lookup, uint32_t length,
			    uint64_t word, unsigned int flags)
{
	char way[WAY_SIZE];
	int64_t result;

	for (uint32_t i = 0; i < length; i++)
		way[i] = lookup->rel[i];
	way[length] = '\0';
	if (!inside_may_hold() ||
	    inside_hold_at(frame, lookup, way,
			   inside_how_for(lookup, GATE_HOW_PATH + (GATE_HOW_CLOEXEC |
								    GATE_HOW_DIRECTORY))) < 0)
		return GATE_CALL_IT;
	/* As number 0 it could not be told from success (gate_frame.done). */
	if (frame->fd == 0)
		return inside_close_held(frame);
	result = remove_word(frame->fd, word, flags);
	(void)inside_close_held(frame);
	return result;
}

int64_t inside_serve_remove(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int flags)
{
	struct lookup lookup;
	uint64_t word = 0;
	uint32_t way;

	if ((inside_config_of()->flags & GATE_MAY_REMOVE) == 0 || path == 0 ||
	    (flags & ~(unsigned int)AT_REMOVEDIR) != 0 ||
	    !inside_begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	way = split(lookup.rel, &word);
	if (way >= WAY_SIZE || word == 0)
		return GATE_CALL_IT;
	return way == 0 ? remove_word(lookup.fd, word, flags)
			: remove_below(frame, &lookup, way, word, flags);
}
