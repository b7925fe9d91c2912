/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The address of a connect, bind or send: read once into memory that the guest cannot
 * write, judged there, and used from there (I1). What is no name of the unix domain goes on
 * as it is, but as the copy.
 */
#ifndef PTJAIL_SYSCALL_SOCK_AIM_H
#define PTJAIL_SYSCALL_SOCK_AIM_H

#include "syscall/call.h"
#include "syscall/unix.h"

#define SOCK_AIM_NO_FD (-1)

/* -EINVAL (length), -EFAULT. A length of 0 is an address of 0 bytes. */
int sock_address_read(struct call *call, uint64_t address, int length,
		      struct sock_address *ret_address) MUST_CHECK;

/* A pointer that the kernel answers with EFAULT, when its turn to look at it has come. */
#define SOCK_BAD_POINTER UINT64_C(0xfffffffffffff000)

/*
 * Turns the guest's address into what the kernel shall use: abstract names become private
 * ones, a path becomes "/proc/thread-self/fd/N" of an O_PATH descriptor of the judged
 * socket, which is *ret_fd in the tracee and has to be closed there after the call.
 * RACE: a sibling may put another descriptor at N: then the call goes to a socket that the
 * guest has opened, which it could have named as well. Where that is not so (a policy, --strict,
 * peers outside) and there are siblings, N is a seat (sock_seat.h), and *ret_fd SOCK_AIM_NO_FD.
 * -ENOENT and so on as path lookup; -EAGAIN: the call has to wait (call->waits); -EBUSY: it cannot
 * have a seat.
 */
int sock_aim(struct call *call, struct sock_address *address, long *ret_fd) MUST_CHECK;

/*
 * Without a seat the tracer makes the connect; the peer then sees ptjail's process in SO_PEERCRED,
 * and a full queue is EAGAIN.
 */
int sock_connect_here(struct call *call, const struct sock_address *address) MUST_CHECK;

/* Resolves a path given as text from the caller's cwd; the call releases the place. */
int sock_resolve(struct call *call, const char *path, unsigned int flags,
		 struct path_place **ret_place) MUST_CHECK;

/* -EBADF, -ENOTSOCK: what the kernel checks before it looks at any address. */
int sock_check(struct call *call, int fd) MUST_CHECK;

#endif
