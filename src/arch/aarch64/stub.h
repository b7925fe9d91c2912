/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: the sizes and places of sites and stubs (gate/inside.h); for freestanding code too. */
#ifndef PTJAIL_ARCH_STUB_H
#define PTJAIL_ARCH_STUB_H

/* Bytes looked at before and behind the end of the call instruction; those replaced end there. */
#define ARCH_SITE_BEFORE 4U
#define ARCH_SITE_AFTER  0U
#define ARCH_SITE_SIZE   4U
/* Bytes before that end by which a C library's sites are told: where the number is loaded. */
#define ARCH_SITE_LOOK   36U

/* In a stub: the call made as the guest made it, and what comes behind it. */
#define ARCH_STUB_CALL 16UL
#define ARCH_STUB_BACK 28UL
/* The stub's own jump back at ARCH_STUB_BACK: `svc` leaves no register free to jump by. */
#define ARCH_STUB_JUMP_SIZE 4U
/*
 * Hence stubs lie apart, on pages of their own whatever the page size: those of a tracee are its
 * own copies.
 */
#define ARCH_STUBS_SIZE 0x10000UL
/* Words that a stub has pushed before the probe: x16, x17. */
#define ARCH_PROBE_PUSHED 2U

/* GATE_ENTRY_CWD: no site is one, and any bit may be in the number, which is the guest's x8. */
#define ARCH_ENTRY_CWD 0U

/* Registers kept in the frame besides the arguments: `svc` preserves them (inside_entry.S). */
#define ARCH_FRAME_REST 17U

/* The largest page size of the architecture. */
#define ARCH_PAGE_MAX 0x10000UL

/* KERNEL: do_signal() sets pc back onto the svc before the signal's stop. */
#define ARCH_SET_BACK 4U

#endif
