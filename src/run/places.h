/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Where the program will be: what is bound, where it starts, how its kernel is called. */
#ifndef PTJAIL_RUN_PLACES_H
#define PTJAIL_RUN_PLACES_H

#include <stdbool.h>
#include <talloc.h>

#include "cli/options.h"
#include "syscall/setup.h"
#include "util/compiler.h"

/* Fills binds, cwd and kernel of `setup` with children of `ctx`; false: out of memory. */
bool places_fill(TALLOC_CTX *ctx, const struct options *options, struct setup *setup) MUST_CHECK;

#endif
