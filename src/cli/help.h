/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Texts made from the option table: the help screens, the man page's option section and
 * the shell completions. Makes strings only; the caller prints them.
 */
#ifndef PTJAIL_CLI_HELP_H
#define PTJAIL_CLI_HELP_H

#include <stdbool.h>
#include <talloc.h>

#include "util/compiler.h"

/*
 * `topic` NULL: the overview; else one of the names the overview lists ("mounts", ...),
 * "man" (roff) or "completion-bash". Every screen fits 24 lines of 80 columns.
 * Child of ctx, ends in a newline. NULL: out of memory, or no such topic.
 */
char *help_text(TALLOC_CTX *ctx, const char *topic) MUST_CHECK;

bool help_topic_exists(const char *topic);

/* "ptjail VERSION (ARCH) ..." with licence, ends in a newline. */
char *help_version(TALLOC_CTX *ctx) MUST_CHECK;

#endif
