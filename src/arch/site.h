/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Sites: the instructions in a program's text that make a system call, and the jump that
 * takes their place (gate/inside.h). Pure: bytes in, bytes out.
 */
#ifndef PTJAIL_ARCH_SITE_H
#define PTJAIL_ARCH_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/regs.h"
#include "gate/inside.h"

struct site {
	uint64_t start;  /* address of the first replaced byte */
	int32_t compare; /* what the code behind compares the result with */
	bool sets_cwd;   /* GATE_ENTRY_CWD */
	bool any_call;   /* GATE_ENTRY_ANY: whatever the number */
};

/* For gate_entry: what the site's stub has to know of the call. */
static inline uint32_t site_entry(const struct site *site, long sysno)
{
	return site->any_call ? GATE_ENTRY_ANY
			      : (uint32_t)sysno | (site->sets_cwd ? GATE_ENTRY_CWD : 0);
}

/*
 * Whether the code around `ip`, the address behind the call instruction, has a form that can
 * be replaced: a number loaded, and the call, which nothing but a restart of this call enters
 * in the middle. `code`: ARCH_SITE_BEFORE + _AFTER bytes from ip - ARCH_SITE_BEFORE.
 */
bool site_recognise(const uint8_t *code, uint64_t ip, long sysno, struct site *ret_site);

/*
 * Whether the call instruction that ends at text[end] makes the call `sysno` and has a form that
 * a C library writes: enough to tell a site in a file that nobody has run yet.
 */
bool site_is_common(const uint8_t *text, size_t end, size_t size, long sysno);

/*
 * Which of `count` numbers the call makes that ends at text[end], `ip`, in such a form, or
 * SITE_ANY_CALL; ARCH_SITE_LOOK bytes lie before it. false: none.
 */
#define SITE_ANY_CALL (-1)
static inline bool site_find_common(const uint8_t *text, size_t end, size_t size, uint64_t ip,
				    const long *numbers, size_t count, struct site *ret_site,
				    long *ret_sysno)
{
	for (size_t i = 0; i < count; i++) {
		*ret_sysno = numbers[i];
		if (site_is_common(text, end, size, *ret_sysno) &&
		    site_recognise(text + end - ARCH_SITE_BEFORE, ip, *ret_sysno, ret_site)) {
			if (ret_site->any_call)
				*ret_sysno = SITE_ANY_CALL;
			return true;
		}
	}
	return false;
}

/* The first call instruction in text[at, size): the offset behind it; 0: there is none. */
size_t site_next_call(const uint8_t *text, size_t at, size_t size);

/*
 * The bytes from site->start that jump to `target`; false: that is out of reach.
 * Entered where the call was (a restart), they go to the same target.
 */
bool site_write_jump(const struct site *site, uint64_t target, uint8_t ret_code[ARCH_SITE_SIZE]);

/* The stub's own jump back to `target`, of ARCH_STUB_JUMP_SIZE bytes; false: out of reach. */
bool site_write_back(uint64_t stub, uint64_t target, uint8_t *ret_code);

/* At the probe (gate/inside.h): which stub it is. */
uint64_t regs_stub_index(const struct regs *regs);

/* In a stub and at the probe: the call that was to be made; `entry`: as noted for the stub. */
long regs_stub_call(const struct regs *regs, uint32_t entry);

/* At the probe: undoes what the stub did to registers; ARCH_PROBE_PUSHED words lie at sp. */
void regs_leave_probe(struct regs *regs, const uint64_t *pushed);

/* In-process code's frame register. */
uint64_t regs_frame(const struct regs *regs);

/* The guest's own registers as they were at the site; result, number, ip are the caller's. */
void regs_leave_frame(struct regs *regs, const struct gate_frame *frame, uint64_t address);

#endif
