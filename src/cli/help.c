/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Help screens, man page section and completions from the option table, so that none of
 * them can disagree with the parser.
 */
#include "cli/help.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "cli/option_table.h"

#define SCREEN_COLUMNS  78
#define OVERVIEW_COLUMN 33
#define TEXT_INDENT     8

/* A text that grows; `ok` turns false when memory ends and stays so. */
struct text {
	char *string;
	bool ok;
};

static void PRINTF_LIKE(2, 3) text_add(struct text *text, const char *format, ...)
{
	va_list args;
	char *longer;

	if (!text->ok)
		return;
	va_start(args, format);
	longer = talloc_vasprintf_append_buffer(text->string, format, args);
	va_end(args);
	if (longer != NULL)
		text->string = longer;
	text->ok = longer != NULL;
}

/* `words` broken at blanks into lines of SCREEN_COLUMNS, each indented. */
static void text_add_wrapped(struct text *text, const char *words)
{
	size_t column = 0;

	while (*words != '\0') {
		size_t length = strcspn(words, " ");

		if (column != 0 && column + 1 + length > SCREEN_COLUMNS) {
			text_add(text, "\n");
			column = 0;
		}
		if (column == 0) {
			text_add(text, "%*s", TEXT_INDENT, "");
			column = TEXT_INDENT;
		} else {
			text_add(text, " ");
			column++;
		}
		text_add(text, "%.*s", (int)length, words);
		column += length;
		words += length + (words[length] == ' ');
	}
	text_add(text, "\n");
}

/* "-r, --rootfs DIR", with every long name when `all`; returns its width. */
static int text_add_spelling(struct text *text, const struct option_row *row, bool all)
{
	size_t before = text->ok ? strlen(text->string) : 0;
	const char *comma = "";

	if (row->letter != 0) {
		text_add(text, "-%c", row->letter);
		comma = ", ";
	}
	for (size_t n = 0; n < OPTION_NAMES_MAX && row->names[n] != NULL && (n == 0 || all); n++) {
		text_add(text, "%s--%s", comma, row->names[n]);
		comma = ", ";
	}
	if (row->argument == OPTION_REQUIRED)
		text_add(text, " %s", row->metavar);
	else if (row->argument == OPTION_OPTIONAL)
		text_add(text, "[=%s]", row->metavar);
	else if (row->argument == OPTION_NUMBER || row->argument == OPTION_TOPIC)
		text_add(text, " [%s]", row->metavar);
	return text->ok ? (int)(strlen(text->string) - before) : 0;
}

/* Spelling and summary on one line. */
static void text_add_line(struct text *text, const struct option_row *row, bool all)
{
	int width;

	text_add(text, "  ");
	width = text_add_spelling(text, row, all);
	if (width >= OVERVIEW_COLUMN)
		width = OVERVIEW_COLUMN - 1;
	text_add(text, "%*s%s\n", OVERVIEW_COLUMN - width, "", row->summary);
}

static void text_add_overview(struct text *text)
{
	text_add(text,
		 "usage: ptjail -r DIR [OPTION]... [--] [PROGRAM [ARGUMENT]...]\n"
		 "Runs PROGRAM, and all that it starts, with DIR as /, and holds it there.\n\n");
	for (size_t i = 0; i < option_row_count; i++) {
		if (option_in_overview(&option_rows[i]))
			text_add_line(text, &option_rows[i], false);
	}
	text_add(text, "\nMore: --help=");
	for (size_t t = 0; t < TOPIC_COUNT; t++)
		text_add(text, "%s|", option_topics[t].name);
	text_add(text, "exit\n");
}

static void text_add_topic(struct text *text, enum option_topic topic)
{
	text_add(text, "%s\n", option_topics[topic].title);
	for (size_t i = 0; i < option_row_count; i++) {
		if (option_rows[i].topic != topic)
			continue;
		if (option_rows[i].text == NULL) {
			text_add_line(text, &option_rows[i], true);
			continue;
		}
		text_add(text, "  ");
		(void)text_add_spelling(text, &option_rows[i], true);
		text_add(text, "\n");
		text_add_wrapped(text, option_rows[i].text);
	}
}

