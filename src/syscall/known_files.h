/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files that were executed twice: what the kernel and their first bytes said of them, so that the
 * next exec need not ask again. A file is known by device, inode, mount, size, mode, owners and
 * times, as fstat tells of the very handle that is to be executed; whatever could change an answer
 * changes its ctime. About what the guest sees only: the loader opens and maps by itself.
 *
 * Few files, small ones, on local file systems: each is held open.
 */
#ifndef PTJAIL_SYSCALL_KNOWN_FILES_H
#define PTJAIL_SYSCALL_KNOWN_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "syscall/elf.h"
#include "syscall/jail.h"
#include "syscall/script.h"

struct known_file {
	int fd;              /* O_RDONLY, owned */
	bool may_be_written; /* a lease tells whether somebody has it open for writing */
	char head[SCRIPT_HEAD_SIZE];
	size_t head_size;
	int elf_status; /* elf_read() */
	struct elf_info elf;
	int interpreter_status; /* elf_check_interpreter() */
};

/*
 * The file that fstat described; NULL: not known. It could be executed and read, and no mount
 * option was against it. Borrowed until a number of other files were noted.
 */
const struct known_file *known_files_find(const struct jail *jail, const struct stat *info,
					  uint64_t mnt_id);

/*
 * This file was found to be executable, and `fd` reads it. At the second time it becomes known,
 * and *fd is taken (-1); else the descriptor stays the caller's.
 */
const struct known_file *known_files_note(struct jail *jail, const struct stat *info,
					  uint64_t mnt_id, bool may_be_written, int *fd);

#endif
