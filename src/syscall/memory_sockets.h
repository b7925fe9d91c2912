/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What waits in unix sockets: of all that the host has, how many bytes each of them holds. A sum
 * for --memory (memory_files.h), never a ground to allow anything. Of other sockets the kernel
 * bounds the sum itself (net.ipv4.tcp_mem and the like), and to look at them all takes long.
 *
 * KERNEL: sock_diag(7); without CONFIG_UNIX_DIAG nothing is known.
 */
#ifndef PTJAIL_SYSCALL_MEMORY_SOCKETS_H
#define PTJAIL_SYSCALL_MEMORY_SOCKETS_H

#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

struct memory_sockets;

/* A look at all of them. NULL: nothing is known. */
struct memory_sockets *memory_sockets_look(TALLOC_CTX *ctx);

/* `sockets` may be NULL. */
uint64_t memory_sockets_held(const struct memory_sockets *sockets, ino_t ino);

#endif
