/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Loader and interpreter as one executable file, so that the kernel maps both at once, and the
 * interpreter's sites jump into in-process code without a page of it being copied:
 *
 *   in the file    loader | program headers | annex | the interpreter's file
 *   in memory      all of these in one segment      | the interpreter's segments
 *
 * The annex is a copy of the gate's code. Stubs that jump back by themselves (ARCH_STUBS_SIZE) lie
 * at its end, written for the sites.
 *
 * Pure: bytes in, bytes out. The headers are made here; what the kernel maps by them are plain
 * segments that lie as the interpreter's own headers say.
 */
#ifndef PTJAIL_SYSCALL_JOINED_IMAGE_H
#define PTJAIL_SYSCALL_JOINED_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <talloc.h>

#include "gate/gate.h"
#include "util/compiler.h"

struct joined_image {
	unsigned char *bytes; /* talloc'd */
	size_t size;
	uint32_t base;  /* of the interpreter, in `bytes` and from the loader's start in memory */
	uint32_t entry; /* as in its header */
	struct gate_patch patches[GATE_PATCHES_MAX];
	unsigned int patch_count;
};

/* Which sites are replaced by what. */
struct joined_sites {
	const long *numbers; /* of the calls */
	size_t count;
	uint32_t stubs; /* their offset in the annex */
	const char *code; /* gate_annex_code() */
};

/*
 * -ENOEXEC: it is not laid out as C libraries are, or has no site that could be replaced.
 * TRUST: guest-controlled: every byte of `file`.
 */
int joined_image_build(TALLOC_CTX *ctx, const unsigned char *file, size_t size,
		       const struct joined_sites *sites, struct joined_image *ret_image) MUST_CHECK;

#endif
