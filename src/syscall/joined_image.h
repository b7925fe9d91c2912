/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Loader and interpreter as one executable file, so that the kernel maps both at once, and the
 * interpreter's sites jump into in-process code without a page of it being copied:
 *
 *   in the file    loader | program headers | GATE_ANNEX_SIZE zeroes | the interpreter's file
 *   in memory      loader, its bss | annex's place (zeroes) | the interpreter's segments
 *
 * Stubs that jump back by themselves (ARCH_STUBS_SIZE) lie at the end of the annex's place, written
 * for the sites; the loader leaves them there.
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
	size_t offset;  /* of the interpreter's file in `bytes` */
	uint32_t base;  /* of its address 0, from the loader's start */
	uint32_t entry; /* as in its header */
	struct gate_patch patches[GATE_PATCHES_MAX];
	unsigned int patch_count;
};

/* Which sites are replaced by what. */
struct joined_sites {
	const long *numbers; /* of the calls */
	size_t count;
	uint32_t stubs; /* their offset in the annex */
};

/*
 * -ENOEXEC: it is not laid out as C libraries are, or has no site that could be replaced.
 * TRUST: guest-controlled: every byte of `file`.
 */
int joined_image_build(TALLOC_CTX *ctx, const unsigned char *file, size_t size,
		       const struct joined_sites *sites, struct joined_image *ret_image) MUST_CHECK;

#endif
