/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Writes the plan of one exec (gate/gate.h, struct gate_plan) into a slot. Pure memory:
 * knows nothing of files or tracees. All functions that add a string answer -E2BIG when
 * the slot is full.
 */
#ifndef PTJAIL_SYSCALL_EXEC_PLAN_H
#define PTJAIL_SYSCALL_EXEC_PLAN_H

#include <stdbool.h>
#include <sys/types.h>

#include "gate/gate.h"
#include "util/compiler.h"

/* Begins an empty plan; `flags` are GATE_PLAN_*. */
void exec_plan_begin(struct gate_slot *slot, uint32_t flags);

void exec_plan_add_flags(struct gate_slot *slot, uint32_t flags);
/* What AT_HWCAP says (-k). */
void exec_plan_set_capable(struct gate_slot *slot, uint64_t capable);

/* AT_EXECFN, and the name that ps shows: `comm` is cut to 15 bytes. */
int exec_plan_set_name(struct gate_slot *slot, const char *execfn, const char *comm) MUST_CHECK;

/* What the program is told of its faked credentials: AT_UID, EUID, GID, EGID, SECURE. */
void exec_plan_set_ids(struct gate_slot *slot, const uint32_t ids[GATE_PLAN_ID_COUNT]);

/*
 * A script: `interpreter` and `argument` (may be NULL) go before `path`. The first time
 * the guest's argv[0] is dropped for `path`; later (the interpreter is itself a script)
 * `path` is the word that the time before put first. -E2BIG: too many words.
 */
int exec_plan_add_script(struct gate_slot *slot, const char *interpreter, const char *argument,
			 const char *path) MUST_CHECK;

/*
 * An emulator is to run what has been planned so far; after this no script is added.
 * `words` (its name, its options, the one that takes argv[0]) go before everything; `path`,
 * the program, behind argv[0]. -E2BIG: too many words.
 */
int exec_plan_add_emulator(struct gate_slot *slot, const char *const *words, unsigned int count,
			   const char *path) MUST_CHECK;

/* Whether GATE_PLAN_INSIDE is among its flags. */
bool exec_plan_is_inside(const struct gate_slot *slot);

/*
 * The interpreter is part of the executed file (gate/gate.h). False, and nothing is said of it:
 * the slot has no room for its sites.
 */
bool exec_plan_set_joined(struct gate_slot *slot, uint32_t base, uint32_t entry,
			  const struct gate_patch *patches, unsigned int count);

enum exec_plan_role { EXEC_PLAN_PROGRAM, EXEC_PLAN_INTERPRETER };

/* The file is descriptor `fd` of the tracee, which its loader closes. */
void exec_plan_set_fd(struct gate_slot *slot, enum exec_plan_role role, dev_t dev, ino_t ino,
		      int fd);

/* The file is `path` below the tracee's protected descriptor `mount_fd`. */
int exec_plan_set_window(struct gate_slot *slot, enum exec_plan_role role, dev_t dev, ino_t ino,
			 int mount_fd, const char *path) MUST_CHECK;

#endif
