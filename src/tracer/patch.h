/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Sites of a tracee's text that are made to jump into in-process code (gate/inside.h). Only in
 * plain text: private, file-backed, executable and not writable, of a process in which no
 * other thread could stand inside the bytes. What is written are the guest's own private pages
 * and its own private page behind the gate: nothing is gained by lying about them.
 */
#ifndef PTJAIL_TRACER_PATCH_H
#define PTJAIL_TRACER_PATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <talloc.h>

#include "tracer/engine.h"
#include "util/compiler.h"

/* The head of the tracee's private page; -ENOENT: its loader made none. */
int patch_read_private(const struct tracee *tracee, struct gate_private *ret_head) MUST_CHECK;

/*
 * Sets or clears GATE_PRIVATE_* flags; what has no page needs none. False: the tracee is ending,
 * and its memory can be told by others only.
 */
bool patch_change_flags(const struct tracee *tracee, uint32_t set, uint32_t clear);

/* A process with its own memory and descriptors is born, a copy of one that had threads. */
void patch_forget_threads(const struct tracee *tracee);

/*
 * At the entry stop of a call: replaces the site before `ip`. *ret_stub: where the call goes on,
 * as if it had come by the jump. -ENOTSUP: this one cannot be replaced; -EBUSY: not now.
 */
int patch_site(struct tracee *tracee, uint64_t ip, long sysno, uint64_t *ret_stub) MUST_CHECK;

/* What is known of texts that were looked through: a child of `ctx`; NULL: out of memory. */
struct patch_texts *patch_texts_new(TALLOC_CTX *ctx);

/*
 * At the birth of a process's first thread, `child`, which has not run yet: replaces the sites of
 * these calls in the text that made it, a C library's, while that can be done. Later nothing
 * can be replaced there. What cannot be replaced stays as it is. Adds to ret_replaced[i] the
 * sites of numbers[i] that were.
 */
void patch_text(struct patch_texts *texts, struct tracee *tracee, const struct tracee *child,
		const long *numbers, size_t count, unsigned int *ret_replaced);

#endif
