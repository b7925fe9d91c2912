/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64: the sizes and places of sites and stubs (gate/inside.h); for freestanding code too. */
#ifndef PTJAIL_ARCH_STUB_H
#define PTJAIL_ARCH_STUB_H

/* Bytes looked at before and behind the end of the call instruction; those replaced end there. */
#define ARCH_SITE_BEFORE 15U
#define ARCH_SITE_AFTER  6U
#define ARCH_SITE_SIZE   7U
/* Bytes before that end by which a C library's sites are told. */
#define ARCH_SITE_LOOK   15U

/* In a stub: the call made as the guest made it, and what comes behind it. */
#define ARCH_STUB_CALL 11UL
#define ARCH_STUB_BACK 13UL
/* The stub's own jump back, written per address space: none, the entry says where. */
#define ARCH_STUB_JUMP_SIZE 0U
/* Room for stubs that are apart: they are not. */
#define ARCH_STUBS_SIZE 0x0UL
/* Words that a stub has pushed before the probe. */
#define ARCH_PROBE_PUSHED 0U

/* GATE_ENTRY_CWD. */
#define ARCH_ENTRY_CWD 0x80000000U

/* Registers kept in the frame besides the arguments: calls preserve all that code behind needs. */
#define ARCH_FRAME_REST 0U

/* The largest page size of the architecture. */
#define ARCH_PAGE_MAX 4096UL

/* KERNEL: how far a call that is to be restarted was set back before the signal's stop. */
#define ARCH_SET_BACK 0U

#endif
