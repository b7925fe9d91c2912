/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A growing text with one error check at its end (proc_text.h). Knows nothing of what is
 * written.
 */
#include "syscall/proc_text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_ROOM 4096UL

char *proc_text_room(struct proc_text *text, size_t size)
{
	size_t room = text->room == 0 ? FIRST_ROOM : text->room;
	char *data;

	if (text->error < 0)
		return NULL;
	if (size > PROC_TEXT_MAX - text->size) {
		text->error = -EFBIG;
		return NULL;
	}
	while (room - text->size <= size) /* one byte more, for the NUL */
		room *= 2;
	if (room > text->room) {
		data = talloc_realloc(text->ctx, text->data, char, room);
		if (data == NULL) {
			text->error = -ENOMEM;
			return NULL;
		}
		text->data = data;
		text->room = room;
	}
	return text->data + text->size;
}

void proc_text_add(struct proc_text *text, const char *bytes, size_t size)
{
	char *at = proc_text_room(text, size);

	if (at == NULL)
		return;
	memcpy(at, bytes, size);
	text->size += size;
}

void proc_text_print(struct proc_text *text, const char *format, ...)
{
	va_list args;
	va_list again;
	char *at;
	int size;

	va_start(args, format);
	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, args);
	at = size < 0 ? NULL : proc_text_room(text, (size_t)size);
	if (at != NULL) {
		(void)vsnprintf(at, (size_t)size + 1, format, again);
		text->size += (size_t)size;
	}
	va_end(again);
	va_end(args);
}

int proc_text_end(struct proc_text *text)
{
	char *at = proc_text_room(text, 0);

	if (at != NULL) {
		*at = '\0';
		return 0;
	}
	talloc_free(text->data);
	text->data = NULL;
	text->size = 0;
	return text->error;
}
