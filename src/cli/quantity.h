/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Amounts as people write them. All answer 0, -EINVAL (not such an amount) or -ERANGE (too
 * large to be counted); a result is never 0, since 0 stands for "no limit".
 */
#ifndef PTJAIL_CLI_QUANTITY_H
#define PTJAIL_CLI_QUANTITY_H

#include <stdint.h>
#include <talloc.h>

#include "util/compiler.h"

/* "10", "0.5", "90s", "1.5m", "2h": nanoseconds. */
int quantity_parse_time(const char *text, uint64_t *ret_nanoseconds) MUST_CHECK;

/* "4096", "64K", "1.5G", "2GiB", "300MB": bytes, all letters powers of 1024. */
int quantity_parse_size(const char *text, uint64_t *ret_bytes) MUST_CHECK;

/* "64": a plain number from `least` to `most`. */
int quantity_parse_count(const char *text, unsigned int least, unsigned int most,
			 unsigned int *ret_count) MUST_CHECK;

/* "2 seconds", "0.5 seconds"; "64 MiB", "1000 bytes". Children of ctx; NULL: no memory. */
char *quantity_print_time(TALLOC_CTX *ctx, uint64_t nanoseconds) MUST_CHECK;
char *quantity_print_size(TALLOC_CTX *ctx, uint64_t bytes) MUST_CHECK;

#endif
