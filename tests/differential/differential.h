/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The prober: calls every row of the table with ordinary and odd arguments and prints what
 * came back, one line a call. Run in a chroot and in the jail, the two outputs must be the same
 * but for what `known` lists. Nothing here judges; Linux is the oracle.
 */
#ifndef PTJAIL_TESTS_DIFFERENTIAL_H
#define PTJAIL_TESTS_DIFFERENTIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "syscall/table.h"

/* One value that an argument can have. `make`, if given, is asked in the child that calls. */
struct value {
	const char *label;
	long word;
	long (*make)(long word);
};

struct values {
	const struct value *all; /* the first is the one that stands in while others vary */
	size_t count;
};

/* The values worth trying for an argument of that kind of that call. */
struct values values_for(const struct syscall_row *row, unsigned int argument);

/* A peer: another process of ours, that sleeps. values.c offers its number to calls. */
extern pid_t values_peer;

/* The buffer that BUF_OUT arguments point to: shared memory, zeroed for each call. */
extern char *values_buffer;
#define VALUES_BUFFER_SIZE 4096

/* The same number for one text, whatever the machine. */
unsigned int label_hash(const char *text);

/* Makes everything in the working directory that the names of values.c mean. */
void fixtures_make(void);

/* Removes all that is in the working directory, whatever its modes. */
void fixtures_clear(void);

/* What the working directory holds, as text: names, kinds, modes, sizes, links. */
void fixtures_describe(char *text, size_t size);

#endif
