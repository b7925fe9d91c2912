/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Executable files of loader and interpreter in one (joined_image.h): made of an interpreter when
 * it has become a known file, and from then on executed instead of the loader where a program
 * names that interpreter. Each is a sealed memfd that tracees hold at a protected number from
 * their beginning, empty until it is made.
 *
 * What is in it is what the interpreter's file held when it was read; nobody had that open for
 * writing then, and another content has another ctime (known_files.h).
 */
#ifndef PTJAIL_SYSCALL_JOINED_H
#define PTJAIL_SYSCALL_JOINED_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "syscall/exec_file.h"
#include "syscall/jail.h"
#include "util/compiler.h"

#define JOINED_MAX 2U

/* The files, empty. Where there are no memfds there are none: 0 too. */
int joined_new(struct jail *jail) MUST_CHECK;

/* The descriptor for tracees' number `index`; -1: there is none. */
int joined_fd(const struct jail *jail, unsigned int index);

/*
 * Tells the plan in `slot` of the joined interpreter: the index of the file to execute; -1: it is
 * not joined, nothing is planned. Only for a process that in-process code serves (the plan
 * says so).
 */
int joined_plan(struct jail *jail, const struct exec_file *interpreter, struct gate_slot *slot);

/*
 * The joined interpreter to which PT_INTERP `name` led last: its identity, and its guest path,
 * both borrowed; NULL: none did. To be looked at again each time.
 */
const struct stat *joined_hint(const struct jail *jail, const char *name, const char **ret_guest);
void joined_note(struct jail *jail, int index, const char *name, const char *guest);

/* For maps: a mapping of a joined file is one of the interpreter's. */
struct joined_origin {
	dev_t dev; /* of the joined file, */
	ino_t ino;
	uint64_t offset; /* where the interpreter begins in it */
	dev_t own_dev; /* of the interpreter */
	ino_t own_ino;
};

/* False: there is no such one. */
bool joined_origin(const struct jail *jail, unsigned int index, struct joined_origin *ret_origin);

#endif
