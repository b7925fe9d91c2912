/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names that a guest gives to things of a name space shared by the whole host: abstract
 * sockets, message queues. On the host they carry a prefix that is this jail's own and that
 * nobody can guess, so that guests meet each other under any name and nobody else.
 *
 *   prefix 's' name        the usual form
 *   prefix 'l' number      for names too long to take a prefix; the table remembers the latest
 *                          65,536 of them, and those that something on the host is called by
 */
#ifndef PTJAIL_SYSCALL_PRIVATE_NAMES_H
#define PTJAIL_SYSCALL_PRIVATE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <talloc.h>

#include "util/compiler.h"

#define PRIVATE_NAME_MAX 255U

struct private_names;

/* Whether anything has this host's name now. */
typedef bool private_name_is_used(void *data, const char *host, size_t length);

/* -ENOMEM, or what getrandom answers. */
int private_names_new(TALLOC_CTX *ctx, private_name_is_used *is_used, void *data,
		      struct private_names **ret_names) MUST_CHECK;

/*
 * The host's name for the guest's `name` (any bytes), at most `room` (>= 24) bytes and no
 * NUL behind: its length in *ret_length. -ENOMEM; -ENOSPC: too many long names are used.
 */
int private_name_to_host(struct private_names *names, const char *name, size_t length, char *host,
			 size_t room, size_t *ret_length) MUST_CHECK;

/* The reverse: a pointer into `host` or into the table; NULL: none of this jail's names. */
const char *private_name_to_guest(const struct private_names *names, const char *host,
				  size_t length, size_t *ret_length);

#endif
