/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A growing text, for contents of the synthetic /proc. Start from PROC_TEXT_INIT; once an
 * addition failed (out of memory, too large) all later ones are ignored and
 * proc_text_end() says so: callers check once, at the end.
 */
#ifndef PTJAIL_SYSCALL_PROC_TEXT_H
#define PTJAIL_SYSCALL_PROC_TEXT_H

#include <stddef.h>
#include <talloc.h>

#include "util/compiler.h"

/* smaps of a process with as many mappings as the kernel allows (65,530) stays below. */
#define PROC_TEXT_MAX (96UL << 20)

struct proc_text {
	char *data; /* talloc'd on `ctx`, NUL-terminated beyond `size` */
	size_t size;
	size_t room;
	TALLOC_CTX *ctx;
	int error; /* 0 or -errno of the first failure */
};

#define PROC_TEXT_INIT(parent)                                                                     \
	{                                                                                          \
		.ctx = (parent)                                                                    \
	}

void proc_text_add(struct proc_text *text, const char *bytes, size_t size);
void proc_text_print(struct proc_text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/* Makes room for `size` more bytes at data + size, to be read into; NULL on failure. */
char *proc_text_room(struct proc_text *text, size_t size);

/* Terminates; 0 or the first error, when nothing is left allocated. */
int proc_text_end(struct proc_text *text) MUST_CHECK;

#endif
