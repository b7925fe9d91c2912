/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Writes JSON (RFC 8259) to a stream, in order, indented. Every function takes the name of a
 * member; NULL in an array, and for the outermost value. Errors show in ferror(file).
 */
#ifndef PTJAIL_UTIL_JSON_H
#define PTJAIL_UTIL_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *file;
	unsigned int depth;
	bool not_first; /* something was written at this depth: a comma comes first */
};

void json_open_object(struct json *json, const char *name);
void json_close_object(struct json *json);
void json_open_array(struct json *json, const char *name);
void json_close_array(struct json *json);

/* NULL is null. Bytes that are no UTF-8 become U+FFFD, one by one. */
void json_add_string(struct json *json, const char *name, const char *value);
void json_add_number(struct json *json, const char *name, uint64_t value);
void json_add_integer(struct json *json, const char *name, int64_t value);
/* With six decimals; never negative, infinite or no number. */
void json_add_real(struct json *json, const char *name, double value);
void json_add_null(struct json *json, const char *name);

#endif
