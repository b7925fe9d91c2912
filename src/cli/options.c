/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Reads the command line by the option table. Knows the grammar of options and nothing of
 * any single one; must not print and must not guess: what it does not know it refuses.
 */
#include "cli/options.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "cli/help.h"
#include "cli/option_table.h"

/* Worse matches than this are no help as "did you mean", but for beginnings of names. */
#define SIMILAR_DISTANCE_MAX 2
/* Longer words are not compared; no option is near that long. */
#define SIMILAR_LENGTH_MAX 32

int option_fail(struct option_parser *parser, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	parser->error = talloc_vasprintf(parser->ctx, format, args);
	va_end(args);
	return parser->error != NULL ? -EINVAL : -ENOMEM;
}

const struct option_row *option_find_long(const char *name, size_t length)
{
	for (size_t i = 0; i < option_row_count; i++) {
		for (size_t n = 0; n < OPTION_NAMES_MAX && option_rows[i].names[n] != NULL; n++) {
			const char *candidate = option_rows[i].names[n];

			if (strlen(candidate) == length && memcmp(candidate, name, length) == 0)
				return &option_rows[i];
		}
	}
	return NULL;
}

const struct option_row *option_find_letter(char letter)
{
	for (size_t i = 0; i < option_row_count; i++)
		if (letter != '\0' && option_rows[i].letter == letter)
			return &option_rows[i];
	return NULL;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters must be put in, left out or changed to make one word of the other. */
static size_t edit_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t row[SIMILAR_LENGTH_MAX + 1];

	for (size_t j = 0; j <= b_length; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = smaller(changed, smaller(row[j], row[j - 1]) + 1);
		}
	}
	return row[b_length];
}

const char *option_find_similar(const char *name, size_t length)
{
	const char *best = NULL;
	size_t best_distance = SIMILAR_DISTANCE_MAX + 1;

	if (length < 3 || length > SIMILAR_LENGTH_MAX)
		return NULL;
	for (size_t i = 0; i < option_row_count; i++) {
		for (size_t n = 0; n < OPTION_NAMES_MAX && option_rows[i].names[n] != NULL; n++) {
			const char *candidate = option_rows[i].names[n];
			size_t distance = strncmp(candidate, name, length) == 0
						  ? 0
						  : edit_distance(name, length, candidate,
								  smaller(strlen(candidate),
									  SIMILAR_LENGTH_MAX));

			if (distance < best_distance) {
				best_distance = distance;
				best = candidate;
			}
		}
	}
	return best;
}

static int fail_unknown_long(struct option_parser *parser, const char *name, size_t length)
{
	const char *similar = option_find_similar(name, length);
	const char *here = option_foreign(name, length);

	if (here != NULL)
		return option_fail(parser, "there is no option --%.*s; %s", (int)length, name,
				   here);
	if (similar != NULL)
		return option_fail(parser, "there is no option --%.*s; did you mean --%s?",
				   (int)length, name, similar);
	return option_fail(parser, "there is no option --%.*s; ptjail --help lists them",
			   (int)length, name);
}

static int fail_unknown_letter(struct option_parser *parser, const char *letter, const char *word)
{
	const char *here = option_foreign(letter, 1);

	return option_fail(parser, "there is no option -%c (in \"%s\"); %s", *letter, word,
			   here != NULL ? here : "ptjail --help lists them");
}

/* "3" or "-1": what proot's -v takes as a word of its own. */
static bool is_number(const char *word)
{
	if (word == NULL)
		return false;
	word += word[0] == '-';
	return word[0] != '\0' && word[strspn(word, "0123456789")] == '\0';
}

/* Whether the next word (NULL: there is none) is the value of an option that can do without. */
static bool takes_word(const struct option_row *row, const char *word)
{
	if (row->argument == OPTION_NUMBER)
		return is_number(word);
	return row->argument == OPTION_TOPIC && word != NULL && help_topic_exists(word);
}

/* `*index` is at "--name..." and is left at the last word that belongs to it. */
static int parse_long(struct option_parser *parser, int argc, char **argv, int *index)
{
	const char *name = argv[*index] + 2;
	size_t length = strcspn(name, "=");
	const char *value = name[length] == '=' ? name + length + 1 : NULL;
	const struct option_row *row = option_find_long(name, length);

	if (row == NULL)
		return fail_unknown_long(parser, name, length);
	parser->spelling = talloc_asprintf(parser->options, "--%.*s", (int)length, name);
	if (parser->spelling == NULL)
		return -ENOMEM;
	switch (row->argument) {
	case OPTION_PLAIN:
		if (value != NULL)
			return option_fail(parser, "%s takes no value, but was given \"%s\"",
					   parser->spelling, value);
		break;
	case OPTION_REQUIRED:
		if (value != NULL)
			break;
		if (*index + 1 >= argc)
			return option_fail(parser, "%s needs %s after it", parser->spelling,
					   row->metavar);
		value = argv[++*index];
		break;
	case OPTION_OPTIONAL:
		break;
	case OPTION_NUMBER:
	case OPTION_TOPIC:
		if (value == NULL && takes_word(row, argv[*index + 1]))
			value = argv[++*index];
		break;
	}
	return row->apply(parser, value);
}

