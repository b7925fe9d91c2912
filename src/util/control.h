/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Bytes of names that are somebody else's to choose, before anybody reads them in a line. */
#ifndef PTJAIL_UTIL_CONTROL_H
#define PTJAIL_UTIL_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whether the byte of `text` at `at` is one that a terminal would obey, or that would end the line,
 * or part of one: also, in UTF-8, the control characters from U+0080 on, what separates lines and
 * paragraphs, and what turns the direction of writing, so that a line reads as another.
 */
bool control_at(const char *text, size_t at);

#endif
