/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Socket addresses as the kernel reads and writes them, with the three kinds of names of
 * the unix domain (unix(7), net/unix/af_unix.c). Pure: bytes in, bytes out.
 */
#ifndef PTJAIL_SYSCALL_UNIX_H
#define PTJAIL_SYSCALL_UNIX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#define UNIX_PATH_OFFSET offsetof(struct sockaddr_un, sun_path)
#define UNIX_PATH_ROOM   sizeof(((struct sockaddr_un *)0)->sun_path) /* 108 */

/* KERNEL: move_addr_to_kernel() takes up to sizeof(struct sockaddr_storage). */
struct sock_address {
	size_t length;
	union {
		sa_family_t family;
		char bytes[sizeof(struct sockaddr_storage)];
	};
};

enum unix_kind {
	UNIX_NOT,      /* another domain, or nothing that unix_validate_addr() takes */
	UNIX_UNNAMED,  /* the family alone: bind chooses an abstract name */
	UNIX_PATH,     /* text up to a NUL or the end of the 108 bytes */
	UNIX_ABSTRACT, /* all bytes behind the first, which is NUL */
};

struct unix_name {
	enum unix_kind kind;
	size_t length;                 /* bytes in text */
	char text[UNIX_PATH_ROOM + 1]; /* NUL behind it, not counted */
};

void unix_decode(const struct sock_address *address, struct unix_name *ret_name);

/* The address as the kernel hands it out: a path with its NUL, also as the 109th byte. */
void unix_encode(const struct unix_name *name, struct sock_address *ret_address);

#endif
