/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See gate_words.h. Readers have no lock, the kernel among them: a word's first byte is written
 * last, and nothing of a word is changed but its first eight bytes, to zeroes, at the very end.
 * Must never write a slash.
 */
#include "tracer/gate_words.h"

#include <string.h>

static bool can_be_word(const char *name, size_t length)
{
	return length != 0 && length < GATE_WORD_SIZE && strchr(name, '/') == NULL &&
	       strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static void write_word(char *word, const char *name, size_t length)
{
	memcpy(word + 1, name + 1, length - 1);
	__atomic_store_n(word, name[0], __ATOMIC_RELEASE);
}

bool gate_words_add(struct gate_words *words, const char *name)
{
	size_t length = strnlen(name, GATE_WORD_SIZE);
	uint32_t hash = 0;

	if (!can_be_word(name, length))
		return false;
	for (size_t i = 0; i < length; i++)
		hash = hash * 31 + (unsigned char)name[i];
	hash = gate_word_place(hash);
	for (uint32_t i = 0; i < GATE_WORD_PROBES; i++) {
		char *word = words->words[(hash + i) % GATE_WORD_COUNT];

		if (word[0] == '\0') {
			write_word(word, name, length);
			return true;
		}
		if (strcmp(word, name) == 0)
			return false;
	}
	return false;
}

void gate_words_void(struct gate_words *words)
{
	for (uint32_t i = 0; i < GATE_WORD_COUNT; i++) {
		uint64_t *first = (uint64_t *)(void *)words->words[i];

		if (words->words[i][0] != '\0')
			__atomic_store_n(first, 0, __ATOMIC_SEQ_CST);
	}
}
