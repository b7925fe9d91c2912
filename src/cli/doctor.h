/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --doctor: tries, each in a child of its own, what ptjail needs or can use of this host's
 * kernel. Nothing is read off a version number. Makes a text; the caller prints it.
 */
#ifndef PTJAIL_CLI_DOCTOR_H
#define PTJAIL_CLI_DOCTOR_H

#include <stdbool.h>
#include <talloc.h>

#include "util/compiler.h"

/*
 * One line per feature, and a verdict; ends in a newline. *ret_usable: whether what ptjail
 * cannot do without is there. NULL when out of memory or no child can be made. Takes some
 * milliseconds, and at most DOCTOR_PROBE_SECONDS for a feature that hangs.
 */
#define DOCTOR_PROBE_SECONDS 5
char *doctor_examine(TALLOC_CTX *ctx, bool *ret_usable) MUST_CHECK;

#endif
