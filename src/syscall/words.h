/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Which names become words (gate/words.h), so that their removal need not stop: names that are
 * removed for the second time, what else lies in a directory that a process empties, and the first
 * name of a file that has got a second.
 */
#ifndef PTJAIL_SYSCALL_WORDS_H
#define PTJAIL_SYSCALL_WORDS_H

#include <stdbool.h>

#include "syscall/call.h"

/* Whether words serve for anything: no rules, no faked owners, no peers outside (inside.h). */
bool words_serve(const struct jail *jail);

/* `name` was removed from directory `parent`, at a stop. */
void words_learn(struct call *call, int parent, const char *name);

/*
 * The file at `place` got another name, at a stop. Programs that make files by a passing name, as
 * git does, remove that next.
 */
void words_expect(struct jail *jail, const struct path_place *place);

#endif
