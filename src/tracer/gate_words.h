/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The tracer's side of gate/words.h: the only writer. */
#ifndef PTJAIL_TRACER_GATE_WORDS_H
#define PTJAIL_TRACER_GATE_WORDS_H

#include <stdbool.h>

#include "gate/words.h"

/*
 * From now on the name is a word, if it can be one and there is room; true: it was none before.
 * More than GATE_WORDS_FULL are never there, so that to look for one stays quick.
 */
#define GATE_WORDS_FULL (GATE_WORD_COUNT / 4 * 3)
bool gate_words_add(struct gate_words *words, const char *name);

/*
 * From now on no word names anything (KERNEL: unlinkat of "" is ENOENT), and nobody may add one.
 * RACE: an unlinkat that has copied its word goes on by it.
 */
void gate_words_void(struct gate_words *words);

#endif
