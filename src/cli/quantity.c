/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See quantity.h. Exact in decimals: no floating point, no locale. Must never take a part of
 * a word for the whole.
 */
#include "cli/quantity.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define NANOSECONDS  1000000000ULL
#define DECIMALS_MAX 9

struct unit {
	const char *name;
	uint64_t factor;
};

/* Digits at *text, which moves behind them. */
static int parse_digits(const char **text, uint64_t *ret_value)
{
	uint64_t value = 0;
	bool any = false;

	for (; **text >= '0' && **text <= '9'; (*text)++) {
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, (uint64_t)(**text - '0'), &value))
			return -ERANGE;
		any = true;
	}
	*ret_value = value;
	return any ? 0 : -EINVAL;
}

/* ".25" of `factor`; smaller decimals than a billionth are refused. */
static int parse_fraction(const char **text, uint64_t factor, uint64_t *ret_part)
{
	uint64_t scale = 1;
	uint64_t digits = 0;
	unsigned int count = 0;

	for (; **text >= '0' && **text <= '9'; (*text)++) {
		if (++count > DECIMALS_MAX)
			return -EINVAL;
		digits = digits * 10 + (uint64_t)(**text - '0');
		scale *= 10;
	}
	if (count == 0)
		return -EINVAL;
	/* A factor is below 2^50, and what is left of the division below the scale. */
	*ret_part = factor / scale * digits + factor % scale * digits / scale;
	return 0;
}

static const struct unit *find_unit(const struct unit *units, const char *name)
{
	while (units->name != NULL && strcmp(units->name, name) != 0)
		units++;
	return units->name == NULL ? NULL : units;
}

/* NUMBER[.DECIMALS][UNIT] */
static int parse(const char *text, const struct unit *units, uint64_t *ret_value)
{
	const char *number = text;
	const struct unit *unit;
	uint64_t value;
	uint64_t part = 0;
	int status = parse_digits(&text, &value);

	if (status < 0)
		return status;
	unit = find_unit(units, text + strspn(text, ".0123456789"));
	if (unit == NULL)
		return -EINVAL;
	if (*text == '.') {
		text++;
		status = parse_fraction(&text, unit->factor, &part);
		if (status < 0)
			return status;
	}
	if (strcmp(text, unit->name) != 0)
		return -EINVAL;
	if (__builtin_mul_overflow(value, unit->factor, &value) ||
	    __builtin_add_overflow(value, part, &value) || value > INT64_MAX)
		return -ERANGE;
	if (value == 0 || number == text)
		return -EINVAL;
	*ret_value = value;
	return 0;
}

int quantity_parse_time(const char *text, uint64_t *ret_nanoseconds)
{
	static const struct unit units[] = { { "", NANOSECONDS },
					     { "ms", NANOSECONDS / 1000 },
					     { "s", NANOSECONDS },
					     { "m", 60 * NANOSECONDS },
					     { "h", 3600 * NANOSECONDS },
					     { "d", 86400 * NANOSECONDS },
					     { NULL, 0 } };

	return parse(text, units, ret_nanoseconds);
}

int quantity_parse_size(const char *text, uint64_t *ret_bytes)
{
	static const struct unit units[] = {
		{ "", 1 },           { "B", 1 },
		{ "K", 1ULL << 10 }, { "KB", 1ULL << 10 },
		{ "k", 1ULL << 10 }, { "KiB", 1ULL << 10 },
		{ "M", 1ULL << 20 }, { "MB", 1ULL << 20 },
		{ "m", 1ULL << 20 }, { "MiB", 1ULL << 20 },
		{ "G", 1ULL << 30 }, { "GB", 1ULL << 30 },
		{ "g", 1ULL << 30 }, { "GiB", 1ULL << 30 },
		{ "T", 1ULL << 40 }, { "TB", 1ULL << 40 },
		{ "t", 1ULL << 40 }, { "TiB", 1ULL << 40 },
		{ NULL, 0 },
	};

	return parse(text, units, ret_bytes);
}

int quantity_parse_count(const char *text, unsigned int least, unsigned int most,
			 unsigned int *ret_count)
{
	uint64_t value;
	int status = parse_digits(&text, &value);

	if (status == 0 && *text != '\0')
		status = -EINVAL;
	if (status == 0 && (value < least || value > most))
		status = -ERANGE;
	if (status == 0)
		*ret_count = (unsigned int)value;
	return status;
}

char *quantity_print_time(TALLOC_CTX *ctx, uint64_t nanoseconds)
{
	uint64_t seconds = nanoseconds / NANOSECONDS;
	uint64_t milliseconds = nanoseconds % NANOSECONDS / 1000000;

	if (nanoseconds == NANOSECONDS)
		return talloc_strdup(ctx, "1 second");
	if (milliseconds == 0)
		return talloc_asprintf(ctx, "%" PRIu64 " seconds", seconds);
	return talloc_asprintf(ctx, "%" PRIu64 ".%03" PRIu64 " seconds", seconds, milliseconds);
}

char *quantity_print_size(TALLOC_CTX *ctx, uint64_t bytes)
{
	static const struct unit units[] = {
		{ "TiB", 1ULL << 40 }, { "GiB", 1ULL << 30 }, { "MiB", 1ULL << 20 },
		{ "KiB", 1ULL << 10 }, { "bytes", 1 },        { NULL, 0 },
	};
	const struct unit *unit = units;

	while (unit[1].name != NULL && bytes % unit->factor != 0)
		unit++;
	return talloc_asprintf(ctx, "%" PRIu64 " %s", bytes / unit->factor, unit->name);
}