/* A word of letters: -v, -vv, -rDIR, -r DIR, -vr DIR. */
static int parse_letters(struct option_parser *parser, int argc, char **argv, int *index)
{
	for (const char *letter = argv[*index] + 1; *letter != '\0'; letter++) {
		const struct option_row *row = option_find_letter(*letter);
		const char *value = NULL;
		int result;

		if (row == NULL)
			return fail_unknown_letter(parser, letter, argv[*index]);
		parser->spelling = talloc_asprintf(parser->options, "-%c", *letter);
		if (parser->spelling == NULL)
			return -ENOMEM;
		if (row->argument == OPTION_REQUIRED) {
			if (letter[1] != '\0')
				value = letter + 1;
			else if (*index + 1 < argc)
				value = argv[++*index];
			else
				return option_fail(parser, "%s needs %s after it", parser->spelling,
						   row->metavar);
		} else if (letter[1] != '\0' &&
			   (row->argument == OPTION_TOPIC || takes_word(row, letter + 1))) {
			value = letter + 1;
		} else if (letter[1] == '\0' && takes_word(row, argv[*index + 1])) {
			value = argv[++*index];
		}
		result = row->apply(parser, value);
		if (result != 0 || value != NULL)
			return result;
	}
	return 0;
}

/* Options up to the program; *ret_rest is the index of the first word that is no option. */
static int parse_words(struct option_parser *parser, int argc, char **argv, int *ret_rest)
{
	int index;

	for (index = 1; index < argc; index++) {
		const char *word = argv[index];
		int result;

		if (word[0] != '-' || word[1] == '\0')
			break;
		if (strcmp(word, "--") == 0) {
			index++;
			break;
		}
		if (word[1] == '-')
			result = parse_long(parser, argc, argv, &index);
		else
			result = parse_letters(parser, argc, argv, &index);
		if (result != 0)
			return result;
	}
	*ret_rest = index;
	return 0;
}

static int fail_rootless(struct option_parser *parser)
{
	char *const *argv = parser->options->argv;

	for (size_t i = 1; argv[0] != NULL && argv[i] != NULL; i++) {
		if (strcmp(argv[i], "-r") == 0)
			return option_fail(parser,
					   "no root directory was given before \"%s\", and what "
					   "comes after it is its own; say: ptjail -r DIR PROGRAM",
					   argv[0]);
	}
	return option_fail(parser, "no root directory was given; say: ptjail -r DIR PROGRAM "
				   "(ptjail --help lists the options)");
}

/* What is missing, or says nothing without another option. */
static int check_whole(struct option_parser *parser)
{
	const struct options *options = parser->options;

	if (options->action == OPTIONS_RUN && options->rootfs == NULL)
		return fail_rootless(parser);
	if (options->state_file != NULL && !options->fake_root)
		return option_fail(parser,
				   "--state keeps what -0 and -i fake; say -0, too, or leave "
				   "it out");
	if (options->state_format_given && options->state_file == NULL)
		return option_fail(parser, "--state-format is the format of --state; say --state "
					   "FILE, too, or leave it out");
	if (options->mounts_given && !options->fake_root)
		return option_fail(parser,
				   "--mounts is about the mounts of -0 and -i; say -0, too, or "
				   "leave it out");
	return 0;
}

int options_parse(TALLOC_CTX *ctx, int argc, char **argv, struct options **ret_options,
		  char **ret_error)
{
	struct options *options = talloc_zero(ctx, struct options);
	struct option_parser parser = { .ctx = ctx, .options = options };
	int rest = 0;
	int result;

	*ret_options = NULL;
	*ret_error = NULL;
	if (options == NULL)
		return -ENOMEM;
	options->kill_on_exit = true;
	result = parse_words(&parser, argc, argv, &rest);
	/* argc may be 0 (an empty argv); argv[argc] is NULL in any case. */
	options->argv = argv + (rest < argc ? rest : argc);
	if (result == 0)
		result = check_whole(&parser);
	if (result != 0) {
		*ret_error = parser.error;
		talloc_free(options);
		return result;
	}
	*ret_options = options;
	return 0;
}
