/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Words: names of files, one component each, that cannot change under a call. The tracer writes
 * them into the gate (tracer/gate_words.h); with one of exactly these addresses the filter lets
 * unlinkat pass (syscall/rules_gate.c). Whatever directory the caller holds, it leads to nothing
 * but a name in it: no word has a slash, or is "." or "..".
 *
 * An open hash table. A word never gives way to another: between the moment when in-process code
 * has found it and that when the kernel copies it, it must not become a different name. All can
 * become void for good, each by its first eight bytes, of which it has at least the terminating
 * zero or seven others.
 */
#ifndef PTJAIL_GATE_WORDS_H
#define PTJAIL_GATE_WORDS_H

#include <stdint.h>

#define GATE_WORD_SIZE 64U /* with its zero */
#define GATE_WORD_BITS 16U
#define GATE_WORD_COUNT (1U << GATE_WORD_BITS)
#define GATE_WORD_PROBES 8U

struct gate_words {
	char words[GATE_WORD_COUNT][GATE_WORD_SIZE];
};

/* `hash`: over all bytes, hash * 31 + byte. The first of the GATE_WORD_PROBES places, in turn. */
static inline uint32_t gate_word_place(uint32_t hash)
{
	return (hash * 0x9e3779b1U) >> (32 - GATE_WORD_BITS);
}

#endif
