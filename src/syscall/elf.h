/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the tracer must know of an ELF file before it lets a process become it: is it one
 * for this machine, and which PT_INTERP does it name. Pure: a readable descriptor in,
 * facts out; only pread, the offset stays. The mapping is the loader's work.
 */
#ifndef PTJAIL_SYSCALL_ELF_H
#define PTJAIL_SYSCALL_ELF_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "util/compiler.h"

struct elf_info {
	bool is_elf;     /* the magic is there */
	bool is_foreign; /* an ELF file of another machine, class or byte order */
	unsigned char elf_class, byte_order; /* EI_CLASS, EI_DATA */
	uint16_t machine;
	uint16_t type; /* ET_EXEC or ET_DYN, in the file's own byte order */
	bool has_interpreter;
	char interpreter[PATH_MAX]; /* PT_INTERP, as in the file */
};

/*
 * Reads a program as load_elf_binary() does. *ret_info is always filled as far as known.
 * -ENOEXEC: not ELF, foreign, or malformed; -EIO: PT_INTERP lies beyond the end; what
 * pread answers.
 */
int elf_read(int fd, struct elf_info *ret_info) MUST_CHECK;

/* Whether the file can be the interpreter of a program: 0, -ELIBBAD, -EIO. */
int elf_check_interpreter(int fd) MUST_CHECK;

#endif
