/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The database in a file, from one run to the next (--state). Two formats, one line a file:
 *
 *   ptjail     "ptjail owners 1" and lines of dev=HEX,ino=N,birth=SECONDS.NANOSECONDS,
 *              mode=OCTAL (or type=OCTAL: the mode is the real one),uid=N,gid=N,rdev=N,
 *              xattr=NAME:HEX ... ; birth, uid and gid, rdev, xattr only where known
 *   fakeroot   what fakeroot(1) saves with -s and loads with -i:
 *              dev=HEX,ino=N,mode=OCTAL,uid=N,gid=N,nlink=N,rdev=N; no attributes, no births
 *
 * Several jails may use one file at once. Each has the whole database in memory; saving takes
 * a lock (flock on the file), reads what others saved since, applies its own changes to that
 * and puts the result in the file's place by rename. File by file, whoever saved last counts, but
 * for what he says of a file that is gone, whose number a new one got;
 * until then one jail does not see what the other changed. A file is read whole or not at
 * all, and what is in its place is a whole one at any time, also when ptjail is killed: then
 * NAME.ptjail-new is left beside it until the next save.
 *
 * Entries are bound to device and inode numbers: a copied or restored tree has none.
 */
#ifndef PTJAIL_FAKEROOT_OWNERS_STATE_H
#define PTJAIL_FAKEROOT_OWNERS_STATE_H

#include <stdio.h>
#include <talloc.h>

#include "fakeroot/owners.h"
#include "util/compiler.h"

enum owners_format {
	OWNERS_FORMAT_PTJAIL,
	OWNERS_FORMAT_FAKEROOT,
};

struct owners_state;

/*
 * The file need not exist, its directory must, and be writable: what a run changes has to find
 * a place at its end. `path` is looked up now and never again.
 * *ret_fault, in all functions here: what was wrong and what was expected, as a sentence
 * without the file's name; talloc'd on ctx. NULL where errno says it all, or at -ENOMEM.
 */
int owners_state_open(TALLOC_CTX *ctx, const char *path, enum owners_format format,
		      struct owners_state **ret_state, char **ret_fault) MUST_CHECK;

/* Reads the file into a database that is still empty; a missing or empty file is no entries. */
int owners_state_load(TALLOC_CTX *ctx, struct owners_state *state, struct owners *owners,
		      char **ret_fault) MUST_CHECK;

/*
 * Merges and saves; the database then holds what others saved, too. Waits up to 20 s for
 * the lock (-EWOULDBLOCK). The old file stays where anything fails.
 */
int owners_state_save(TALLOC_CTX *ctx, struct owners_state *state, struct owners *owners,
		      char **ret_fault) MUST_CHECK;

/*
 * What cannot be saved in its place is written to a new file of mode 0600 in $TMPDIR or /tmp,
 * *ret_path on ctx, as it is in memory: what others saved meanwhile is not in it.
 */
int owners_state_rescue(TALLOC_CTX *ctx, const struct owners_state *state, struct owners *owners,
			char **ret_path) MUST_CHECK;

/* The two formats by themselves. Parsing: -EINVAL and *ret_fault, and `owners` is undefined. */
int owners_parse(TALLOC_CTX *ctx, const char *text, size_t size, enum owners_format format,
		 struct owners *owners, char **ret_fault) MUST_CHECK;
int owners_write(FILE *file, enum owners_format format, struct owners *owners) MUST_CHECK;

#endif