static void text_add_exit(struct text *text)
{
	text_add(text,
		 "ptjail ends with the exit status of PROGRAM itself, whatever its children do;\n"
		 "if a signal killed PROGRAM, by that signal (a shell says 128+N)\n"
		 "  127     PROGRAM was not found in the root directory\n"
		 "  126     PROGRAM was found but cannot be executed\n"
		 "  125     ptjail could not do its work, and said why\n"
		 "  124     a limit (--help=limits) ended the run, and ptjail said which\n"
		 "Without PROGRAM the shell /bin/sh of the root directory is started.\n");
}

/* A word as roff wants it: no hyphenation, no request at a line's start. */
static void text_add_roff(struct text *text, const char *word)
{
	for (; *word != '\0'; word++) {
		if (*word == '-')
			text_add(text, "\\-");
		else if (*word == '\\')
			text_add(text, "\\e");
		else
			text_add(text, "%c", *word);
	}
}

static void text_add_man(struct text *text)
{
	for (size_t t = 0; t < TOPIC_COUNT; t++) {
		text_add(text, ".SS %s\n", option_topics[t].title);
		for (size_t i = 0; i < option_row_count; i++) {
			struct text spelling = { talloc_strdup(text->string, ""), true };

			if (option_rows[i].topic != (enum option_topic)t)
				continue;
			spelling.ok = spelling.string != NULL;
			(void)text_add_spelling(&spelling, &option_rows[i], true);
			text->ok = text->ok && spelling.ok;
			text_add(text, ".TP\n.B ");
			text_add_roff(text, spelling.ok ? spelling.string : "");
			text_add(text, "\n");
			text_add_roff(text, option_rows[i].text != NULL ? option_rows[i].text
									: option_rows[i].summary);
			text_add(text, "\n");
		}
	}
}

static void text_add_completion(struct text *text)
{
	text_add(text, "# bash completion for ptjail\n_ptjail()\n{\n"
		       "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
		       "\tcase $before in\n"
		       "\t-r|--rootfs) COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n"
		       "\tesac\n\tif [[ $word != -* ]]; then\n"
		       "\t\tCOMPREPLY=($(compgen -f -- \"$word\")); return\n\tfi\n"
		       "\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < option_row_count; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->topic == TOPIC_PROOT)
			continue;
		if (row->letter != 0)
			text_add(text, "-%c ", row->letter);
		for (size_t n = 0; n < OPTION_NAMES_MAX && row->names[n] != NULL; n++)
			text_add(text, "--%s ", row->names[n]);
	}
	text_add(text, "' -- \"$word\"))\n}\ncomplete -o filenames -F _ptjail ptjail\n");
}

/* Adds the text of `topic` if there is such a one; with text NULL only answers. */
static bool add_named(struct text *text, const char *topic)
{
	static const struct {
		const char *name;
		void (*add)(struct text *text);
	} others[] = {
		{ "exit", text_add_exit },
		{ "man", text_add_man },
		{ "completion-bash", text_add_completion },
	};

	for (size_t t = 0; t < TOPIC_COUNT; t++) {
		if (strcmp(option_topics[t].name, topic) == 0) {
			if (text != NULL)
				text_add_topic(text, (enum option_topic)t);
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (strcmp(others[i].name, topic) == 0) {
			if (text != NULL)
				others[i].add(text);
			return true;
		}
	}
	return false;
}

bool help_topic_exists(const char *topic)
{
	return add_named(NULL, topic);
}

char *help_text(TALLOC_CTX *ctx, const char *topic)
{
	struct text text = { talloc_strdup(ctx, ""), true };

	text.ok = text.string != NULL;
	if (topic == NULL)
		text_add_overview(&text);
	else if (!add_named(&text, topic))
		text.ok = false;
	if (text.ok)
		return text.string;
	talloc_free(text.string);
	return NULL;
}

char *help_version(TALLOC_CTX *ctx)
{
	return talloc_asprintf(
		ctx,
		"ptjail %s (%s)\n"
		"Licence: GNU LGPL version 3 or later. No warranty, as far as the law allows.\n",
		PTJAIL_VERSION, PTJAIL_ARCH);
}
