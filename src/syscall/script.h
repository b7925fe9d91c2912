/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The first line of a script, as the kernel's binfmt_script reads it. Pure: bytes in,
 * strings out.
 */
#ifndef PTJAIL_SYSCALL_SCRIPT_H
#define PTJAIL_SYSCALL_SCRIPT_H

#include <stddef.h>

#include "util/compiler.h"

/* KERNEL: 5.1 BINPRM_BUF_SIZE, include/uapi/linux/binfmts.h: what is read of a file. */
#define SCRIPT_HEAD_SIZE 256

/* KERNEL: exec_binprm(), fs/exec.c: deeper chains are ELOOP. */
#define SCRIPT_DEPTH_MAX 5

struct script {
	char interpreter[SCRIPT_HEAD_SIZE];
	char argument[SCRIPT_HEAD_SIZE]; /* the rest of the line, blanks inside kept */
	int has_argument;
};

/*
 * `head` is the file's beginning, `size` <= SCRIPT_HEAD_SIZE bytes of it. -ENOEXEC: no
 * "#!", no interpreter, or one that is cut off by the end of the head. An interpreter named ""
 * (the line ends in a NUL at once) is -EACCES in the kernel's next step.
 */
int script_parse(const char *head, size_t size, struct script *ret_script) MUST_CHECK;

#endif
