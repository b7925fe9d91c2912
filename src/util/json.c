/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See json.h. Must never let a string end its own quotes. */
#include "util/json.h"

#include <inttypes.h>
#include <stddef.h>

/* The length of the UTF-8 character at `text` (RFC 3629); 0: there is none. */
static unsigned int character_length(const unsigned char *text)
{
	unsigned char low = 0x80;
	unsigned char high = 0xbf;
	unsigned int length;

	if (text[0] < 0x80)
		return 1;
	if (text[0] < 0xc2 || text[0] > 0xf4)
		return 0;
	length = text[0] < 0xe0 ? 2 : text[0] < 0xf0 ? 3 : 4;
	/* Not the long spellings of short numbers, the surrogates, or beyond U+10FFFF. */
	if (text[0] == 0xe0)
		low = 0xa0;
	else if (text[0] == 0xed)
		high = 0x9f;
	else if (text[0] == 0xf0)
		low = 0x90;
	else if (text[0] == 0xf4)
		high = 0x8f;
	if (text[1] < low || text[1] > high)
		return 0;
	for (unsigned int i = 2; i < length; i++) {
		if (text[i] < 0x80 || text[i] > 0xbf)
			return 0;
	}
	return length;
}

static void put_string(FILE *file, const char *string)
{
	const unsigned char *text = (const unsigned char *)string;

	(void)fputc('"', file);
	while (*text != '\0') {
		unsigned int length = character_length(text);

		if (length == 0)
			(void)fputs("\\ufffd", file);
		else if (*text == '"' || *text == '\\')
			(void)fprintf(file, "\\%c", *text);
		else if (*text < 0x20 || *text == 0x7f)
			(void)fprintf(file, "\\u%04x", *text);
		else
			(void)fwrite(text, 1, length, file);
		text += length == 0 ? 1 : length;
	}
	(void)fputc('"', file);
}

static void begin(struct json *json, const char *name)
{
	if (json->not_first)
		(void)fputc(',', json->file);
	if (json->depth > 0)
		(void)fprintf(json->file, "\n%*s", (int)json->depth * 2, "");
	if (name != NULL) {
		put_string(json->file, name);
		(void)fputs(": ", json->file);
	}
	json->not_first = true;
}

static void open_with(struct json *json, const char *name, char bracket)
{
	begin(json, name);
	(void)fputc(bracket, json->file);
	json->depth++;
	json->not_first = false;
}

static void close_with(struct json *json, char bracket)
{
	json->depth--;
	if (json->not_first)
		(void)fprintf(json->file, "\n%*s", (int)json->depth * 2, "");
	(void)fputc(bracket, json->file);
	json->not_first = true;
}

void json_open_object(struct json *json, const char *name)
{
	open_with(json, name, '{');
}

void json_close_object(struct json *json)
{
	close_with(json, '}');
}

void json_open_array(struct json *json, const char *name)
{
	open_with(json, name, '[');
}

void json_close_array(struct json *json)
{
	close_with(json, ']');
}

void json_add_string(struct json *json, const char *name, const char *value)
{
	begin(json, name);
	if (value == NULL)
		(void)fputs("null", json->file);
	else
		put_string(json->file, value);
}

void json_add_number(struct json *json, const char *name, uint64_t value)
{
	begin(json, name);
	(void)fprintf(json->file, "%" PRIu64, value);
}

void json_add_integer(struct json *json, const char *name, int64_t value)
{
	begin(json, name);
	(void)fprintf(json->file, "%" PRId64, value);
}

void json_add_real(struct json *json, const char *name, double value)
{
	begin(json, name);
	(void)fprintf(json->file, "%.6f", value);
}

void json_add_null(struct json *json, const char *name)
{
	json_add_string(json, name, NULL);
}
