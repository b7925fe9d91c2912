/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the fuzzing targets share: the input read piece by piece, and how they insist on
 * something. A target states what must hold whatever the bytes are; the sanitizers watch
 * memory. Nothing in here may depend on anything but the input, so that a finding can be
 * played again.
 */
#ifndef PTJAIL_TESTS_FUZZ_H
#define PTJAIL_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* libFuzzer calls these. */
int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As assert, in every build. */
#define INSIST(condition)                                                                          \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			(void)fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__,           \
				      #condition);                                                 \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

struct input {
	const uint8_t *at;
	size_t left;
};

/* Up to `size` bytes; zeros behind the input's end. */
static inline void input_copy(struct input *input, void *to, size_t size)
{
	size_t got = size < input->left ? size : input->left;

	memset(to, 0, size);
	if (got > 0)
		memcpy(to, input->at, got);
	input->at += got;
	input->left -= got;
}

static inline uint8_t input_byte(struct input *input)
{
	uint8_t byte;

	input_copy(input, &byte, sizeof(byte));
	return byte;
}

static inline uint32_t input_word(struct input *input)
{
	uint32_t word;

	input_copy(input, &word, sizeof(word));
	return word;
}

/* The bytes up to a NUL or the input's end as a string of its own, at most `max` of them. */
static inline char *input_string(struct input *input, size_t max)
{
	size_t length = input->left == 0 ? 0 : strnlen((const char *)input->at, input->left);
	size_t used = length < input->left ? length + 1 : length;
	size_t size = length < max ? length : max;
	char *string = malloc(size + 1);

	INSIST(string != NULL);
	if (size > 0)
		memcpy(string, input->at, size);
	string[size] = '\0';
	input->at += used;
	input->left -= used;
	return string;
}

/* The rest in memory that ends where the bytes do, with a NUL behind it if `terminated`. */
static inline char *input_rest(const struct input *input, size_t terminated)
{
	char *copy = malloc(input->left + terminated + (input->left + terminated == 0));

	INSIST(copy != NULL);
	if (input->left > 0)
		memcpy(copy, input->at, input->left);
	if (terminated > 0)
		copy[input->left] = '\0';
	return copy;
}

/* The number that the next descriptor gets: the same before and after means none was kept. */
static inline int next_descriptor(void)
{
	int fd = dup(STDERR_FILENO);

	INSIST(fd >= 0);
	(void)close(fd);
	return fd;
}

#endif
