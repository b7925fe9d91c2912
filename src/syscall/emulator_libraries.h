/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The libraries of an emulator that is linked dynamically (-q): which files of the host they are,
 * as the host's own dynamic linker tells. Asked once, before there is a jail.
 */
#ifndef PTJAIL_SYSCALL_EMULATOR_LIBRARIES_H
#define PTJAIL_SYSCALL_EMULATOR_LIBRARIES_H

#include <stddef.h>
#include <talloc.h>

#include "util/compiler.h"

struct emulator_library {
	const char *name; /* as programs ask for it: "libc.so.6" */
	const char *path; /* the host's file, absolute */
};

/*
 * Runs `linker --list program`, both absolute paths of the host, in ptjail's own environment, and
 * reads what it prints (ld.so(8); musl's does the same). *ret_libraries is talloc'd on ctx with all
 * it holds; the linker itself is not among them.
 * -ELIBACC: one of them is missing, or the linker says nothing that can be read; -errno.
 */
int emulator_libraries_find(TALLOC_CTX *ctx, const char *linker, const char *program,
			    struct emulator_library **ret_libraries,
			    size_t *ret_count) MUST_CHECK;

/* What the linker printed, as a list; -ELIBACC as above. */
int emulator_libraries_parse(TALLOC_CTX *ctx, const char *text,
			     struct emulator_library **ret_libraries,
			     size_t *ret_count) MUST_CHECK;

#endif
