/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The "#!" line (script.h). KERNEL: fs/binfmt_script.c since 5.0: blanks are space and
 * tab; the line ends at a newline, at a NUL, or with the head; a cut-off argument is
 * accepted, a cut-off interpreter is not, since another program might be run.
 *
 * TRUST: guest-controlled: every byte.
 */
#include "syscall/script.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *line, size_t at, size_t end)
{
	while (at < end && is_blank(line[at]))
		at++;
	return at;
}

static size_t skip_word(const char *line, size_t at, size_t end)
{
	while (at < end && !is_blank(line[at]) && line[at] != '\0')
		at++;
	return at;
}

/*
 * The end of the line in a full head. Without a newline it is the head's last byte,
 * which is given up for a terminator; then the interpreter must be seen to end.
 */
static int find_end(const char *head, size_t *ret_end)
{
	const size_t last = SCRIPT_HEAD_SIZE - 1;
	size_t length = strnlen(head, SCRIPT_HEAD_SIZE);
	const char *newline = memchr(head, '\n', length);
	size_t start;

	if (newline != NULL) {
		*ret_end = (size_t)(newline - head);
		return 0;
	}
	start = skip_blanks(head, 2, SCRIPT_HEAD_SIZE);
	if (skip_word(head, start, SCRIPT_HEAD_SIZE) == SCRIPT_HEAD_SIZE)
		return -ENOEXEC;
	*ret_end = last;
	return 0;
}

static void copy_out(char *to, const char *from, size_t size)
{
	memcpy(to, from, size);
	to[size] = '\0';
}

int script_parse(const char *head, size_t size, struct script *ret_script)
{
	char line[SCRIPT_HEAD_SIZE] = { 0 };
	size_t end, name, name_end, argument;
	int status;

	memcpy(line, head, size < sizeof(line) ? size : sizeof(line));
	if (line[0] != '#' || line[1] != '!')
		return -ENOEXEC;
	status = find_end(line, &end);
	if (status < 0)
		return status;
	while (end > 2 && is_blank(line[end - 1]))
		end--;
	name = skip_blanks(line, 2, end);
	if (name == end)
		return -ENOEXEC;
	name_end = skip_word(line, name, end);
	copy_out(ret_script->interpreter, line + name, name_end - name);
	/* A NUL ends the line: nothing behind it is an argument. */
	argument = end;
	if (name_end < end && line[name_end] != '\0')
		argument = skip_blanks(line, name_end, end);
	ret_script->has_argument = argument < end;
	copy_out(ret_script->argument, line + argument,
		 ret_script->has_argument ? strnlen(line + argument, end - argument) : 0);
	return 0;
}
