/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The program of the host that runs the jail's programs of another architecture (-q). It is
 * one file, opened once before there is a tracee, and has no name in the jail: tracees hold it at a
 * protected number, from which the loader maps it. What it opens, it opens as any member does.
 *
 * One that is linked dynamically is run by the host's dynamic linker, which takes that place; it
 * and its libraries are then shown, each file alone and to be read only, in EMULATOR_PLACE.
 */
#ifndef PTJAIL_SYSCALL_EMULATOR_H
#define PTJAIL_SYSCALL_EMULATOR_H

#include <stdbool.h>
#include <sys/stat.h>
#include <talloc.h>

#include "path/mount.h"
#include "syscall/elf.h"
#include "syscall/exec_plan.h"
#include "util/compiler.h"

/* Words of -q, its name included: what a plan has room for besides scripts. */
#define EMULATOR_WORDS_MAX 12U
/* What goes before them: the linker, its option, the place, the program. */
#define EMULATOR_LINKER_WORDS 4U
#define EMULATOR_PLACE "/dev/.emulator"

struct emulator {
	int fd;       /* the tracer's, O_RDONLY, owned: the emulator, or its linker */
	int guest_fd; /* its number in the tracees; guest_fds_assign() sets it */
	struct stat status;
	/* Its argv: names and options. */
	const char *words[EMULATOR_LINKER_WORDS + EMULATOR_WORDS_MAX];
	unsigned int word_count;
	struct mount_request *binds; /* its files, where it is linked dynamically */
	size_t bind_count;
	/* What its name says that it runs; machine 0: any program that is foreign here. */
	uint16_t machine;
	unsigned char elf_class, byte_order;
};

/*
 * Opens the emulator that `command` names: a program, looked for along the host's PATH where
 * it has no slash (NAME, then NAME-static), and options for it, between blanks.
 * -EINVAL: no word; -E2BIG: too many; -ENOENT; -EISDIR; -EACCES: not executable or not readable;
 * -ENOEXEC: no ELF program; -ELIBBAD: of another architecture itself; -ELIBACC: linked
 * dynamically, and its libraries cannot be found.
 */
int emulator_open(TALLOC_CTX *ctx, const char *command, struct emulator **ret_emulator) MUST_CHECK;

/* Whether a program with these headers is run through it; `emulator` may be NULL. */
bool emulator_takes(const struct emulator *emulator, const struct elf_info *elf);

/*
 * Makes it the program of the plan in `slot`, with the guest's in its arguments: `path` is
 * how it finds that. -E2BIG as in exec_plan.h.
 */
int emulator_plan(const struct emulator *emulator, struct gate_slot *slot,
		  const char *path) MUST_CHECK;

#endif
