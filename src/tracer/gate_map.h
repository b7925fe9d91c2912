/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer's side of the gate (gate/gate.h): the sealed memory, its writable mapping
 * here, and the slots. A slot belongs to one call in flight of one thread; it is free
 * again at that call's exit stop, the thread's next judged call, or its end.
 */
#ifndef PTJAIL_TRACER_GATE_MAP_H
#define PTJAIL_TRACER_GATE_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "gate/gate.h"
#include "gate/inside.h"
#include "util/compiler.h"

struct gate;

struct slot {
	struct gate *gate;
	unsigned int index;
	struct gate_slot *memory; /* the tracer's writable view */
	uint64_t address;         /* where every tracee sees it */
};

/* `without_memfd`: an unlinked file in directory `spool_fd` instead. */
int gate_new(TALLOC_CTX *ctx, bool without_memfd, int spool_fd, struct gate **ret_gate) MUST_CHECK;

/* Read-only descriptor for the tracees; owned by the gate. */
int gate_fd(const struct gate *gate);
uint64_t gate_address(const struct gate *gate);
/* Whether its file can never be written again, by whatever descriptor (KERNEL: 5.1). */
bool gate_is_sealed(const struct gate *gate);
/* Tracee addresses of the empty string and of entry `index` of the how table. */
uint64_t gate_empty(const struct gate *gate);
uint64_t gate_how(const struct gate *gate, enum gate_how_index index);
/* Of the first name of GATE_DEVICES. */
uint64_t gate_devices(const struct gate *gate);

/*
 * The tail in every tracee (gate_code.S): where a rewritten open returns to, and the range
 * in which its thread may be found by a signal. False: this architecture has none.
 */
struct gate_tail_range {
	uint64_t again, start, end;
};
bool gate_tail_range(const struct gate *gate, struct gate_tail_range *ret_range);

/* In every tracee: a system call instruction that no member can change. */
uint64_t gate_call_address(const struct gate *gate);

/* A loader by its entry: where it starts, and whether an instruction is one of its own. */
uint64_t loader_start(uint64_t entry);
bool loader_holds(uint64_t entry, uint64_t ip);

/*
 * In-process code (gate/inside.h): where its parts lie in an annex, and what it knows of the jail,
 * to be written by the tracer at any time. `stubs` is 0 where the architecture has none.
 */
const struct gate_inside_head *gate_inside(const struct gate *gate);
struct gate_config *gate_inside_config(const struct gate *gate);

/* Writes the names at GATE_FD_NAMES_OFFSET of all descriptors below `end`: the first's address. */
uint64_t gate_name_fds(const struct gate *gate, uint32_t end);
/* They are empty from now on. RACE: a call that has read its name goes on by it. */
void gate_unname_fds(const struct gate *gate);

/* What an annex holds, but for stubs that are apart: GATE_ANNEX_SIZE - ARCH_STUBS_SIZE bytes. */
const char *gate_annex_code(const struct gate *gate);

/* Faked owners, as in-process code sees them: zeroes until somebody writes (fakeroot/owners.h). */
struct gate_owners *gate_owners(const struct gate *gate);

/* Names that tracees may remove, written by gate_words.h only. */
struct gate_words *gate_words(const struct gate *gate);

/*
 * From now on no entry from GATE_HOW_ANY on opens anything (EINVAL). RACE: an openat2 that has read
 * its entry goes on by it.
 */
void gate_void_any(const struct gate *gate);

/* NULL when all are in use: the call has to wait. */
struct slot *slot_take(struct gate *gate);
bool gate_is_full(const struct gate *gate);
void slot_release(struct slot **slot);

/* Address, in the tracee, of a member of the slot given by a pointer into slot->memory. */
uint64_t slot_address(const struct slot *slot, const void *inside);

/* Maps the gate in the calling process at its address (launch, before the first exec). */
int gate_map_here(const struct gate *gate) MUST_CHECK;

#endif
