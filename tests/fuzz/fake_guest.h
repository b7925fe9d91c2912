/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A jail on a small tree, and a guest in it that is made of the input: its memory is 4 KiB
 * of it, what it does is chosen by it, and so is what the kernel is said to answer. The
 * handlers are the real ones, and what they do in the guest's name is done. The functions
 * that touch a tracee are replaced (fuzz.mk: FUZZ_WRAP); for /proc/TID a child of the
 * fuzzer stands in, which holds a few descriptors and sleeps.
 *
 * Becomes nobody when it is root: a hole found must not cost anything.
 */
#ifndef PTJAIL_TESTS_FAKE_GUEST_H
#define PTJAIL_TESTS_FAKE_GUEST_H

#include "fuzz.h"
#include "syscall/call.h"
#include "syscall/jail.h"
#include "tracer/engine.h"

#define GUEST_MEMORY      UINT64_C(0x10000000)
#define GUEST_MEMORY_SIZE 4096U

struct fake_guest {
	struct jail *jail;
	struct tracee *tracee;
	uint8_t memory[GUEST_MEMORY_SIZE];
	uint8_t other[GUEST_MEMORY_SIZE]; /* what another thread keeps putting there */
	bool memory_changes;
	struct input answers; /* of the kernel to calls made in the guest */
};
extern struct fake_guest guest;

/* Once. */
void guest_setup(void);

/* A new guest in a fresh tree, with nothing left of the one before. */
void guest_begin(struct input *input);

/*
 * The guest makes this call: the hooks run to its end. What the kernel is given in the
 * place of the call has to be confined.
 */
enum verdict guest_call(long sysno, const uint64_t args[6]);

/* Nothing outside has changed and no descriptors pile up. */
void guest_check(void);

#endif
